"""The incidents that are counted, each with its times: read at once, however many there are."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import NamedTuple

from django.db.models import BigIntegerField, Count, Func, Max, Min, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone

from incidents.models import (
    Incident,
    IncidentLink,
    LinkKind,
    Milestone,
    Precision,
    TimelineEntry,
)
from incidents.models.incident import OVER
from incidents.selectors.timeline_entry import (
    TO_THE_MINUTE,
    Time,
    Times,
    contradictions_in,
    timelines_of,
    times_of,
)

# As the clocks of silence: when its impact started, else when somebody could have known.
BEGAN = (Milestone.IMPACT_STARTED, Milestone.DETECTED, Milestone.AWARE, Milestone.DECLARED)
_IN_ORDER = (
    Milestone.CAUSE_BEGAN,
    Milestone.IMPACT_STARTED,
    Milestone.DETECTED,
    Milestone.MITIGATED,
    Milestone.RECOVERED,
    Milestone.RESOLVED,
)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NONE_ROUGH: Mapping[str, Precision] = {}


class Microseconds(Func):
    """A moment as whole microseconds since 1970."""

    template = "(extract(epoch from %(expressions)s) * 1000000)::bigint"
    output_field = BigIntegerField()


def microseconds(moment: datetime) -> int:
    """The same of a moment that is read already."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


class Why(Enum):
    """Why no length can be told."""

    NO_START = "no_start"
    NO_END = "no_end"
    ROUGH = "rough"
    CONTRADICTION = "contradiction"


class Period(NamedTuple):
    """From the first day until the last, both of them in it; None has no end."""

    since: date | None = None
    until: date | None = None

    def holds(self, day: date | None) -> bool:
        """Whether a day is in it; of what has no day nobody knows, unless all time is meant."""
        if day is None:
            return self == ALWAYS
        return (self.since or date.min) <= day <= (self.until or date.max)


ALWAYS = Period()


@dataclass(frozen=True, slots=True)
class Case:
    """An incident with what the figures need of it.

    `at` are its times; `rough` those of them that are known to the hour or the day only, and how.
    `told_at` is when its first statement went out. Both in microseconds since 1970, since so many
    moments would take longer to make than all else.
    """

    pk: int
    year: int
    number: int
    title: str
    severity: str
    status: str
    discovery: str
    is_imported: bool
    at: Mapping[str, int]
    rough: Mapping[str, Precision]
    contradicts: bool = False
    told_at: int | None = None

    @property
    def is_over(self) -> bool:
        """Whether it is resolved or closed."""
        return self.status in OVER

    @property
    def times(self) -> Times:
        """Its times as other pages know them; a second more or less is not kept."""
        return {
            each: Time(each, self.moment(each), self.rough.get(each, Precision.MINUTE))
            for each in Milestone
            if each in self.at
        }

    @property
    def reference(self) -> str:
        """The name people use."""
        return self.incident.reference

    @property
    def incident(self) -> Incident:
        """The incident, as far as it was read."""
        return _bare(self.pk, self.year, self.number, self.severity, self.status)

    @property
    def began(self) -> Milestone | None:
        """Which of its times is its beginning, as far as anybody knows."""
        return next((each for each in BEGAN if each in self.at), None)

    def moment(self, time: str) -> datetime:
        """One of its times."""
        return _EPOCH + timedelta(microseconds=self.at[time])

    @property
    def day(self) -> date | None:
        """The day it began, in the reader's time zone."""
        return timezone.localtime(self.moment(self.began)).date() if self.began else None

    def between(self, start: str, end: str) -> timedelta | Why:
        """How long from one of its times to another, or why nobody can tell.

        As `duration_between`, and as `phases_of`: none where any of the times contradict.
        """
        if start not in self.at:
            return Why.NO_START
        if end not in self.at:
            return Why.NO_END
        if self.contradicts:
            return Why.CONTRADICTION
        if start in self.rough or end in self.rough:
            return Why.ROUGH
        length = self.at[end] - self.at[start]
        return Why.CONTRADICTION if length < 0 else timedelta(microseconds=length)


@dataclass(frozen=True, slots=True)
class Selection:
    """The incidents that are counted, and how many were set aside before.

    `duplicates` are told by another that is counted; of `undated` nobody knows whether they
    belong to the period.
    """

    cases: list[Case]
    duplicates: int
    undated: int
    period: Period
    now: datetime

    @property
    def imported(self) -> int:
        """How many were taken over from another system."""
        return sum(case.is_imported for case in self.cases)


def selection_of(incidents: QuerySet[Incident], period: Period, now: datetime) -> Selection:
    """The cases of the incidents in the period, without those that another one tells too."""
    rows = list(_rows(incidents))
    sure, doubtful = _times_of_many(incidents)
    read = _read([row for row in rows if row.pk in doubtful])
    cases = [_case(row, sure.get(row.pk, {}), read.get(row.pk)) for row in rows]
    inside = cases if period == ALWAYS else [case for case in cases if period.holds(case.day)]
    again = _told_again(incidents, {case.pk for case in inside})
    return Selection(
        cases=[case for case in inside if case.pk not in again],
        duplicates=len(again),
        undated=0 if period == ALWAYS else sum(case.began is None for case in cases),
        period=period,
        # A picture and the file behind it are asked for one after the other, and tell the same.
        now=now.replace(second=0, microsecond=0),
    )


