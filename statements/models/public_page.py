"""The page that strangers read, and what the organisation's services are called on it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models import Service


class PublicPage(models.Model):
    """Whether there is a public page, and whose it is. There is one row, or none before set-up.

    `key` is what the page's identifiers are made with: they stay the same, and tell nobody how many
    incidents there are.
    """

    is_on = models.BooleanField(_("there is a public page"), default=False)
    name = models.CharField(_("name of the page"), max_length=100)
    key = models.UUIDField(_("key of its identifiers"), default=uuid.uuid4)
    changed_at = models.DateTimeField(_("changed at"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("public page")
        verbose_name_plural = _("public pages")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="public_page_is_one")]

    def __str__(self) -> str:
        return self.name


class PublicComponent(models.Model):
    """A service as customers know it. A service without one is not named on the public page."""

    service = models.OneToOneField(
        Service, on_delete=models.PROTECT, related_name="component", verbose_name=_("service")
    )
    name_da = models.CharField(_("name in Danish"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=1)
    is_shown = models.BooleanField(_("shown on the public page"), default=True)
    added_at = models.DateTimeField(_("added at"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("part of the public page")
        verbose_name_plural = _("parts of the public page")
        ordering = ["position", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name_da} / {self.name_en}"
