"""How long nobody was told anything: an incident's clocks, and those that have run out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import JSONObject
from django.utils.translation import get_language

from incidents.models import Incident, Milestone, Precision, Severity
from incidents.models.incident import OVER
from incidents.selectors.timeline_entry import Time, Times, length_in_words, timelines_of, times_of
from statements.models import Audience, Release, SilenceLimits, SilenceNotice, Statement

MINUTE = timedelta(minutes=1)
# Said again after every further hour; who was told three times knows.
AGAIN = timedelta(hours=1)
MOST = 3
# A promise is told of so long before it is due, under this turn.
AHEAD = timedelta(minutes=15)
AHEAD_OF_TIME = 0
_BEGAN = (Milestone.IMPACT_STARTED, Milestone.DETECTED, Milestone.AWARE, Milestone.DECLARED)
_KNOWN = (Milestone.DETECTED, Milestone.AWARE, Milestone.DECLARED)
_EXPECTING = (Audience.PRESS, Audience.CUSTOMERS)


@dataclass(frozen=True, slots=True)
class Promise:
    """An update that was promised, and by which statement."""

    statement: Statement
    at: datetime


@dataclass(frozen=True, slots=True)
class Spoken:
    """When an audience last heard something; None when it has heard nothing yet."""

    audience: Audience
    last_at: datetime | None
    now: datetime

    @property
    def silence(self) -> timedelta | None:
        """How long ago that was, in whole minutes."""
        return None if self.last_at is None else whole_minutes(self.now - self.last_at)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A clock that ran out: an update that `statement` promised, without one the first words."""

    incident: Incident
    statement: Statement | None
    since: datetime
    now: datetime

    @property
    def by(self) -> timedelta:
        """For how long, in whole minutes."""
        return whole_minutes(self.now - self.since)


@dataclass(frozen=True, slots=True)
class Silence:
    """The clocks of one incident at a moment.

    `began` is when its impact started, else when it was detected or declared; `known` when people
    could have spoken. `first_at` is the first statement, or the first message the timeline tells
    of. `limit` is how long the first words may take, None where nobody expects any.
    """

    incident: Incident
    now: datetime
    began: Time | None
    known: Time | None
    limit: timedelta | None
    first_at: datetime | None
    spoken: tuple[Spoken, ...]
    promised: tuple[Promise, ...]

    @property
    def is_open(self) -> bool:
        """Whether the incident goes on."""
        return self.incident.status not in OVER

    @property
    def is_early(self) -> bool:
        """Whether something was said before it began, as far as the record knows."""
        return bool(self.began and self.first_at and self.first_at < self.began.moment)

    @property
    def time_to_first(self) -> str | None:
        """How long until the first statement, or so far; None when nobody knows when it began."""
        if self.began is None:
            return None
        passed = whole_minutes((self.first_at or self.now) - self.began.moment)
        end = Time(
            Milestone.FIRST_MESSAGE,
            self.began.moment + max(passed, timedelta()),
            Precision.MINUTE,
        )
        return length_in_words(self.began, end, get_language() or "en")

    @property
    def first_due_at(self) -> datetime | None:
        """When the first words are, or were, to be out by."""
        return self.known.moment + self.limit if self.known and self.limit else None

    @property
    def overdue(self) -> list[Overdue]:
        """The clocks that ran out, the longest first."""
        is_waited_for = self.is_open and not self.first_at
        due: list[tuple[Statement | None, datetime | None]] = [
            (None, self.first_due_at if is_waited_for else None),
            *((promise.statement, promise.at) for promise in self.promised),
        ]
        found = [
            Overdue(self.incident, statement, at, self.now)
            for statement, at in due
            if at and at <= self.now
        ]
        return sorted(found, key=lambda each: each.since)

    @property
    def coming(self) -> list[Promise]:
        """The promised updates that are not due yet."""
        return [promise for promise in self.promised if promise.at > self.now]


def whole_minutes(length: timedelta) -> timedelta:
    """So long, without the seconds: a clock of hours shows none."""
    return length // MINUTE * MINUTE


def clocks_of(
    limits: Mapping[Incident, timedelta | None], times: Mapping[int, Times], now: datetime
) -> list[Silence]:
    """The clocks of incidents with the limit of each; `times` by the incident's key."""
    first = Window(Min("release__released_at"), partition_by=F("incident"))
    spoken = Statement.objects.filter(incident__in=limits).annotate(first_at=first)
    said: dict[int, list[Statement]] = defaultdict(list)
    first_at: dict[int, datetime] = {}
    last: QuerySet[Any] = last_words(spoken).select_related("release")
    for statement in last:
        said[statement.incident_id].append(statement)
        first_at[statement.incident_id] = statement.first_at
    return [
        _clock_of(each, times[each.pk], said[each.pk], first_at.get(each.pk), limit, now)
        for each, limit in limits.items()
    ]


def clock_of(
    incident: Incident, times: Times, statements: Iterable[Statement], now: datetime
) -> Silence:
    """The clocks of one incident, of which every statement is read already."""
    said = [each for each in statements if hasattr(each, "release")]
    said.sort(key=lambda each: (each.release.released_at, each.pk))
    # Of each audience the last, as `last_words`.
    last = {each.audience: each for each in said}
    first_at = said[0].release.released_at if said else None
    limit = limit_of(incident, silence_limits())
    return _clock_of(incident, times, list(last.values()), first_at, limit, now)


