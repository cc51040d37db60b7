"""The timeline as it stands, and the times that follow from it."""

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.formats import format_duration
from incidents.models import Attachment, Incident, Milestone, Precision, TimelineEntry

LATE = timedelta(hours=1)
BEGINNING = 40
TO_THE_MINUTE = {Precision.SECOND, Precision.MINUTE}


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """A standing timeline entry with what it replaced, newest first.

    `came_along`: it was written down as the incident was taken over, from what was kept elsewhere.
    `attachments` are there where a page shows them (see `selectors.attachment`).
    """

    entry: TimelineEntry
    earlier: tuple[TimelineEntry, ...]
    came_along: bool = False
    attachments: tuple[Attachment, ...] = ()

    @property
    def numbers(self) -> set[int]:
        """The keys of the entry and of all it replaced."""
        return {self.entry.pk, *(entry.pk for entry in self.earlier)}

    @property
    def beginning(self) -> str:
        """Its first words, by which a link that does something with it is told from the next."""
        return Truncator(self.entry.text).chars(BEGINNING)

    @property
    def day(self) -> date | None:
        """The day it happened, in the reader's time zone."""
        moment = self.entry.occurred_at
        return timezone.localtime(moment).date() if moment else None

    @property
    def late_by(self) -> timedelta:
        """How long after it had surely happened it was first written down."""
        first = self.earlier[-1] if self.earlier else self.entry
        if self.entry.occurred_at is None:
            return timedelta()
        _start, end = stretch(self.entry.occurred_at, Precision(self.entry.precision))
        return max(first.recorded_at - end, timedelta())

    @property
    def is_late(self) -> bool:
        """Whether it was first written down more than an hour after it had surely happened.

        Of what came along from elsewhere nobody knows when it was first written down.
        """
        return self.late_by > LATE and not self.came_along

    @property
    def said_at(self) -> datetime:
        """When its milestone was first given this moment; better words alone do not count."""
        said = self.entry
        for entry in self.earlier:
            if (entry.milestone, entry.occurred_at) != (said.milestone, said.occurred_at):
                break
            said = entry
        return said.recorded_at


def timeline_of(incident: Incident) -> list[ReadEntry]:
    """The standing entries in the order things happened, each with its earlier versions."""
    return standing(incident, list(incident.timeline.select_related("author")))


def timelines_of(incidents: Collection[Incident]) -> dict[int, list[ReadEntry]]:
    """The timelines of several incidents, by the incident's key, with one question."""
    entries: dict[int, list[TimelineEntry]] = defaultdict(list)
    for entry in TimelineEntry.objects.filter(incident__in=incidents):
        entries[entry.incident_id].append(entry)
    return {each.pk: standing(each, entries[each.pk]) for each in incidents}


def standing(
    incident: Incident, entries: list[TimelineEntry], first_recorded_at: datetime | None = None
) -> list[ReadEntry]:
    """Those of the incident's entries that nothing replaces, each with its earlier versions.

    `first_recorded_at` is when the first of all was recorded, where `entries` are only some.
    """
    by_pk = {entry.pk: entry for entry in entries}
    replaced = {entry.replaces_id for entry in entries if entry.replaces_id}
    came_until = _came_until(incident, entries, first_recorded_at)
    told = [(entry, *_earlier(entry, by_pk)) for entry in entries if entry.pk not in replaced]
    return [
        ReadEntry(entry, tuple(earlier), came_along=[entry, *earlier][-1].recorded_at <= came_until)
        for entry, *earlier in told
    ]


