"""Counts, shares, times and durations as people write them in Danish ("da") and English ("en").

The exact number is what is kept; everything here is a view of it, worked out in whole numbers and
never in binary fractions. A rounded figure stands on the same side of every limit as the exact
one: 99,600 is never "100,000", though it may be "nearly 100,000".

Spaces are plain ones, so that a text is found, compared and copied as it is read; a layout that
must keep a figure on one line says so itself (`white-space: nowrap`).

    exact_number(1587432, "da")                      "1.587.432"
    press_number(1587432, "da").text                 "knap 1,6 millioner"
    press_number(1587432, "en", Hedge.AT_LEAST).text "at least 1.5 million"
    hedged(Hedge.ABOUT, "39 procent", "da")          "ca. 39 procent"
    share_tenths(1587432, 4021118)                   395
    format_share(1587432, 4021118, "da")             "39,5 %"
    format_share(1587432, 4021118, "da", press=True) "39 procent"
    format_range(20000, 30000, "da")                 "20.000-30.000"
    format_moment(moment, "minute", "da", zone)      "4. februar 2026 kl. 14.10"
    format_time(moment, "en", zone)                  "14:10"
    format_clock(moment, "hour", "da", zone)         "ca. kl. 14"
    format_date(day, "en")                           "4 February 2026"
    format_duration(timedelta(minutes=117), "da")    "1 time 57 min."
    unknown("da")                                    "ukendt"
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from babel import dates
from babel.numbers import format_decimal

LOCALES = {"da": "da", "en": "en_GB"}
SHARE_LIMITS = (0, 10, 100)

_DIGITS = 2
_ROUNDED_FROM = 1_000
_NAMED_FROM = 1_000_000
_UNKNOWN = {"da": "ukendt", "en": "unknown"}
_PERCENT = {"da": " %", "en": "%"}
_PRESS_PERCENT = {"da": " procent", "en": "%"}

# Danish "billion" is a million millions; the English word for that is "trillion".
_LARGE = {
    12: {"da": ("billion", "billioner"), "en": ("trillion", "trillion")},
    9: {"da": ("milliard", "milliarder"), "en": ("billion", "billion")},
    6: {"da": ("million", "millioner"), "en": ("million", "million")},
}


class Hedge(Enum):
    """Which way the true number lies from the one that is printed."""

    NONE = "none"
    BELOW = "below"
    ABOVE = "above"
    ABOUT = "about"
    UP_TO = "up_to"
    AT_LEAST = "at_least"


_HEDGES = {
    Hedge.NONE: {"da": "", "en": ""},
    Hedge.BELOW: {"da": "knap ", "en": "nearly "},
    Hedge.ABOVE: {"da": "godt ", "en": "just over "},
    Hedge.ABOUT: {"da": "ca. ", "en": "about "},
    Hedge.UP_TO: {"da": "op mod ", "en": "up to "},
    Hedge.AT_LEAST: {"da": "mindst ", "en": "at least "},
}


def hedge_words(language: str) -> tuple[str, ...]:
    """The words before a figure that say which way the truth lies, each with its blank."""
    return tuple(words[language] for words in _HEDGES.values() if words[language])


class PressNumber(NamedTuple):
    """A count as the press prints it: the words, the hedge in them, the number they show."""

    text: str
    hedge: Hedge
    shown: int


def unknown(language: str) -> str:
    """The word for what nobody knows yet."""
    return _UNKNOWN[language]


def hedged(hedge: Hedge, text: str, language: str) -> str:
    """The figure with the word that says which way the truth lies: "knap 1,6 millioner"."""
    return _HEDGES[hedge][language] + text


# Counts


def exact_number(count: int, language: str) -> str:
    """Every digit, thousands parted: 1.587.432 in Danish, 1,587,432 in English."""
    return _decimal(Decimal(count), language)


def press_number(
    count: int, language: str, hedge: Hedge | None = None, limits: Sequence[int] = ()
) -> PressNumber:
    """The count in two digits from 1,000 up, in full below, with the hedge the rounding demands.

    A hedge given instead decides the direction: `AT_LEAST` rounds down, `UP_TO` up, others half up.
    Powers of ten and `limits` are never reached or crossed by rounding, except that "nearly" and
    "just over" may name the limit itself; then more digits are shown.

    Raises:
        ValueError: `count` is negative, or the hedge claims a direction (`BELOW`, `ABOVE`, `NONE`);
            only the rounding can know that.
    """
    if count < 0:
        raise ValueError(f"A count is not negative: {count}")
    if hedge in {Hedge.BELOW, Hedge.ABOVE, Hedge.NONE}:
        raise ValueError(f"Rounding decides on {hedge.value}; it cannot be asked for.")
    for shown in _roundings(count, hedge):
        needed = hedge or _direction(count, shown)
        if not any(_hides(limit, count, shown, needed) for limit in (*_powers(count), *limits)):
            break
    text = hedged(needed, _named(shown, language), language)
    return PressNumber(text, needed, shown)


def _roundings(count: int, hedge: Hedge | None) -> Iterator[int]:
    # Ever more digits; the last is the count itself.
    digits = len(str(count))
    first = digits if count < _ROUNDED_FROM else _DIGITS
    for kept in range(min(first, digits), digits + 1):
        yield _to_unit(count, 10 ** (digits - kept), hedge)


def _to_unit(count: int, unit: int, hedge: Hedge | None) -> int:
    if hedge is Hedge.AT_LEAST:
        return count // unit * unit
    if hedge is Hedge.UP_TO:
        return -(-count // unit) * unit
    return _half_up(count, unit) * unit


def _half_up(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)


def _direction(count: int, shown: int) -> Hedge:
    if count == shown:
        return Hedge.NONE
    return Hedge.BELOW if count < shown else Hedge.ABOVE


def _powers(count: int) -> list[int]:
    digits = len(str(count))
    return [10 ** (digits - 1), 10**digits]


def _hides(limit: int, count: int, shown: int, hedge: Hedge) -> bool:
    if shown == limit and hedge in {Hedge.BELOW, Hedge.ABOVE}:
        return False
    return _side(shown, limit) != _side(count, limit)


def _side(number: int, limit: int) -> int:
    return (number > limit) - (number < limit)


def _named(count: int, language: str) -> str:
    """From a million up in words with at most three decimals; else every digit."""
    for power, words in _LARGE.items():
        if count >= 10**power and count % 10 ** (power - 3) == 0:
            one, many = words[language]
            number = Decimal(count).scaleb(-power)
            return f"{_decimal(number, language)} {one if count == 10**power else many}"
    return exact_number(count, language)


def format_range(low: int, high: int | None, language: str) -> str:
    """Both ends in full: "20.000-30.000"; one number when they agree; "at least" without an end.

    Raises:
        ValueError: `high` is below `low`.
    """
    if high is None:
        return hedged(Hedge.AT_LEAST, exact_number(low, language), language)
    if high < low:
        raise ValueError(f"A range goes upwards: {low} to {high}")
    if low == high:
        return exact_number(low, language)
    return f"{exact_number(low, language)}-{exact_number(high, language)}"


# Shares


def share_tenths(part: int, whole: int) -> int:
    """Tenths of a percent, half up from the exact pair: 1,587,432 of 4,021,118 is 395.

    As fields 3.5, 3.7 and 3.10 of Implementing Regulation (EU) 2025/302 are filled in.

    Raises:
        ValueError: `whole` is not positive or `part` is negative.
    """
    _check_share(part, whole)
    return _half_up(1000 * part, whole)


def format_share(
    part: int,
    whole: int,
    language: str,
    *,
    press: bool = False,
    limits: Sequence[int] = SHARE_LIMITS,
) -> str:
    """The share with one decimal: "39,5 %"; for the press whole percents from 10: "39 procent".

    More decimals are shown where rounding would hide on which side of one of the `limits`
    (percents) the share lies: 9.96 % is not "10.0 %", and 3 of 10,000,000 not "0.0 %".

    Raises:
        ValueError: see `share_tenths`.
    """
    _check_share(part, whole)
    decimals = 0 if press and part * 10 >= whole else 1
    while any(_share_hides(limit, part, whole, decimals) for limit in limits):
        decimals += 1
    percent = Decimal(_half_up(part * 10 ** (decimals + 2), whole)).scaleb(-decimals)
    sign = _PRESS_PERCENT if press else _PERCENT
    return _decimal(percent, language, decimals) + sign[language]


def _share_hides(limit: int, part: int, whole: int, decimals: int) -> bool:
    shown = _half_up(part * 10 ** (decimals + 2), whole)
    return _side(shown, limit * 10**decimals) != _side(100 * part, limit * whole)


def _check_share(part: int, whole: int) -> None:
    if whole <= 0 or part < 0:
        raise ValueError(f"Not a share: {part} of {whole}")


def _decimal(number: Decimal, language: str, decimals: int | None = None) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else ".###" if decimals is None else "")
    return format_decimal(number, format=pattern, locale=LOCALES[language])


# Times


def format_moment(
    moment: datetime | None,
    precision: str,
    language: str,
    zone: tzinfo,
    *,
    with_zone: bool = False,
) -> str:
    """Date and time no finer than they are known: "4. februar 2026 kl. 14.10" in `zone`.

    `precision` is second, minute, hour ("ca. kl. 14"), day (the date alone) or unknown.
    `with_zone` names the zone after a time of day: "14.10 CET".

    Raises:
        ValueError: the moment has no zone, or there is no such precision.
    """
    if moment is None or precision == "unknown":
        return unknown(language)
    local = _local(moment, zone)
    day = format_date(local.date(), language)
    if precision == "day":
        return day
    clock = _clock(local, precision, language, with_zone=with_zone)
    return f"{day} {clock}" if language == "da" else f"{day}, {clock}"


def format_clock(
    moment: datetime, precision: str, language: str, zone: tzinfo, *, with_zone: bool = False
) -> str:
    """The time of day as it stands in a sentence: "kl. 14.10", "ca. kl. 14", "14:10 CET".

    Raises:
        ValueError: the moment has no zone, or the precision is not a time of day.
    """
    return _clock(_local(moment, zone), precision, language, with_zone=with_zone)


def _clock(local: datetime, precision: str, language: str, *, with_zone: bool) -> str:
    time = clock_face(local.time(), language, precision)
    clock = f"kl. {time}" if language == "da" else time
    hedge = Hedge.ABOUT if precision == "hour" else Hedge.NONE
    named = f"{clock} {_zone_name(local)}" if with_zone else clock
    return hedged(hedge, named, language)


def format_time(moment: datetime, language: str, zone: tzinfo, *, precision: str = "minute") -> str:
    """The time of day in `zone`: "14.10" or "14:10"; with seconds when asked for.

    Raises:
        ValueError: the moment has no zone, or the precision is not a time of day.
    """
    return clock_face(_local(moment, zone).time(), language, precision)


def clock_face(shown: time, language: str, precision: str = "minute") -> str:
    """What a clock on the wall shows, whatever zone it hangs in. Raises as `format_time`."""
    return shown.strftime(_CLOCKS[_known(precision)][language])


def zone_place(zone: str, language: str) -> str:
    """The city a time zone is known by: "København" for Europe/Copenhagen."""
    return dates.get_timezone_location(zone, locale=LOCALES[language], return_city=True)


@lru_cache(maxsize=1000)
def format_date(day: date, language: str) -> str:
    """The date in full: "4. februar 2026" or "4 February 2026"."""
    return dates.format_date(day, "long", locale=LOCALES[language])


_CLOCKS = {
    "second": {"da": "%H.%M.%S", "en": "%H:%M:%S"},
    "minute": {"da": "%H.%M", "en": "%H:%M"},
    "hour": {"da": "%H", "en": "%H:00"},
}


def _known(precision: str) -> str:
    if precision not in _CLOCKS:
        raise ValueError(f"Not a precision of a time of day: {precision}")
    return precision


def _local(moment: datetime, zone: tzinfo) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"A moment without a zone could be any of several: {moment}")
    return moment.astimezone(zone)


def _zone_name(local: datetime) -> str:
    # Many zones have no abbreviation, only their distance: +04.
    name = local.tzname() or ""
    return name if name.isalpha() else f"UTC{name.removeprefix('UTC')}"


_DAY = {"da": ("dag", "dage"), "en": ("day", "days")}
_HOUR = {"da": ("time", "timer"), "en": ("h", "h")}
_MINUTE = {"da": ("min.", "min."), "en": ("min", "min")}
_SECOND = {"da": ("sek.", "sek."), "en": ("s", "s")}


def format_duration(duration: timedelta, language: str) -> str:
    """How long, to the second and never rounded: "1 time 57 min.", "1 h 57 min".

    Parts of a second are left out. A negative duration carries a minus.
    """
    text = " ".join(_counted(duration, language))
    return f"-{text}" if duration < timedelta(0) else text


def rough_duration(duration: timedelta, language: str) -> str:
    """The largest unit alone, rounded down: 59 days and 23 hours are "59 days"."""
    return _counted(duration, language)[0]


def _counted(duration: timedelta, language: str) -> list[str]:
    minutes, seconds = divmod(abs(duration) // timedelta(seconds=1), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, _DAY), (hours, _HOUR), (minutes, _MINUTE), (seconds, _SECOND)]
    shown = [(number, names) for number, names in parts if number] or [(0, _MINUTE)]
    return [
        f"{exact_number(number, language)} {names[language][number != 1]}"
        for number, names in shown
    ]
