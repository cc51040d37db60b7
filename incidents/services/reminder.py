"""Reminding the owner of work, or of the check of its effect, that is near or past its day."""

from datetime import date

from django.db import transaction

from accounts.models import User
from audit.actor import Actor
from audit.log import record
from incidents.models import ActionItem, ActionReminder
from incidents.selectors.reminder import reminders_due
from incidents.services.door import KEEP_RECORD, locked_incident
from incidents.states import reminder_state


@transaction.atomic
def claim_reminder(
    *, actor: Actor, incident_id: int, action_id: int, today: date
) -> ActionReminder | None:
    """Note that the owner is reminded today, as they choose to be told; never twice.

    None when nothing is to be told: the owner was, or has left, or may not see the incident any
    more, or the work was done or planned anew, or its effect was checked. Locks the incident.
    Logs `action.reminded`.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    due = reminders_due(ActionItem.objects.filter(incident=incident, pk=action_id), today)
    if not due:
        return None
    action, owner = due[0], due[0].owner
    if owner is None or not _may_see(owner, action):
        return None
    told = ActionReminder.objects.create(action=action, sent_on=today, sent_to=owner.email)
    record(
        actor=actor,
        verb="action.reminded",
        subject_type="action_reminder",
        subject_id=told.pk,
        before=None,
        after=reminder_state(told),
        incident_id=action.incident_id,
    )
    return told


def _may_see(owner: User, action: ActionItem) -> bool:
    return ActionItem.objects.visible_to(owner).filter(pk=action.pk).exists()