def _clock_of(
    incident: Incident,
    times: Times,
    last: Iterable[Statement],
    first_at: datetime | None,
    limit: timedelta | None,
    now: datetime,
) -> Silence:
    """The clocks of one incident; `last` are the last words of each audience, `told` the first."""
    heard = {Audience(each.audience): each.release.released_at for each in last}
    told = [at for at in (first_at, _told_by_the_timeline(times)) if at]
    expecting = _EXPECTING if told or limit else ()
    promised = sorted(
        (Promise(each, each.next_update_at) for each in last if each.next_update_at),
        key=lambda promise: promise.at,
    )
    return Silence(
        incident=incident,
        now=now,
        began=next((times[each] for each in _BEGAN if each in times), None),
        known=_known(times),
        limit=limit,
        first_at=min(told, default=None),
        spoken=tuple(
            Spoken(each, heard.get(each), now)
            for each in Audience
            if each in heard or each in expecting
        ),
        promised=tuple(promised),
    )


def _told_by_the_timeline(times: Times) -> datetime | None:
    message = times.get(Milestone.FIRST_MESSAGE)
    return message.moment if message else None


def _known(times: Times) -> Time | None:
    """When people first knew; a day alone is no moment to count an hour from."""
    told = [times[each] for each in _KNOWN if each in times]
    exact = [time for time in told if time.precision != Precision.DAY]
    return min(exact, key=lambda time: time.moment, default=None)


def with_expectations(incidents: QuerySet[Incident]) -> QuerySet[Any]:
    """The incidents with what was said of each, what was promised, and the limits there are.

    An update that was promised is waited for even when the incident `is_over`.
    """
    said = Release.objects.filter(statement__incident=OuterRef("pk"))
    promised = Statement.objects.filter(
        pk__in=last_words(Statement.objects.all()).values("pk"), next_update_at__isnull=False
    )
    columns = {each.value: each.value for each in Severity}
    return incidents.annotate(
        was_said=Exists(said),
        is_promised=Exists(promised.filter(incident=OuterRef("pk"))),
        is_over=Q(status__in=OVER),
        limits=Subquery(SilenceLimits.objects.values(all=JSONObject(**columns))[:1]),
    )


def on_the_clock(incidents: Iterable[Any]) -> dict[Incident, timedelta | None]:
    """Those of which somebody waits for words, each with its limit.

    Open ones of which some were said or are expected, and those of which an update is promised.
    `incidents` are such as `with_expectations` gives.
    """
    limited = {each: limit_of(each, SilenceLimits(**each.limits or {})) for each in incidents}
    return {
        each: limit
        for each, limit in limited.items()
        if each.is_promised or (not each.is_over and (limit or each.was_said))
    }


def limit_of(incident: Incident, limits: SilenceLimits) -> timedelta | None:
    """How long the first words may take; None where nobody expects any."""
    minutes: int | None = getattr(limits, incident.severity)
    return timedelta(minutes=minutes) if minutes else None


def running_in(incidents: QuerySet[Incident], now: datetime) -> list[Silence]:
    """The clocks of those of the incidents of which somebody waits for words."""
    candidates = with_expectations(incidents).filter(Q(is_over=False) | Q(is_promised=True))
    waiting = on_the_clock(candidates)
    timelines = timelines_of(waiting)
    times = {each.pk: times_of(each, timelines[each.pk]) for each in waiting}
    return clocks_of(waiting, times, now)


def to_remind_of(incidents: QuerySet[Incident], now: datetime) -> list[Overdue]:
    """The clocks that ran out of which somebody is to be reminded now."""
    late = [each for clock in running_in(incidents, now) for each in clock.overdue]
    told: dict[tuple[int, int | None], list[datetime]] = defaultdict(list)
    noted = SilenceNotice.objects.exclude(turn=AHEAD_OF_TIME)
    notices = noted.filter(incident__in={each.incident for each in late})
    for notice in notices:
        told[notice.incident_id, notice.statement_id].append(notice.sent_at)
    due = [each for each in late if is_reminded_at(now, each.since, told[_key(each)])]
    return sorted(due, key=lambda each: each.since)


def to_tell_ahead(incidents: QuerySet[Incident], now: datetime) -> list[Promise]:
    """The promised updates that are due soon, of which nobody was told.

    Whoever promises one for the next minutes knows.
    """
    near = [
        promise
        for clock in running_in(incidents, now)
        for promise in clock.coming
        if promise.statement.release.released_at < promise.at - AHEAD <= now
    ]
    told = SilenceNotice.objects.filter(
        statement__in={each.statement for each in near}, turn=AHEAD_OF_TIME
    )
    known = set(told.values_list("statement", flat=True)) if near else set()
    return [each for each in near if each.statement.pk not in known]


def _key(overdue: Overdue) -> tuple[int, int | None]:
    return overdue.incident.pk, overdue.statement.pk if overdue.statement else None


def is_reminded_at(now: datetime, since: datetime, told: Sequence[datetime]) -> bool:
    """Whether a reminder falls now: when the clock runs out and after every further hour, thrice.

    What was missed, since nothing ran, is made up for once.
    """
    if now < since or len(told) >= MOST:
        return False
    return not told or now - max(told) >= AGAIN


def silence_limits() -> SilenceLimits:
    """What the organisation says of its limits; else as Havari comes."""
    return SilenceLimits.objects.first() or SilenceLimits()


def last_words(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    """The last of the statements that each audience of an incident heard.

    An update that an earlier one promised has come with a later one.
    """
    return (
        statements.filter(release__isnull=False)
        .order_by("incident_id", "audience", "-release__released_at", "-pk")
        .distinct("incident_id", "audience")
    )
