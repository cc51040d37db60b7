"""Setting until when a postmortem is asked for."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actor import Actor, require
from audit.log import record
from core.checks import chosen, same_version
from core.errors import DomainError
from incidents.models import Severity
from postmortems.models import DueRule, WorkCalendar
from postmortems.models.due_rule import MOST_DAYS
from postmortems.selectors.due import given_rule
from postmortems.services.door import SET_UP
from postmortems.states import due_rule_state


@dataclass(frozen=True, slots=True)
class Deadline:
    """So many working days, by a calendar; None: no postmortem is asked for."""

    working_days: int | None
    calendar: str = WorkCalendar.DENMARK


@transaction.atomic
def set_due_rule(*, actor: Actor, severity: str, version: int, deadline: Deadline) -> DueRule:
    """Set how many working days after its end the postmortem of an incident is due.

    `version` is the one the actor saw, 0 of the rule as it comes. Locks the rule.
    Logs `due_rule.set`, or nothing when nothing differs.

    Raises:
        NotPermitted: the actor may not set up postmortems.
        Conflict: somebody set it since `version`.
        DomainError: no such severity or calendar, no days, or too many.
    """
    require(actor, SET_UP)
    chosen(severity, Severity, "severity")
    chosen(deadline.calendar, WorkCalendar, "calendar")
    days = deadline.working_days
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise DomainError(
            _("Give it 1 to %(most)s working days, or none at all.") % {"most": MOST_DAYS},
            field="working_days",
        )
    kept = DueRule.objects.select_for_update().filter(severity=severity).first()
    rule = kept or given_rule(severity)
    same_version(version, rule.version)
    before = due_rule_state(rule)
    rule.working_days, rule.calendar = days, deadline.calendar
    if due_rule_state(rule) == before:
        return rule
    rule.version += 1
    rule.save()
    record(
        actor=actor,
        verb="due_rule.set",
        subject_type="due_rule",
        subject_id=rule.pk,
        before=before if kept else None,
        after=due_rule_state(rule),
    )
    return rule
