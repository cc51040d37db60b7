"""How many must stand behind what is said to whom."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from statements.models.statement import Audience

MASS = "mass"
FEWEST_APPROVALS, MOST_APPROVALS = 1, 5
_NAMES: list[tuple[Any, Any]] = [*Audience.choices, (MASS, _("What reaches a mass audience"))]


class ApprovalRule(models.Model):
    """The organisation's rule for one audience, or for what reaches a mass audience.

    At least one: nothing leaves the house that only its author has read.
    """

    name = models.CharField(_("for what"), max_length=9, choices=_NAMES, unique=True)
    approvals = models.PositiveSmallIntegerField(_("approvals"))
    needs_communications = models.BooleanField(_("one of them from communications"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("approval rule")
        verbose_name_plural = _("approval rules")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(approvals__range=(FEWEST_APPROVALS, MOST_APPROVALS)),
                name="approval_rule_asks_for_somebody",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_name_display())
