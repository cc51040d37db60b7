"""The organisation's own lists of steps, version by version."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models import Category, Severity
from statements.models import Language


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    """Versions of checklists."""

    def newest(self) -> Self:
        """Of each checklist the version that stands."""
        latest = Checklist.objects.order_by("slug", "-version").distinct("slug")
        return self.filter(pk__in=latest.values("pk"))

    def offered(self) -> Self:
        """What can be begun."""
        return self.newest().filter(withdrawn_at=None)


class Checklist(models.Model):
    """One version of a checklist. Its words are never changed: a change is a row of its own.

    `slug` names the checklist for good, whatever it is called later. Only the newest version is
    ever withdrawn.
    """

    slug = models.SlugField(_("name in the address"), max_length=60)
    version = models.PositiveIntegerField(_("version"), default=1)
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
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
    steps = models.JSONField(_("steps"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, verbose_name=_("author")
    )
    written_at = models.DateTimeField(_("written at"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_reason = models.CharField(_("reason for withdrawing"), max_length=300, blank=True)

    objects: ClassVar[models.Manager["Checklist"]] = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering = ["name", "slug", "-version"]
        default_permissions = ()
        permissions = [("keep_checklists", _("Can keep the organisation's checklists"))]
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="checklist_version_unique")
        ]

    def __str__(self) -> str:
        return self.name
