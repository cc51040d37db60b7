"""What is due, and when: work, checks of work, promised updates and reports."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import User
from audit.models import LogEntry
from calendars.models import Scope
from incidents.models import ActionItem, Incident
from incidents.models.incident import IncidentQuerySet
from postmortems.selectors.due import dues
from statements.models import Statement
from statements.selectors.silence import last_words

# The nearest; a calendar of more is read by nobody.
MOST = 2000


class What(StrEnum):
    """What is due."""

    WORK = "action"
    CHECK = "check"
    UPDATE = "update"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due on a day or at a moment, and when what is said of it last changed.

    `number` is of the action or the statement, of a report of its incident. `words` are its title.
    """

    what: What
    number: int
    incident: Incident
    words: str
    at: date | datetime
    changed_at: datetime


def due_for(person: User, scope: str) -> list[Due]:
    """What is due of what `person` may see now, or of that what is theirs."""
    incidents = Incident.objects.visible_to(person)
    actions = ActionItem.objects.filter(incident__in=incidents)
    if scope == Scope.MINE:
        actions = actions.filter(owner=person)
        incidents = incidents.filter(roles_held__person=person, roles_held__held_until=None)
        incidents = Incident.objects.filter(pk__in=incidents.order_by().values("pk"))
    return [*_work(actions), *_updates(incidents), *_reports(incidents)]


def _work(actions: QuerySet[ActionItem]) -> Iterator[Due]:
    undone = Q(completed_at=None, withdrawn_at=None, due_on__isnull=False)
    unchecked = Q(completed_at__isnull=False, worked=None, check_due_on__isnull=False)
    awaited = actions.filter(undone | unchecked).select_related("incident")
    rows = list(awaited.order_by(Coalesce("check_due_on", "due_on"), "pk")[:MOST])
    numbers = [str(row.pk) for row in rows]
    of_rows = LogEntry.objects.filter(subject_type="action_item", subject_id__in=numbers)
    changed = _latest(of_rows, "subject_id")
    for row in rows:
        if row.awaited_on:
            what = What.CHECK if row.completed_at else What.WORK
            at = changed[str(row.pk)]
            yield Due(what, row.pk, row.incident, row.title, row.awaited_on, at)


def _updates(incidents: IncidentQuerySet) -> Iterator[Due]:
    """The updates that were promised and have not come."""
    last = last_words(Statement.objects.filter(incident__in=incidents))
    for each in last.select_related("incident", "release")[:MOST]:
        if each.next_update_at:
            at = each.release.released_at
            yield Due(What.UPDATE, each.pk, each.incident, each.title, each.next_update_at, at)


def _reports(incidents: IncidentQuerySet) -> Iterator[Due]:
    waiting = [each for each in dues(incidents) if each.due_on and not each.is_finished][:MOST]
    of_rows = LogEntry.objects.filter(incident_id__in=[each.incident.pk for each in waiting])
    changed = _latest(of_rows, "incident_id")
    for each in waiting:
        number, on = each.incident.pk, each.due_on
        if on:
            yield Due(What.REPORT, number, each.incident, each.incident.title, on, changed[number])


def _latest(entries: QuerySet[LogEntry], by: str) -> Mapping[str | int, datetime]:
    latest = entries.order_by().values(by).annotate(at=Max("recorded_at"))
    return {row[by]: row["at"] for row in latest}
