"""Who may read a finished report beyond those who may see its incident."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from postmortems.models.postmortem import Postmortem
from postmortems.models.review import Edition


class Audience(models.TextChoices):
    """Who can read what is published."""

    INSIDE = "inside", _("Everybody who can sign in")
    OUTSIDE = "outside", _("Everybody who has the address, without signing in")


class Publication(models.Model):
    """The edition that an audience reads at an address that stays the same.

    A later edition takes the earlier one's place only when somebody publishes it.
    """

    postmortem = models.ForeignKey(
        Postmortem, on_delete=models.PROTECT, related_name="publications"
    )
    audience = models.CharField(_("who can read it"), max_length=7, choices=Audience.choices)
    address = models.UUIDField(_("address it is read at"), default=uuid.uuid4, unique=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="publications")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        verbose_name=_("published by"),
    )
    published_at = models.DateTimeField(_("published at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    class Meta:
        verbose_name = _("publication of a report")
        verbose_name_plural = _("publications of reports")
        ordering = ["audience"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["postmortem", "audience"], name="publication_one_for_each_audience"
            )
        ]

    def __str__(self) -> str:
        return f"{self.postmortem} {self.audience}"