def _came_until(
    incident: Incident, entries: list[TimelineEntry], first: datetime | None
) -> datetime:
    """Until when the incident was being taken over; never for one that was declared here."""
    if incident.declared_at or not entries:
        return datetime.min.replace(tzinfo=UTC)
    return (first or min(entry.recorded_at for entry in entries)) + LATE


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

    Where two entries carry the same milestone, the moment said last counts; when that one is
    taken back, the one before counts again. When the incident was declared is known from the
    declaration itself, unless an entry says otherwise.
    """
    said: dict[Milestone, Time] = {}
    for read in sorted(timeline, key=lambda read: (read.said_at, read.entry.pk)):
        entry = read.entry
        if entry.milestone and not entry.is_retraction and entry.occurred_at:
            milestone = Milestone(entry.milestone)
            said[milestone] = Time(milestone, entry.occurred_at, Precision(entry.precision))
    if incident.declared_at and Milestone.DECLARED not in said:
        said[Milestone.DECLARED] = Time(Milestone.DECLARED, incident.declared_at, Precision.SECOND)
    return {milestone: said[milestone] for milestone in Milestone if milestone in said}


def declared_in(incidents: Iterable[Incident]) -> dict[int, datetime]:
    """When each of a page of incidents was declared, as its own page tells it.

    Only where the timeline says otherwise than the declaration itself is the timeline read.
    """
    listed = {incident.pk: incident for incident in incidents}
    told = TimelineEntry.objects.filter(
        incident__in=listed, milestone=Milestone.DECLARED, replaced_by=None, is_retraction=False
    )
    declared = {pk: it.declared_at for pk, it in listed.items() if it.declared_at}
    for pk, entries in itertools.groupby(told.order_by("incident_id"), lambda e: e.incident_id):
        several = list(entries)
        if len(several) == 1 and several[0].occurred_at:
            declared[pk] = several[0].occurred_at
        elif time := times_of(listed[pk], timeline_of(listed[pk])).get(Milestone.DECLARED):
            declared[pk] = time.moment
    return declared


def contradictions_in(times: Times) -> list[tuple[Milestone, Milestone]]:
    """Pairs of milestones told in the wrong order: the second lies before the first."""
    return [
        (earlier, later)
        for earlier, later in itertools.combinations(times, 2)
        if _must_follow(earlier, later) and certainly_before(times[later], times[earlier])
    ]


def certainly_before(first: Time, second: Time) -> bool:
    """Whether `first` lies before `second`, however exactly either is known."""
    # "At 14" and "14:20" do not contradict each other: one may lie anywhere within the other.
    _start, end = stretch(first.moment, first.precision)
    start, _end = stretch(second.moment, second.precision)
    return end <= start


_WIDTH = {
    Precision.SECOND: timedelta(seconds=1),
    Precision.MINUTE: timedelta(minutes=1),
    Precision.HOUR: timedelta(hours=1),
}


def stretch(moment: datetime, precision: Precision) -> tuple[datetime, datetime]:
    """From when (included) until when (not) a moment known this exactly may have been, in UTC.

    Hours and days are those of the organisation's time zone, so every reader finds the same.
    """
    start = timezone.localtime(moment, timezone.get_default_timezone()).replace(microsecond=0)
    if precision != Precision.SECOND:
        start = start.replace(second=0)
    if precision in {Precision.HOUR, Precision.DAY}:
        start = start.replace(minute=0)
    if precision == Precision.DAY:
        start = start.replace(hour=0, fold=0)
        # The wall's next midnight: a day may have 23 or 25 hours.
        return start.astimezone(UTC), (start + timedelta(days=1)).astimezone(UTC)
    return start.astimezone(UTC), start.astimezone(UTC) + _WIDTH[precision]


def _must_follow(earlier: Milestone, later: Milestone) -> bool:
    if later == Milestone.CAUSE_ADDRESSED:
        # A cause can be mended before the last customer is served again, or long after.
        return earlier == Milestone.CAUSE_BEGAN
    return earlier not in _ANY_TIME and later not in _ANY_TIME


# People can be told, or an incident declared, before or after almost anything else.
_ANY_TIME = {Milestone.AWARE, Milestone.DECLARED, Milestone.FIRST_MESSAGE, Milestone.FIRST_LOGGED}


def duration_between(times: Times, start: Milestone, end: Milestone) -> timedelta | None:
    """How long from one of the times to another, to the minute.

    None when they contradict, or either is not known as exactly as that.
    """
    known = [times[each] for each in (start, end) if each in times]
    if len(known) < 2 or any(time.precision not in TO_THE_MINUTE for time in known):
        return None
    if times[end].moment < times[start].moment:
        return None
    return times[end].moment - times[start].moment


def length_in_words(start: Time, end: Time, language: str) -> str:
    """How long, no more exact than the two times are known."""
    if {start.precision, end.precision} <= TO_THE_MINUTE and start.moment <= end.moment:
        return format_duration(end.moment - start.moment, language)
    earliest, latest = stretch(start.moment, start.precision)
    least, most = (
        moment - bound
        for moment, bound in zip(
            stretch(end.moment, end.precision), (latest, earliest), strict=True
        )
    )
    longest = format_duration(most, language)
    if least <= timedelta(0):
        return _("at most %(most)s") % {"most": longest}
    return _("between %(least)s and %(most)s") % {
        "least": format_duration(least, language),
        "most": longest,
    }
