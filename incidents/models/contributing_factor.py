"""What made the incident possible."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident


class ContributingFactor(models.Model):
    """A condition that made the incident possible; never a person."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="factors")
    text = models.TextField(_("condition"))
    version = models.PositiveIntegerField(_("version"), default=1)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("contributing factor")
        verbose_name_plural = _("contributing factors")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="factor_withdrawn_with_reason",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
