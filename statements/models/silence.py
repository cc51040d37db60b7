"""How long the organisation may be silent, and whom it was reminded that it is."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident, Severity
from statements.models.statement import Statement

HOUR = 60


class SilenceLimits(models.Model):
    """Within how many minutes of becoming known the first statement is out; empty: no limit.

    One row, made when the organisation first says otherwise than Havari does by itself: within
    the hour where many customers are hit (the first words of crisis communication).
    """

    sev1 = models.PositiveIntegerField(Severity.SEV1.name, null=True, blank=True, default=HOUR)
    sev2 = models.PositiveIntegerField(Severity.SEV2.name, null=True, blank=True, default=HOUR)
    sev3 = models.PositiveIntegerField(Severity.SEV3.name, null=True, blank=True)
    sev4 = models.PositiveIntegerField(Severity.SEV4.name, null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("limits of silence")
        verbose_name_plural = _("limits of silence")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="silence_limits_once")]

    def __str__(self) -> str:
        return str(_("limits of silence"))


class SilenceNotice(models.Model):
    """That somebody was reminded of a silence, the first time, the second time and so on.

    `statement` promised an update that did not come; without one nothing was said at all yet.
    Turn 0 is that the update was still to come, soon.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="silence_notices")
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, null=True, related_name="silence_notices"
    )
    turn = models.PositiveSmallIntegerField(_("for which time"))
    sent_to = ArrayField(models.EmailField(), verbose_name=_("sent to"))
    sent_at = models.DateTimeField(_("sent at"))

    class Meta:
        verbose_name = _("reminder of a silence")
        verbose_name_plural = _("reminders of silences")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "statement", "turn"],
                nulls_distinct=False,
                name="silence_told_once_a_turn",
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement or self.incident} ({self.turn})"
