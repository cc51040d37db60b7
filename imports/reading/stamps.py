"""Times at the head of a line, as people write them in timelines and chats."""

import re
from dataclasses import dataclass
from datetime import date, time

from imports.reading.found import Stamp
from incidents.models import Precision
from postmortems.importing.times import zone_named

# No stamp is longer; what stands behind is never searched, so that no line takes long.
HEAD = 120
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january", "januar"),
            ("feb", "february", "februar"),
            ("mar", "march", "marts"),
            ("apr", "april"),
            ("may", "maj"),
            ("jun", "june", "juni"),
            ("jul", "july", "juli"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october", "okt", "oktober"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun|man|tir|ons|tor|fre|lør|søn)[a-zø]{0,7}\b\.?,?\s*(?:d\.|den)?\s*)?"
_DATES = [
    re.compile(_WEEKDAY + pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)(?!\d)",
        r"(?P<one>\d\d?)(?P<between>[/.-])(?P<two>\d\d?)(?P=between)(?P<year>\d{4}|\d\d)(?![\d:])",
        _MONTH + r"\s*(?P<d>\d\d?)(?:st|nd|rd|th)?\b(?![:.]\d)(?:,?\s+(?P<year>\d{4})(?![:\d]))?",
        r"(?P<d>\d\d?)(?:\.|st|nd|rd|th)?\s+(?:of\s+)?"
        + _MONTH
        + r"(?:,?\s+(?P<year>\d{4})(?![:\d]))?",
    )
]
_CLOCK = re.compile(
    r"(?P<hour>\d\d?|\?\?|--|HH|xx)(?P<between>[:.])(?P<minute>\d\d|\?\?|--|mm|xx)(?!\d)"
    r"(?:[:.](?P<second>\d\d)(?:[.,]\d{1,9})?(?!\d))?"
    r"(?P<half>\s?[ap]\.?m\b\.?|[ap]\b)?",
    re.IGNORECASE,
)
_HALF = re.compile(r"(?P<hour>1[0-2]|0?[1-9])\s?(?P<half>[ap]m)\b", re.IGNORECASE)
_OFFSET = r"(?:UTC|GMT)\s?[+-]\d\d?(?::?\d\d)?|Z\b|\+\d\d:?\d\d\b"
# "-01:00" behind a clock is an offset only where the day is written as ISO 8601 does, else a span.
_WEST = re.compile(r"(?P<zone>-\d\d:?\d\d)(?![\d:])")
_ISO = re.compile(r"\d{4}-\d\d-\d\dT")
_ZONE = re.compile(rf"\s*\(?(?P<zone>{_OFFSET}|[A-Za-z]+/[A-Za-z_]+|[A-Z][A-Za-z]{{1,11}})\b\)?")
_TO = re.compile(r"\s*(?:-|–|—|to|til|until|and|og)\s*", re.IGNORECASE)
_LEAD = re.compile(
    r"[\s*_`\[({<>~@]*(?:(?:ca|approx|kl|around|about|at|the|d|den|after|circa|between|mellem)\b\.?:?\s*)*"
    r"[~*_`\[(]*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"(?:[\s,T*_`]|\b(?:at|kl|ca|around|about|approx|circa|between|mellem)\b\.?|~|@|[-–—](?=\s+\d))*"
)
_REST = re.compile(r"[\s*_`)\]}>]*[-–—:|,.;=]*>?[\s]*")


@dataclass(frozen=True, slots=True)
class Headed:
    """A stamp at the head of some words, and the words behind it."""

    stamp: Stamp
    rest: str


def stamp_before(text: str, *, day_first: bool = True) -> Headed | None:
    """The time that opens `text`, and what is said of it; None when none does."""
    head = text[:HEAD]
    lead = _match(_LEAD, head, 0)
    at = lead
    day, at = _date(head, at, day_first=day_first)
    if day is not None:
        at_clock = _match(_BETWEEN, head, at)
        clock = _clock(head, at_clock)
        if clock is None and head[at : at + 1].isalnum():
            return None
    else:
        clock = _clock(head, at)
        if clock is None:
            return None
    told: time | None = None
    precision: str = Precision.DAY
    zone = ""
    if clock:
        told, precision, at = clock
        zone, at = _zone(head, at)
        at = _until(head, at)
        zone, at = (zone, at) if zone else _zone(head, at)
        if day is None:
            day, at = _date_behind(head, at, day_first=day_first)
    if day is None and told is None:
        return None
    stamp = Stamp(day, told, precision, zone)
    rest = head[at:]
    cut = _match(_REST, rest, 0)
    return Headed(stamp, _unmatched(text[:at], rest[cut:] + text[HEAD:]))


