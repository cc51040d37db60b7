"""What every tool's body is read into, and what all readers check."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from core.checks import UNKEEPABLE
from core.errors import DomainError

MOST_ALERTS = 200
LONGEST_TITLE = 200
LONGEST_TEXT = 1_000
LONGEST_WORD = 100
MOST_LABELS = 20
LONGEST_NAME = 128
LONGEST_LINK = 500
CUT = "…"
# Seconds since 1970 end in 2286; what is larger counts milliseconds.
_LARGEST_SECONDS = 10_000_000_000


@dataclass(frozen=True, slots=True)
class Arrived:
    """One alert as a tool tells it. `fingerprint` says which it is, however often it is told.

    `severity`, `service` and `category` are the tool's words; moments are None where none was given
    or what was given cannot be read.
    """

    fingerprint: str
    title: str
    is_firing: bool
    text: str = ""
    severity: str = ""
    service: str = ""
    category: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    began_at: datetime | None = None
    ended_at: datetime | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a delivery says: its alerts, what they have in common, and how many were left unread."""

    alerts: tuple[Arrived, ...] = ()
    group: str = ""
    unread: int = 0


def mapping_in(value: Any, field: str) -> Mapping[str, Any]:
    """An object.

    Raises:
        DomainError: it is none.
    """
    if not isinstance(value, dict):
        raise DomainError(_("Send an object here."), field=field)
    return value


def alerts_in(value: Any, field: str) -> list[Any]:
    """A list. Raises as `mapping_in`."""
    if not isinstance(value, list):
        raise DomainError(_("Send a list here."), field=field)
    return value


def line(value: Any, limit: int) -> str:
    """A scalar as one readable line, visibly cut where it is longer; nothing for anything else."""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str | int | float):
        return ""
    return cut(" ".join(UNKEEPABLE.sub("\ufffd", str(value)).split()), limit)


def cut(text: str, limit: int) -> str:
    """The text, visibly cut where it is longer."""
    return text if len(text) <= limit else text[: limit - 1] + CUT


def name(value: Any) -> str:
    """What tells one thing from another; what is too long to keep, by its hash."""
    if isinstance(value, str) and 0 < len(value) <= LONGEST_NAME:
        return line(value, LONGEST_NAME)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)[:LONGEST_NAME]
    is_said = isinstance(value, str) and value
    return sha256(value.encode(errors="replace")).hexdigest() if is_said else ""


def labels_in(value: Any) -> tuple[tuple[str, str], ...]:
    """Names and values, sorted; the first twenty of them."""
    pairs = sorted(value.items()) if isinstance(value, dict) else []
    return tuple((line(key, LONGEST_WORD), line(text, LONGEST_WORD)) for key, text in pairs)


def moment(value: Any) -> datetime | None:
    """A moment with its offset, or seconds or milliseconds since 1970; else None."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            seconds = value if abs(value) < _LARGEST_SECONDS else value / 1000
            return datetime.fromtimestamp(seconds, UTC)
        read = parse_datetime(value) if isinstance(value, str) else None
    except (ValueError, OverflowError, OSError):
        return None
    return read if read is not None and read.tzinfo is not None else None
