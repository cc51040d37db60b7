"""Until when a postmortem is asked for."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models import Severity

MOST_DAYS = 60


class WorkCalendar(models.TextChoices):
    """Whose holidays are no working days."""

    DENMARK = "DK", _("Denmark")
    ENGLAND = "GB-ENG", _("England and Wales")


class DueRule(models.Model):
    """How many working days after an incident of a severity is over its postmortem is due.

    None: no postmortem is asked for. A severity nobody ruled on has five.
    """

    severity = models.CharField(_("severity"), max_length=4, choices=Severity.choices, unique=True)
    working_days = models.PositiveSmallIntegerField(_("working days"), null=True)
    calendar = models.CharField(_("holidays of"), max_length=6, choices=WorkCalendar.choices)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("due date of postmortems")
        verbose_name_plural = _("due dates of postmortems")
        ordering: ClassVar[list[str]] = ["severity"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.get_severity_display())
