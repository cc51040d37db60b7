"""From times as written to moments: the day where only a clock stood, midnight, and the zone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from imports.reading.found import Found
from imports.reading.stamps import CITIES, FIXED, YEARLESS
from incidents.models import Precision
from postmortems.importing.times import zone_named

# A clock that falls back further than this has passed midnight; less is a line out of order.
TURNS_BACK = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry and its moment; `is_next_day` where midnight was passed without a date."""

    found: Found
    moment: datetime | None
    precision: str
    is_next_day: bool = False
    is_day_guessed: bool = False


def zone_of(words: str) -> tzinfo | None:
    """The clock people call so; None when nobody does."""
    if words == "Z":
        return UTC
    if fixed := FIXED.fullmatch(words):
        hours, minutes = int(fixed["hours"]), int(fixed["minutes"] or 0)
        if hours > 14 or minutes > 59:
            return None
        away = timedelta(hours=hours, minutes=minutes)
        return timezone(away if fixed["sign"] == "+" else -away)
    return ZoneInfo(CITIES[words]) if words in CITIES else zone_named(words)


def place(found: Iterable[Found], clock: tzinfo, first_day: date | None) -> Iterator[Placed]:
    """Every entry with its moment, in the order of the file.

    `clock` reads times that name no zone; `first_day` is the day of clocks before any date.
    """
    day, told, before = first_day, None, None
    for each in found:
        stamp = each.stamp
        is_next = False
        written = _with_year(stamp.day, day)
        if written is not None and written != told:
            day, told, before = written, written, None
        if day and stamp.clock and before and _behind(stamp.clock, before) > TURNS_BACK:
            day, is_next = _tomorrow(day), True
        before = stamp.clock or before
        moment, precision = _moment(day, stamp.clock, stamp.precision, zone_of(stamp.zone) or clock)
        yield Placed(each, moment, precision, is_next, stamp.day is None)


def _with_year(day: date | None, near: date | None) -> date | None:
    if day is None or day.year != YEARLESS:
        return day
    if near is None:
        return None
    try:
        return day.replace(year=near.year)
    except ValueError:  # 29 February of a year that has none
        return None


def _tomorrow(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _behind(clock: time, before: time) -> timedelta:
    today = date(2000, 1, 1)
    return datetime.combine(today, before) - datetime.combine(today, clock)


def _moment(
    day: date | None, clock: time | None, precision: str, zone: tzinfo
) -> tuple[datetime | None, str]:
    if day is None:
        return None, Precision.UNKNOWN
    wall = datetime.combine(day, clock or time(12), tzinfo=zone)
    try:
        return wall.astimezone(UTC), precision if clock else Precision.DAY
    except OverflowError:
        return None, Precision.UNKNOWN
