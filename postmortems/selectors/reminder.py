"""Who is to be told about a report: asked to read it, overtaken by a change, or late."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from audit.models import LogEntry
from incidents.models import Incident, Milestone, Role, RoleHeld, TimelineEntry
from incidents.models.incident import IncidentQuerySet
from incidents.selectors.reminder import last_reminder_day
from postmortems.models import (
    Postmortem,
    PostmortemReminder,
    PostmortemStatus,
    ReminderKind,
    ReviewApproval,
    Reviewer,
)
from postmortems.models.due_rule import MOST_DAYS
from postmortems.selectors.due import Due, dues
from postmortems.selectors.review import ReadReviewer, reading_of, reviewers_of
from postmortems.selectors.section import sections_of

# Whoever is at work would have a message a minute: a change is told of when it has rested.
REST = timedelta(hours=1)
# However many working days a rule gives, so many days hold them and their holidays.
_LATEST_DUE = timedelta(days=2 * MOST_DAYS)
_UNMOVING = ("postmortem.reminded", "postmortem.exported", "notifications.followed")
# What nobody has written so long after its day is no news any more.
LONGEST = timedelta(weeks=8)


@dataclass(frozen=True, slots=True)
class Awaited:
    """Somebody who is to be told something of the report of an incident."""

    kind: ReminderKind
    incident: Incident
    person: User
    reviewer: Reviewer | None = None
    approval: ReviewApproval | None = None
    due_on: date | None = None


def reviews_awaited(incidents: IncidentQuerySet, now: datetime) -> list[Awaited]:
    """The reviewers who were not told that they are asked, or that what they approved changed."""
    drafts = Postmortem.objects.filter(
        incident__in=incidents, status=PostmortemStatus.DRAFT, reviewers__released_at=None
    ).exclude(reviewers=None)
    return [
        awaited
        for postmortem in drafts.select_related("incident").distinct()
        for awaited in _awaited_in(postmortem, now)
        if _may_be_told(awaited)
    ]


def _awaited_in(postmortem: Postmortem, now: datetime) -> list[Awaited]:
    reads = reviewers_of(postmortem, reading_of(postmortem, sections_of(postmortem)))
    told = set(
        PostmortemReminder.objects.filter(incident=postmortem.incident_id).values_list(
            "kind", "reviewer", "approval"
        )
    )
    rests = _rests(postmortem, now)
    return [
        awaited
        for read in reads
        if (awaited := _of(read, postmortem, rests=rests))
        and (awaited.kind, read.reviewer.pk, awaited.approval and awaited.approval.pk) not in told
    ]


def _of(read: ReadReviewer, postmortem: Postmortem, *, rests: bool) -> Awaited | None:
    incident, person = postmortem.incident, read.reviewer.person
    if read.approval is None:
        return Awaited(ReminderKind.ASKED, incident, person, read.reviewer)
    if read.holds or not rests:
        return None
    return Awaited(ReminderKind.CHANGED, incident, person, read.reviewer, read.approval)


def _rests(postmortem: Postmortem, now: datetime) -> bool:
    said = LogEntry.objects.filter(incident_id=postmortem.incident_id).exclude(verb__in=_UNMOVING)
    newest = said.order_by("-index").first()
    return newest is None or newest.recorded_at <= now - REST


def reports_awaited(incidents: IncidentQuerySet, today: date) -> list[Awaited]:
    """Who led an incident whose report is near or past its day, and was not told of that yet.

    They are told some days ahead, on the day, and then every week, but not for ever.
    """
    lately = TimelineEntry.objects.filter(
        milestone=Milestone.RESOLVED, occurred_at__date__gte=today - LONGEST - _LATEST_DUE
    )
    unfinished = incidents.exclude(postmortem__status=PostmortemStatus.COMPLETED)
    ended = unfinished.filter(pk__in=lately.values("incident"))
    late = [due for due in dues(ended) if _is_near(due, today)]
    leaders = _leaders([due.incident for due in late])
    told = _told_on([due.incident for due in late])
    return [
        awaited
        for due in late
        if (leader := leaders.get(due.incident.pk))
        and (day := due.due_on and last_reminder_day(due.due_on, today))
        and told.get((due.incident.pk, leader.pk), date.min) < day
        and _may_be_told(
            awaited := Awaited(ReminderKind.DUE, due.incident, leader, due_on=due.due_on)
        )
    ]


def _is_near(due: Due, today: date) -> bool:
    return (
        due.due_on is not None
        and today - due.due_on <= LONGEST
        and last_reminder_day(due.due_on, today) is not None
    )


def _leaders(incidents: list[Incident]) -> dict[int, User]:
    """Who leads each incident, or led it last."""
    held = RoleHeld.objects.filter(incident__in=incidents, role=Role.COMMANDER)
    return {each.incident_id: each.person for each in held.select_related("person")}


def _told_on(incidents: list[Incident]) -> dict[tuple[int, int], date]:
    told = PostmortemReminder.objects.filter(incident__in=incidents, kind=ReminderKind.DUE)
    latest = told.values("incident", "person").annotate(at=Max("sent_at"))
    return {
        (row["incident"], row["person"]): timezone.localtime(row["at"]).date() for row in latest
    }


def _may_be_told(awaited: Awaited) -> bool:
    person = awaited.person
    return (
        person.is_active
        and Incident.objects.visible_to(person).filter(pk=awaited.incident.pk).exists()
    )
