"""Reading the record. Everything starts at what the reader may see."""

import itertools
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from incidents.models import Incident, Milestone, TimelineEntry


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """A standing timeline entry with what it replaced, newest first."""

    entry: TimelineEntry
    earlier: tuple[TimelineEntry, ...]


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


def _earlier(entry: TimelineEntry, by_pk: dict[int, TimelineEntry]) -> list[TimelineEntry]:
    chain = []
    while entry.replaces_id:
        entry = by_pk[entry.replaces_id]
        chain.append(entry)
    return chain


def times_of(timeline: list[ReadEntry]) -> dict[str, datetime]:
    """The incident's times by milestone, from the standing entries; the last said counts."""
    times: dict[str, tuple[datetime, datetime]] = {}
    for read in timeline:
        entry = read.entry
        if not entry.milestone or entry.is_retraction or entry.occurred_at is None:
            continue
        known = times.get(entry.milestone)
        if known is None or entry.recorded_at > known[0]:
            times[entry.milestone] = (entry.recorded_at, entry.occurred_at)
    return {milestone: moment for milestone, (_, moment) in times.items()}


ORDER = list(Milestone)


def contradictions_in(times: dict[str, datetime]) -> list[tuple[Milestone, Milestone]]:
    """Pairs of milestones that are told in the wrong order: the second lies before the first."""
    known = [milestone for milestone in ORDER if milestone in times]
    return [
        (earlier, later)
        for earlier, later in itertools.pairwise(known)
        if _must_follow(earlier, later) and times[later] < times[earlier]
    ]


def _must_follow(earlier: Milestone, later: Milestone) -> bool:
    # People can be told, or an incident declared, before anything was detected by a system.
    loose = {Milestone.AWARE, Milestone.DECLARED, Milestone.FIRST_MESSAGE, Milestone.DETECTED}
    return not (earlier in loose and later in loose)


def incident_for(user: User, year: int, number: int) -> Incident | None:
    """The incident with this reference, if `user` may know of it."""
    return Incident.objects.visible_to(user).filter(year=year, number=number).first()
