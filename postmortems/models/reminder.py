"""What people were told by mail about a report, so that nobody is told twice."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from postmortems.models.review import ReviewApproval, Reviewer


class ReminderKind(models.TextChoices):
    """What somebody is told."""

    ASKED = "asked", _("That they are asked to read it")
    CHANGED = "changed", _("That what they approved has changed")
    DUE = "due", _("That it is near or past its day")


class PostmortemReminder(models.Model):
    """A message about the report of an incident, which may not have been started.

    `reviewer` is whom it asked, `approval` what no longer held.
    """

    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, related_name="postmortem_reminders"
    )
    kind = models.CharField(_("what is told"), max_length=7, choices=ReminderKind.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name=_("person")
    )
    reviewer = models.ForeignKey(
        Reviewer, on_delete=models.PROTECT, null=True, related_name="reminders"
    )
    approval = models.ForeignKey(
        ReviewApproval, on_delete=models.PROTECT, null=True, related_name="reminders"
    )
    sent_to = models.EmailField(_("sent to"))
    sent_at = models.DateTimeField(_("sent at"))

    class Meta:
        verbose_name = _("reminder of a postmortem")
        verbose_name_plural = _("reminders of postmortems")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.incident} {self.kind}"
