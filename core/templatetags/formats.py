"""Counts, shares, times and durations in the reader's language and time zone.

What is None is unknown, and says so. `{% load formats %}` gives

    number, press_number, about, share, press_share, range_to, moment, zoned_moment, clock, day,
    duration, rough_duration, elapsed, and the tag zone_place
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from core import formats

register = template.Library()
P = ParamSpec("P")


def _language() -> str:
    language = get_language() or settings.LANGUAGE_CODE
    return language if language in formats.LOCALES else "en"


def _zone() -> tzinfo:
    return timezone.get_current_timezone()


def _figure(show: Callable[Concatenate[Any, P], str]) -> Callable[Concatenate[Any, P], str]:
    """Register the filter: None is "unknown", a variable that is missing stays empty."""

    @wraps(show)
    def shown(value: Any, /, *args: P.args, **kwargs: P.kwargs) -> str:
        if value is None:
            return formats.unknown(_language())
        return "" if value == "" else show(value, *args, **kwargs)

    register.filter(show.__name__, shown)
    return shown


@_figure
def number(count: int) -> str:
    """Every digit: 1.587.432."""
    return formats.exact_number(count, _language())


@_figure
def press_number(count: int) -> str:
    """Two digits with the hedge they need: knap 1,6 millioner."""
    return formats.press_number(count, _language()).text


@_figure
def about(count: int) -> str:
    """Two digits of an estimate, which is never said without a hedge: omkring 1,6 millioner."""
    return formats.press_number(count, _language(), formats.Hedge.ABOUT).text


@_figure
def share(part: int, whole: int | None) -> str:
    """One decimal: 39,5 %; unknown when the whole is."""
    return _share(part, whole, press=False)


@_figure
def press_share(part: int, whole: int | None) -> str:
    """Whole percents: 39 procent; unknown when the whole is."""
    return _share(part, whole, press=True)


def _share(part: int, whole: int | None, *, press: bool) -> str:
    if not whole:
        return formats.unknown(_language())
    return formats.format_share(part, whole, _language(), press=press)


@_figure
def range_to(low: int, high: int | None) -> str:
    """Both ends in full: 20.000-30.000; "at least" when the end is None."""
    return formats.format_range(low, high, _language())


@_figure
def moment(at: datetime, precision: str = "minute") -> str:
    """Date and time, no finer than they are known: 4. februar 2026 kl. 14.10."""
    return formats.format_moment(at, precision, _language(), _zone())


@_figure
def zoned_moment(at: datetime, precision: str = "minute") -> str:
    """As `moment`, with the zone's name after a time of day."""
    return formats.format_moment(at, precision, _language(), _zone(), with_zone=True)


@_figure
def clock(at: datetime, precision: str = "minute") -> str:
    """The time of day, hedged when only the hour is known: 14.10, ca. 14."""
    shown = formats.format_time(at, _language(), _zone(), precision=precision)
    is_rough = precision == "hour"
    return formats.hedged(formats.Hedge.ABOUT, shown, _language()) if is_rough else shown


@_figure
def day(on: date | datetime) -> str:
    """The date in full, of a moment in the reader's time zone: 4. februar 2026."""
    local = timezone.localtime(on) if isinstance(on, datetime) else on
    return formats.format_date(local, _language())


@_figure
def duration(length: timedelta) -> str:
    """How long: 1 time 57 min."""
    return formats.format_duration(length, _language())


@_figure
def elapsed(at: datetime) -> str:
    """How long since a moment, or until it: 1 time 57 min.; from a day on in whole hours."""
    length = abs(timezone.now() - at)
    step = timedelta(hours=1) if length >= timedelta(days=1) else timedelta(minutes=1)
    return formats.format_duration(length // step * step, _language())


@_figure
def rough_duration(length: timedelta) -> str:
    """How long, in the largest unit alone: 21 dage."""
    return formats.rough_duration(length, _language())


@register.simple_tag
def zone_place() -> str:
    """The city whose clock the reader's times are told by: København."""
    return formats.zone_place(timezone.get_current_timezone_name(), _language())
