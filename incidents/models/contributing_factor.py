"""What made the incident possible."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident
from incidents.models.timeline_entry import TimelineEntry


class FactorKind(models.TextChoices):
    """What a condition is about."""

    TECHNICAL = "technical", _("Technical")
    PROCESS = "process", _("Process")
    INFORMATION = "information", _("Information")
    INTERFACE = "interface", _("Interface")
    WORKLOAD = "workload", _("Workload")
    ORGANISATION = "organisation", _("Organisation")
    THIRD_PARTY = "third_party", _("Third party")
    UNSORTED = "unsorted", _("Not sorted yet")


class ContributingFactor(models.Model):
    """A condition that made the incident possible; never a person.

    `evidence` are the timeline entries that show it; a correction of one shows it too.
    `accepted_reason` says why nothing is done about it.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="factors")
    text = models.TextField(_("condition"))
    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=FactorKind.choices,
        default=FactorKind.UNSORTED,
        db_default=FactorKind.UNSORTED,
    )
    evidence = models.ManyToManyField(
        TimelineEntry, blank=True, related_name="factors", verbose_name=_("evidence")
    )
    accepted_reason = models.CharField(
        _("why nothing is done about it"), max_length=300, blank=True, db_default=""
    )
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
