"""Times as other people wrote them down: with or without a zone, a minute, a readable form."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.timezone import get_default_timezone

from core.errors import DomainError
from incidents.defects import DefectKind
from incidents.models import Precision
from incidents.services.door import happened
from postmortems.importing.notes import Notes

_TIME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[T ](?P<hour>\d\d|\?\?|HH)(?::(?P<minute>\d\d|\?\?|mm)(?::(?P<second>\d\d(?:\.\d+)?))?)?"
    r"\s?(?P<offset>Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)
_OFFSET = re.compile(r"(?<=\d)\s?(?:Z|([+-][01]\d|[+-]2[0-3]):?([0-5]\d))$", re.ASCII)
# How some write that they do not know: "14:?? Scaled down", "HH:mm Went live".
_UNKNOWN_CLOCK = re.compile(r"(\d\d|\?\?|HH):(\?\?|mm)(?!\w)", re.ASCII)
# What people call their clocks: hours from UTC, and where those clocks hang.
_ABBREVIATIONS = {
    "PST": (-8, "America/Los_Angeles"),
    "PDT": (-7, "America/Los_Angeles"),
    "PACIFIC": (None, "America/Los_Angeles"),
    "MST": (-7, "America/Denver"),
    "MDT": (-6, "America/Denver"),
    "MOUNTAIN": (None, "America/Denver"),
    "CST": (-6, "America/Chicago"),
    "CDT": (-5, "America/Chicago"),
    "CENTRAL": (None, "America/Chicago"),
    "EST": (-5, "America/New_York"),
    "EDT": (-4, "America/New_York"),
    "EASTERN": (None, "America/New_York"),
    "CET": (1, "Europe/Copenhagen"),
    "CEST": (2, "Europe/Copenhagen"),
    "GMT": (0, "UTC"),
    "BST": (1, "Europe/London"),
}


@dataclass(frozen=True, slots=True)
class Zone:
    """The zone that times without one are read in, and who said so."""

    name: str
    clock: tzinfo
    kind: DefectKind


@dataclass(frozen=True, slots=True)
class Told:
    """A moment as far as it is known."""

    moment: datetime | None
    precision: Precision


UNKNOWN = Told(None, Precision.UNKNOWN)


def zone_named(name: str) -> tzinfo | None:
    """The time zone people call `name`; None when nobody does."""
    if found := _ABBREVIATIONS.get(name.strip().upper()):
        hours, place = found
        return ZoneInfo(place) if hours is None else timezone(timedelta(hours=hours))
    return ZoneInfo(name.strip()) if name.strip() in _zone_names() else None


def offset_of(told: str) -> tzinfo | None:
    """The offset from UTC that stands in a time; None when there is none."""
    found = _OFFSET.search(told.strip())
    if not found:
        return None
    hours, minutes = (0, 0) if found[0] == "Z" else (int(found[1]), int(found[2]))
    return timezone(timedelta(hours=hours, minutes=minutes if hours >= 0 else -minutes))


@cache
def _zone_names() -> set[str]:
    return available_timezones()


class Clock:
    """Reads the times of one record, and notes what is wrong with them."""

    def __init__(self, zone: Zone, stated: str, notes: Notes) -> None:
        self._zone = zone
        self._stated = stated
        self._notes = notes

    def read(self, told: str, where: str, text: str = "") -> Told:
        """The moment told at `where`; `text` is what was said of it, which may open with a clock.

        A time that cannot be read, or cannot be true, is unknown.
        """
        try:
            read = self._moment(told, where, text)
        except (ValueError, OverflowError):
            self._notes.add(DefectKind.UNREADABLE_TIME, where=where, told=told)
            return UNKNOWN
        try:
            happened(read.moment, where)
        except DomainError:
            self._notes.add(DefectKind.IMPOSSIBLE_TIME, where=where, told=told)
            return UNKNOWN
        return read

    def _moment(self, told: str, where: str, text: str) -> Told:
        found = _TIME.fullmatch(told.strip())
        if not found:
            raise ValueError(told)
        parts = found.groupdict()
        hour, minute, quoted = parts["hour"], parts["minute"], told
        if hour is None and (clock := _UNKNOWN_CLOCK.match(text)):
            hour, minute, quoted = clock[1], clock[2], text[:40]
        if hour is None or not hour.isdigit():
            # Noon in the organisation is the same day for readers nearly everywhere.
            noon = datetime.fromisoformat(f"{parts['day']}T12:00")
            self._notes.count(DefectKind.DAY_ONLY, where=where, told=told)
            return Told(noon.replace(tzinfo=get_default_timezone()), Precision.DAY)
        if minute is None or not minute.isdigit():
            moment = self._at(parts, f"{hour}:00", where, told)
            self._notes.add(DefectKind.UNKNOWN_MINUTE, where=where, told=quoted)
            return Told(moment, Precision.HOUR)
        moment = self._at(parts, f"{hour}:{minute}:{parts['second'] or '00'}", where, told)
        is_exact = moment.second or moment.microsecond
        return Told(moment, Precision.SECOND if is_exact else Precision.MINUTE)

    def _at(self, parts: dict[str, str], clock: str, where: str, told: str) -> datetime:
        wall = f"{parts['day']}T{clock}{parts['offset'] or ''}"
        moment = datetime.fromisoformat(wall)
        if moment.tzinfo:
            self._check_season(moment, where, told)
            return moment.astimezone(UTC)
        moment = moment.replace(tzinfo=self._zone.clock)
        if moment.utcoffset() != moment.replace(fold=1).utcoffset():
            self._notes.add(DefectKind.CLOCK_CHANGE, where=where, told=told)
        self._notes.count(self._zone.kind, where=where, told=told, zone=self._zone.name)
        return moment.astimezone(UTC)

    def _check_season(self, moment: datetime, where: str, told: str) -> None:
        hours, place = _ABBREVIATIONS.get(self._stated.upper(), (None, "UTC"))
        if hours is None or moment.utcoffset() != timedelta(hours=hours):
            return
        if moment.astimezone(ZoneInfo(place)).utcoffset() != moment.utcoffset():
            self._notes.count(DefectKind.OUT_OF_SEASON, where=where, told=told, zone=self._stated)
