"""Follow-up work, done only with proof."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models.contributing_factor import ContributingFactor
from incidents.models.incident import Incident


class ActionKind(models.TextChoices):
    """What the work is for."""

    DETECT = "detect", _("Detect")
    PREVENT = "prevent", _("Prevent")
    MITIGATE = "mitigate", _("Mitigate")
    LEARN = "learn", _("Learn")


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    """Reading actions across incidents starts here."""

    def visible_to(self, user: Any) -> Self:
        """Actions of the incidents `user` may see."""
        return self.filter(incident__in=Incident.objects.visible_to(user))

    def open(self) -> Self:
        """Work that is neither done nor withdrawn."""
        return self.filter(completed_at__isnull=True, withdrawn_at__isnull=True)

    def overdue(self, today: date) -> Self:
        """Open work whose day has passed."""
        return self.open().filter(due_on__lt=today)

    def done(self) -> Self:
        """Work that was finished with proof."""
        return self.filter(completed_at__isnull=False)

    def withdrawn(self) -> Self:
        """Work that is not to be done after all."""
        return self.filter(withdrawn_at__isnull=False)

    def to_be_checked(self) -> Self:
        """Done work of which nobody has said yet whether it worked."""
        return self.done().filter(worked__isnull=True)


class ActionItem(models.Model):
    """Work that somebody owns, with a date, and later an answer to whether it worked."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="actions")
    title = models.CharField(_("what is to be done"), max_length=200)
    kind = models.CharField(_("kind"), max_length=8, choices=ActionKind.choices)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, verbose_name=_("owner")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    factor = models.ForeignKey(
        ContributingFactor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("contributing factor it answers"),
    )
    tracker_url = models.URLField(_("link to a tracker"), max_length=500, blank=True)
    completed_at = models.DateTimeField(_("completed at"), null=True)
    evidence = models.TextField(_("evidence that it is done"), blank=True)
    worked = models.BooleanField(_("whether it worked"), null=True)
    worked_basis = models.TextField(_("how we know"), blank=True)
    check_due_on = models.DateField(_("effect to be checked on"), null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("checked by"),
    )
    checked_at = models.DateTimeField(_("checked at"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_reason = models.CharField(
        _("why it was withdrawn"), max_length=300, blank=True, db_default=""
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("action item")
        verbose_name_plural = _("action items")
        ordering = ["due_on", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True) | ~Q(evidence=""),
                name="action_done_with_evidence",
            ),
            models.CheckConstraint(
                condition=Q(worked__isnull=True)
                | (Q(completed_at__isnull=False) & ~Q(worked_basis="")),
                name="action_worked_after_done_with_basis",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | (Q(completed_at__isnull=True) & ~Q(withdrawn_reason="")),
                name="action_withdrawn_undone_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.completed_at is None and self.withdrawn_at is None

    @property
    def awaited_on(self) -> date | None:
        """The day something is due: the work, or once that is done, the check of its effect."""
        if self.withdrawn_at:
            return None
        if self.completed_at is None:
            return self.due_on
        return self.check_due_on if self.worked is None else None


class ActionReminder(models.Model):
    """That the owner was reminded on a day; one row a day, so nobody is reminded twice."""

    action = models.ForeignKey(ActionItem, on_delete=models.PROTECT, related_name="reminders")
    sent_on = models.DateField(_("sent on"))
    sent_to = models.EmailField(_("sent to"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["action", "sent_on"], name="action_reminded_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.sent_on}"