def _unmatched(head: str, rest: str) -> str:
    # "**21:17 UTC: it began**" leaves two stars behind that nothing opens.
    if head.count("**") % 2 and rest.count("**") % 2 and rest.rstrip().endswith("**"):
        return rest.rstrip()[:-2]
    return rest


YEARLESS = 4  # a leap year, in which every day of every year exists


def _match(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _date(text: str, at: int, *, day_first: bool) -> tuple[date | None, int]:
    for pattern in _DATES:
        if found := pattern.match(text, at):
            parts = found.groupdict()
            try:
                return _day(parts, day_first=day_first), found.end()
            except ValueError:
                continue
    return None, at


def _day(parts: dict[str, str | None], *, day_first: bool) -> date:
    year = int(parts["year"] or YEARLESS)
    year += 2000 if parts["year"] and len(parts["year"]) == 2 else 0
    if parts.get("one"):
        one, two = int(parts["one"] or 0), int(parts["two"] or 0)
        day, month = (one, two) if (day_first or one > 12) and two <= 12 else (two, one)
        return date(year, month, day)
    month = _MONTHS[str(parts["month"]).lower()] if parts.get("month") else int(parts["m"] or 0)
    return date(year, month, int(parts["d"] or 0))


def _date_behind(text: str, at: int, *, day_first: bool) -> tuple[date | None, int]:
    behind = _match(re.compile(r"[\s,(\[]*(?:on\s+|d\.\s*|den\s+)?"), text, at)
    day, end = _date(text, behind, day_first=day_first)
    return (day, end) if day else (None, at)


def _clock(text: str, at: int) -> tuple[time | None, str, int] | None:
    if half := _HALF.match(text, at):
        return time(_hours(int(half["hour"]), half["half"])), Precision.HOUR, half.end()
    found = _CLOCK.match(text, at)
    if not found or (found["between"] == "." and len(found["hour"]) < 2 and "kl" not in text[:at]):
        return None
    if not found["hour"].isdigit():
        return None, Precision.DAY, found.end()
    hour = _hours(int(found["hour"]), found["half"] or "")
    has_minute = found["minute"].isdigit()
    minute, second = int(found["minute"]) if has_minute else 0, int(found["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    exact = Precision.SECOND if found["second"] else Precision.MINUTE
    return time(hour, minute, second), exact if has_minute else Precision.HOUR, found.end()


def _hours(hour: int, half: str) -> int:
    if not half or hour > 12:
        return hour
    return hour % 12 + (12 if half.strip().lower().startswith("p") else 0)


def _zone(text: str, at: int) -> tuple[str, int]:
    found = _ZONE.match(text, at) or (_WEST.match(text, at) if _ISO.search(text[:at]) else None)
    if found and is_zone(found["zone"]):
        return found["zone"], found.end()
    return "", at


def _until(text: str, at: int) -> int:
    between = _TO.match(text, at)
    if not between:
        return at
    until = _clock(text, between.end())
    return until[2] if until else at


CITIES = {"Denver": "America/Denver", "Copenhagen": "Europe/Copenhagen", "London": "Europe/London"}
FIXED = re.compile(r"(?:UTC|GMT)?\s?(?P<sign>[+-])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?")


def is_zone(words: str) -> bool:
    """Whether these words name a clock that can be read."""
    return (
        words in ("Z", *CITIES)
        or bool(FIXED.fullmatch(words))
        or ((words.isupper() or "/" in words) and zone_named(words) is not None)
    )


_STATED = re.compile(
    rf"(?P<zone>{_OFFSET}|[A-Za-z]+/[A-Za-z_]+|\b[A-Z]{{3,4}}\b|\b(?:{'|'.join(CITIES)})\b)"
)
_TIMES = re.compile(r"\b(?:times?|timezone|tid\w*|klokkeslæt|timestamps?)\b", re.IGNORECASE)


def zone_stated(line: str) -> str:
    """The zone a line states for the times that follow ("All times in CET"); none if it does not."""
    if len(line) > 300 or not _TIMES.search(line):
        return ""
    return next((f["zone"] for f in _STATED.finditer(line) if is_zone(f["zone"])), "")
