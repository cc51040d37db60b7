"""The timeline as it stands, and the times that follow from it."""

import itertools
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from incidents.models import Incident, Milestone, Precision, TimelineEntry

LATE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """A standing timeline entry with what it replaced, newest first."""

    entry: TimelineEntry
    earlier: tuple[TimelineEntry, ...]

    @property
    def day(self) -> date | None:
        """The day it happened, in the reader's time zone."""
        moment = self.entry.occurred_at
        return timezone.localtime(moment).date() if moment else None

    @property
    def is_late(self) -> bool:
        """Whether it was written down long after it happened."""
        first = self.earlier[-1] if self.earlier else self.entry
        happened = first.occurred_at
        return happened is not None and first.recorded_at - happened > LATE


def timeline_of(incident: Incident) -> list[ReadEntry]:
    """The standing entries in the order things happened, each with its earlier versions."""
    entries = list(incident.timeline.select_related("author"))
    by_pk = {entry.pk: entry for entry in entries}
    replaced = {entry.replaces_id for entry in entries if entry.replaces_id}
    return [
        ReadEntry(entry, tuple(_earlier(entry, by_pk)))
        for entry in entries
        if entry.pk not in replaced
    ]


def newest_first(timeline: list[ReadEntry]) -> list[ReadEntry]:
    """The timeline as a room reads it; what has no time stays at the end."""
    return [
        *(read for read in reversed(timeline) if read.entry.occurred_at),
        *(read for read in timeline if not read.entry.occurred_at),
    ]


def _earlier(entry: TimelineEntry, by_pk: dict[int, TimelineEntry]) -> list[TimelineEntry]:
    chain = []
    while entry.replaces_id:
        entry = by_pk[entry.replaces_id]
        chain.append(entry)
    return chain


@dataclass(frozen=True, slots=True)
class Time:
    """One of the incident's times, and how exactly it is known."""

    milestone: Milestone
    moment: datetime
    precision: Precision


Times = dict[Milestone, Time]


def times_of(incident: Incident, timeline: list[ReadEntry]) -> Times:
    """The incident's times in their natural order, from the standing milestones.

    Where two entries carry the same milestone the one written last counts. When the incident
    was declared is known from the declaration itself, unless an entry says otherwise.
    """
    said: dict[str, TimelineEntry] = {}
    for entry in sorted((read.entry for read in timeline), key=lambda entry: entry.recorded_at):
        if entry.milestone and not entry.is_retraction and entry.occurred_at:
            said[entry.milestone] = entry
    times = {
        Milestone(name): Time(Milestone(name), entry.occurred_at, Precision(entry.precision))
        for name, entry in said.items()
        if entry.occurred_at
    }
    if incident.declared_at and Milestone.DECLARED not in times:
        times[Milestone.DECLARED] = Time(Milestone.DECLARED, incident.declared_at, Precision.SECOND)
    return {milestone: times[milestone] for milestone in Milestone if milestone in times}


def contradictions_in(times: Times) -> list[tuple[Milestone, Milestone]]:
    """Pairs of milestones told in the wrong order: the second lies before the first."""
    return [
        (earlier, later)
        for earlier, later in itertools.combinations(times, 2)
        if _must_follow(earlier, later) and _certainly_before(times[later], times[earlier])
    ]


def _certainly_before(first: Time, second: Time) -> bool:
    # "At 14" and "14:20" do not contradict each other: compare at the coarser precision.
    coarser = max(first.precision, second.precision, key=list(Precision).index)
    return _truncated(first.moment, coarser) < _truncated(second.moment, coarser)


def _truncated(moment: datetime, precision: Precision) -> datetime:
    match precision:
        case Precision.DAY:
            return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
        case Precision.HOUR:
            return moment.replace(minute=0, second=0, microsecond=0)
        case Precision.MINUTE:
            return moment.replace(second=0, microsecond=0)
        case _:
            return moment


def _must_follow(earlier: Milestone, later: Milestone) -> bool:
    # People can be told, or an incident declared, before or after almost anything else.
    return earlier not in _ANY_TIME and later not in _ANY_TIME


_ANY_TIME = {Milestone.AWARE, Milestone.DECLARED, Milestone.FIRST_MESSAGE, Milestone.FIRST_LOGGED}


def duration_between(times: Times, start: Milestone, end: Milestone) -> timedelta | None:
    """How long from one of the times to another; None when either is unknown or they contradict."""
    if start not in times or end not in times or times[end].moment < times[start].moment:
        return None
    return times[end].moment - times[start].moment
