"""What every service checks of what it is told: words, choices and versions."""

import re

from django.db import connection, models
from django.utils.translation import gettext as _

from core.errors import Conflict, DomainError
from core.markdown import visible

LONGEST = 1_000_000
LONGEST_REASON = 300
# What neither PostgreSQL nor UTF-8 can hold: NUL, and halves of a character.
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def said(text: str, message: str, field: str, limit: int = LONGEST) -> str:
    """The words without blanks around them; see `words`.

    Raises:
        DomainError: with `message` at `field`, when nothing was said.
    """
    kept = words(text, field, limit)
    if not visible(kept).strip():
        raise DomainError(message, field=field)
    return kept


def titled(text: str, message: str, field: str, limit: int) -> str:
    """What was said as one line, however it was broken or spaced. Raises as `said`."""
    return " ".join(said(text, message, field, limit).split())


def reasoned(text: str, message: str) -> str:
    """The reason for a change. Raises as `said`, naming the field `reason`."""
    return said(text, message, "reason", LONGEST_REASON)


def words(text: str, field: str, limit: int = LONGEST) -> str:
    """The words without blanks around them, possibly none. Raises as `keepable`.

    A browser ends lines with two characters, a program with one: the same words stay the same.
    """
    return keepable(text.strip().replace("\r\n", "\n"), field, limit)


def keepable(text: str, field: str, limit: int = LONGEST) -> str:
    """The text as it was given, when it can be kept.

    Raises:
        DomainError: it is longer than `limit` characters, or holds one that cannot be stored.
    """
    if found := UNKEEPABLE.search(text):
        raise DomainError(
            _("Character %(place)s cannot be stored. Remove it: it is not a readable character.")
            % {"place": found.start() + 1},
            field=field,
        )
    if len(text) > limit:
        raise DomainError(
            _("These are %(count)s characters. Write at most %(limit)s.")
            % {"count": len(text), "limit": limit},
            field=field,
        )
    return text


def longest(model: type[models.Model], column: str) -> int:
    """How many characters a column holds."""
    field = model._meta.get_field(column)  # noqa: SLF001 - Django's documented API
    return getattr(field, "max_length", None) or LONGEST


def line(model: type[models.Model], column: str, text: str) -> str:
    """The words as a column holds them, possibly none. Raises as `keepable`, naming the column."""
    return words(text, column, longest(model, column))


def chosen(value: str, choices: type[models.TextChoices], field: str) -> str:
    """One of the values there are to choose from.

    Raises:
        DomainError: it is none of them.
    """
    if value not in choices.values:
        raise DomainError(
            _("Choose one of these: %(choices)s.") % {"choices": ", ".join(choices.values)},
            field=field,
        )
    return value


def same_version(seen: int, now: int, field: str = "version") -> None:
    """Refuse a change made on an older version than the one that stands.

    Raises:
        Conflict: somebody else changed it since.
    """
    if seen != now:
        raise Conflict(
            _("Somebody else changed this while you wrote. Compare with what stands now."),
            field=field,
        )


def take_turns(turn: int) -> None:
    """Keep everybody else who takes this turn out until the transaction ends.

    Turns are for what changes rarely and must be compared with more than one row.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [turn])
