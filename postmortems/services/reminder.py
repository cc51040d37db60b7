"""Noting that somebody is told something of a report, as they choose to be told; never twice."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from audit.actor import Actor
from audit.log import record
from incidents.models import Incident
from incidents.services.door import locked_incident
from postmortems.models import PostmortemReminder, ReminderKind
from postmortems.selectors.reminder import Awaited, reports_awaited, reviews_awaited
from postmortems.services.door import WRITE
from postmortems.states import reminder_state


@transaction.atomic
def claim_reminder(
    *, actor: Actor, incident_id: int, person_id: int, kind: str, now: datetime
) -> Awaited | None:
    """Note that somebody is told of the report of an incident.

    None when nothing is to be said to them any more. Locks the incident.
    Logs `postmortem.reminded`.

    Raises:
        NotFound, NotPermitted: see `locked_incident`.
    """
    locked_incident(actor, incident_id, WRITE)
    here = Incident.objects.filter(pk=incident_id)
    if kind == ReminderKind.DUE:
        awaited = reports_awaited(here, timezone.localtime(now).date())
    else:
        awaited = reviews_awaited(here, now)
    meant = (each for each in awaited if each.kind == kind and each.person.pk == person_id)
    found = next(meant, None)
    if found is None:
        return None
    told = PostmortemReminder.objects.create(
        incident=found.incident,
        kind=found.kind,
        person=found.person,
        reviewer=found.reviewer,
        approval=found.approval,
        sent_to=found.person.email,
        sent_at=now,
    )
    record(
        actor=actor,
        verb="postmortem.reminded",
        subject_type="postmortem_reminder",
        subject_id=told.pk,
        before=None,
        after=reminder_state(told),
        incident_id=incident_id,
    )
    return found