class _Row(NamedTuple):
    pk: int
    year: int
    number: int
    title: str
    severity: str
    status: str
    discovery: str
    declared_at: datetime | None
    imported__pk: int | None
    told_at: int | None


def _rows(incidents: QuerySet[Incident]) -> Iterator[_Row]:
    told = incidents.order_by().annotate(
        told_at=Microseconds(Min("statements__release__released_at"))
    )
    return itertools.starmap(_Row, told.order_by("year", "number").values_list(*_Row._fields))


def _case(row: _Row, sure: Mapping[str, int], read: Times | None) -> Case:
    at = sure
    if read is not None:
        at = {each.value: microseconds(time.moment) for each, time in read.items()}
    if row.declared_at and Milestone.DECLARED not in at:
        at = {**at, Milestone.DECLARED.value: microseconds(row.declared_at)}
    return Case(
        pk=row.pk,
        year=row.year,
        number=row.number,
        title=row.title,
        severity=row.severity,
        status=row.status,
        discovery=row.discovery,
        is_imported=row.imported__pk is not None,
        at=at,
        rough=_rough(read) if read else NONE_ROUGH,
        contradicts=bool(read and contradictions_in(read)),
        told_at=row.told_at,
    )


def _rough(times: Times) -> dict[str, Precision]:
    return {
        each.value: time.precision
        for each, time in times.items()
        if time.precision not in TO_THE_MINUTE
    }


def _bare(pk: int, year: int, number: int, severity: str, status: str) -> Incident:
    return Incident(pk=pk, year=year, number=number, severity=severity, status=status)


def _standing(incidents: QuerySet[Incident]) -> QuerySet[TimelineEntry]:
    return TimelineEntry.objects.filter(
        incident__in=incidents.order_by().values("pk"),
        replaced_by=None,
        is_retraction=False,
        occurred_at__isnull=False,
    ).exclude(milestone="")


def _times_of_many(
    incidents: QuerySet[Incident],
) -> tuple[dict[int, dict[str, int]], set[int]]:
    """The times of those incidents of which there is no doubt, and the keys of all others.

    No doubt: every time is told once, to the minute, and they lie in their natural order.
    """
    rough = ~Q(precision__in=TO_THE_MINUTE)
    rows = (
        _standing(incidents)
        .order_by()
        .values("incident_id")
        .annotate(
            entry_count=Count("pk"),
            rough_count=Count("pk", filter=rough),
            **{f"at_{each}": _latest(each) for each in Milestone},
        )
        .values_list(
            "incident_id", "entry_count", "rough_count", *(f"at_{each}" for each in Milestone)
        )
    )
    sure: dict[int, dict[str, int]] = {}
    doubtful: set[int] = set()
    names = Milestone.values
    for pk, entry_count, rough_count, *moments in rows:
        at = {
            name: moment for name, moment in zip(names, moments, strict=True) if moment is not None
        }
        if entry_count != len(at) or rough_count or not _in_order(at):
            doubtful.add(pk)
        else:
            sure[pk] = at
    return sure, doubtful


def _latest(milestone: str) -> Combinable:
    return Microseconds(Max("occurred_at", filter=Q(milestone=milestone)))


def _in_order(at: Mapping[str, int]) -> bool:
    known = [at[each] for each in _IN_ORDER if each in at]
    addressed = Milestone.CAUSE_ADDRESSED, Milestone.CAUSE_BEGAN
    if all(each in at for each in addressed) and at[addressed[0]] < at[addressed[1]]:
        return False
    return known == sorted(known)


def _read(doubtful: list[_Row]) -> dict[int, Times]:
    """The times of these incidents as their own pages read them."""
    if not doubtful:
        return {}
    incidents = [Incident(pk=row.pk, declared_at=row.declared_at) for row in doubtful]
    timelines = timelines_of(incidents)
    return {each.pk: times_of(each, timelines[each.pk]) for each in incidents}


def _told_again(incidents: QuerySet[Incident], inside: set[int]) -> set[int]:
    links = IncidentLink.objects.filter(
        kind=LinkKind.DUPLICATE, source__in=incidents.order_by().values("pk")
    )
    pairs = links.values_list("source_id", "target_id")
    return told_again((one, other) for one, other in pairs if {one, other} <= inside)


def told_again(pairs: Iterable[tuple[int, int]]) -> set[int]:
    """Which of the incidents are duplicates of one that is counted; of a ring the first stays."""
    others: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        others[one].add(other)
    again = set()
    for one in others:
        reached = set(_reached(one, others))
        if any(other not in others for other in reached) or min(reached) != one:
            again.add(one)
    return again


def _reached(start: int, others: Mapping[int, set[int]]) -> Iterator[int]:
    seen: set[int] = set()
    left = list(others[start])
    while left:
        here = left.pop()
        if here in seen:
            continue
        seen.add(here)
        yield here
        left.extend(others.get(here, ()))


def left_out(why: Iterable[Why]) -> dict[Why, int]:
    """How many were left out for which reason."""
    counted = Counter(why)
    return {each: counted[each] for each in Why if counted[each]}
