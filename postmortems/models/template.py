"""The organisation's own lists of sections."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models import Category, Severity


class PostmortemTemplate(models.Model):
    """A list of sections that reports begin from, offered first where it fits best.

    A report keeps the sections it began with: what happens to the template later changes none.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    severities = ArrayField(
        models.CharField(max_length=4, choices=Severity.choices),
        default=list,
        blank=True,
        verbose_name=_("for these severities"),
    )
    categories = ArrayField(
        models.CharField(max_length=22, choices=Category.choices),
        default=list,
        blank=True,
        verbose_name=_("for these categories"),
    )
    sections = models.JSONField(_("sections"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("template of a postmortem")
        verbose_name_plural = _("templates of postmortems")
        ordering: ClassVar[list[str]] = ["name"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
