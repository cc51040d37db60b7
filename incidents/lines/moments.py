"""When a line says that it happened: "14:05 ...", "kl. 14.05 ...", "for 5 minutter siden ...".

Read in both languages, whichever the page is in. Days come before months, as they are written in
Denmark. A time of day that has not come yet today is yesterday's.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from incidents.models import Precision

# Clocks of two machines may differ by that much, so a line may be that far ahead.
AHEAD = timedelta(minutes=5)
_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "januar january jan",
            "februar february feb",
            "marts march mar",
            "april apr",
            "maj may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for word in words.split()
}
_NUMBERS = {
    word: number
    for number, words in (
        (1, "a an one en et"),
        (2, "two to"),
        (3, "three tre"),
        (4, "four fire"),
        (5, "five fem"),
        (10, "ten ti"),
        (15, "fifteen femten"),
        (20, "twenty tyve"),
        (30, "thirty tredive"),
    )
    for word in words.split()
}
_UNITS = (
    (r"s|sec|secs|seconds?|sek|sekund(?:er)?", timedelta(seconds=1), Precision.SECOND),
    (r"m|min|mins|minutes?|minut(?:ter)?", timedelta(minutes=1), Precision.MINUTE),
    (r"h|hrs?|hours?|t|timer?", timedelta(hours=1), Precision.HOUR),
    (r"d|days?|dage?", timedelta(days=1), Precision.DAY),
)
_COUNT = rf"(?P<count>\d{{1,4}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_UNIT = "(?P<unit>" + "|".join(words for words, _width, _precision in _UNITS) + r")\.?"
_HALF = r"(?P<half>half an hour|en halv time)"
_AGO = re.compile(rf"(?:{_HALF}|{_COUNT} ?{_UNIT}) ago\b", re.IGNORECASE)
_SIDEN = re.compile(rf"for (?:{_HALF}|{_COUNT} ?{_UNIT}) siden\b", re.IGNORECASE)
_DAY = (
    r"(?:(?P<iso>\d{4}-\d{2}-\d{2})[T ]"
    r"|(?P<day>\d{1,2})(?:[./-](?P<month>\d{1,2})(?:[./-](?P<year>\d{4}))?\.?"
    r"|\.? (?P<named>"
    + "|".join(sorted(_MONTHS, key=len, reverse=True))
    + r")\.?(?: (?P<in>\d{4}))?)"
    r",? "
    r"|(?P<told>yesterday|today|i går|i dag),? )"
)
_AT = r"(?:(?P<at>kl\.?|at) ?)?"
_CLOCK = r"(?P<hour>\d{1,2})(?:(?P<mark>[:.])(?P<minute>\d{2})(?:(?P=mark)(?P<second>\d{2}))?)?"
_ZONE = r"(?P<zone> ?Z\b| ?UTC\b| ?GMT\b|[+-]\d{2}:?\d{2}\b)?"
_STAMP = re.compile(rf"\[?(?:{_DAY})?{_AT}{_CLOCK}(?!\d|:\d){_ZONE}\]?", re.IGNORECASE)
# What stands between a time and what happened then.
_BETWEEN = re.compile("\\s*[-\u2013\u2014:,|]?\\s+|\\s*$")
# "14.05 kr." is an amount.
_AMOUNT = re.compile(
    r"\s*(?:%|kr\b|dkk\b|eur\b|usd\b|mio|mia|million|billion|milliard|tusind|thousand|procent|pct|"
    r"percent|gange\b|times\b|[kmgt]?b\b|ms\b|sek|sec|s\b|min|timer\b|hours?\b|gb|mb|kunder|customers)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stamped:
    """A line with the moment it names, how exactly, and what is left of its words."""

    moment: datetime
    precision: Precision
    text: str


class NoSuchTime(ValueError):
    """The line names a time that no clock showed, such as one skipped in spring."""


def stamped(line: str, now: datetime, zone: tzinfo) -> Stamped | None:
    """What the line says of when it happened, read by a clock in `zone`; None where it says nothing.

    Raises:
        NoSuchTime: there was no such time on that day.
    """
    line = line.strip()
    return _since(line, now) or _named(line, now.astimezone(zone), zone)


def _since(line: str, now: datetime) -> Stamped | None:
    found = _AGO.match(line) or _SIDEN.match(line)
    rest = found and _rest(line, found.end())
    if not found or rest is None:
        return None
    if found["half"]:
        return Stamped(now - timedelta(minutes=30), Precision.MINUTE, rest)
    count = int(found["count"]) if found["count"].isdigit() else _NUMBERS[found["count"].lower()]
    width, precision = next(
        (width, precision)
        for words, width, precision in _UNITS
        if re.fullmatch(words, found["unit"], re.IGNORECASE)
    )
    return Stamped(now - count * width, precision, rest)


def _named(line: str, here: datetime, zone: tzinfo) -> Stamped | None:
    found = _STAMP.match(line)
    if not found or not _is_time(found, line):
        return None
    rest = _rest(line, found.end())
    clock = [int(found[part] or 0) for part in ("hour", "minute", "second")]
    if rest is None or clock[0] > 23 or clock[1] > 59 or clock[2] > 59:
        return None
    precision = Precision.SECOND if found["second"] else Precision.MINUTE
    if not found["minute"]:
        precision = Precision.HOUR
    zone = _zone_of(found["zone"]) or zone
    here = here.astimezone(zone)
    day = _day_of(found, here.date())
    if day is None:
        return None
    moment = _on(day, clock, zone)
    if not _names_day(found) and moment > here + AHEAD:
        moment = _on(day - timedelta(days=1), clock, zone)
    return Stamped(moment, precision, rest)


def _is_time(found: re.Match[str], line: str) -> bool:
    """A bare "14" or "14.05 kr." is a number; a date, "kl." or a colon makes it a time."""
    if found["at"] or _names_day(found):
        return True
    if found["mark"] is None:
        return False
    return found["mark"] == ":" or not _AMOUNT.match(line[found.end() :])


def _names_day(found: re.Match[str]) -> bool:
    return any(found[part] for part in ("iso", "day", "told"))


def _rest(line: str, end: int) -> str | None:
    """The words after a time; None where it is the beginning of a longer word or number."""
    between = _BETWEEN.match(line, end)
    return line[between.end() :].strip() if between else None


def _day_of(found: re.Match[str], today: date) -> date | None:
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        if found["day"]:
            return _dated(found, today)
    except ValueError:
        return None
    is_yesterday = (found["told"] or "").lower() in {"yesterday", "i går"}
    return today - timedelta(days=1) if is_yesterday else today


def _dated(found: re.Match[str], today: date) -> date:
    month = int(found["month"]) if found["month"] else _MONTHS[found["named"].lower()]
    if year := found["year"] or found["in"]:
        return date(int(year), month, int(found["day"]))
    # Without a year it is the last such day that was.
    this_year = date(today.year, month, int(found["day"]))
    return this_year if this_year <= today else date(today.year - 1, month, int(found["day"]))


def _zone_of(written: str | None) -> tzinfo | None:
    if not written:
        return None
    if written.strip().upper() in {"Z", "UTC", "GMT"}:
        return UTC
    return datetime.fromisoformat(f"2000-01-01T00:00{written.strip()}").tzinfo


def _on(day: date, clock: list[int], zone: tzinfo) -> datetime:
    moment = datetime.combine(day, time(clock[0], clock[1], clock[2]), zone)
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise NoSuchTime(moment.strftime("%Y-%m-%d %H:%M"))
    return moment


def entries_in(text: str, now: datetime, zone: tzinfo) -> list[Stamped]:
    """The entries of several lines that each begin with a time; none where only one does.

    A line without a time belongs to the one before it. Times without a date run towards now, so
    that a night's lines fall on both of its days.
    """
    blocks = _blocks(text, now, zone)
    if len(blocks) < 2:
        return []
    entries: list[Stamped] = []
    latest = now
    for block in reversed(blocks):
        entry = stamped(block, latest, zone)
        if entry is None or not entry.text:
            return []
        latest = min(entry.moment, latest)
        entries.insert(0, entry)
    return entries


def _blocks(text: str, now: datetime, zone: tzinfo) -> list[str]:
    blocks: list[str] = []
    for line in filter(str.strip, text.splitlines()):
        if stamped(line, now, zone):
            blocks.append(line)
        elif blocks:
            blocks[-1] += f"\n{line}"
        else:
            return []
    return blocks


_DAYS = [
    *("mandag monday", "tirsdag tuesday", "onsdag wednesday", "torsdag thursday"),
    *("fredag friday", "lørdag saturday", "søndag sunday"),
]
_WEEKDAYS = {word: number for number, words in enumerate(_DAYS) for word in words.split()}
_ON: dict[str, Callable[[date], date]] = {
    "today": lambda today: today,
    "i dag": lambda today: today,
    "tomorrow": lambda today: today + timedelta(days=1),
    "i morgen": lambda today: today + timedelta(days=1),
}
_DUE = re.compile(
    r"(?P<iso>\d{4}-\d{2}-\d{2})|(?P<day>\d{1,2})(?:[./-](?P<month>\d{1,2})(?:[./-](?P<year>\d{4}))?"
    r"|\.? (?P<named>"
    + "|".join(sorted(_MONTHS, key=len, reverse=True))
    + r")\.?(?: (?P<in>\d{4}))?)",
    re.IGNORECASE,
)


def day_named(words: str, today: date) -> date | None:
    """The coming day that words such as "friday", "i morgen" or "4 december" name."""
    words = words.strip().rstrip(".").lower()
    if words in _ON:
        return _ON[words](today)
    if words in _WEEKDAYS:
        return today + timedelta(days=(_WEEKDAYS[words] - today.weekday() - 1) % 7 + 1)
    found = _DUE.fullmatch(words)
    try:
        return _coming(found, today) if found else None
    except ValueError:
        return None


def _coming(found: re.Match[str], today: date) -> date:
    if found["iso"]:
        return date.fromisoformat(found["iso"])
    month = int(found["month"]) if found["month"] else _MONTHS[found["named"].lower()]
    if year := found["year"] or found["in"]:
        return date(int(year), month, int(found["day"]))
    this_year = date(today.year, month, int(found["day"]))
    return this_year if this_year >= today else date(today.year + 1, month, int(found["day"]))
