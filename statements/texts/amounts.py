"""How much a figure says that somebody typed, so that it can be compared with another.

amount(typed, "da")   "1,6 mio." and "1.600.000" are 1600000; "kl. 14.10" is 850 minutes
amount(typed, "en")   "1.6 million" is 1600000; "2 billion" is 2 * 10**9, in Danish 2 * 10**12
"""

import re
from decimal import Decimal

from core.amounts import WORDS, count_of
from statements.texts.found import Typed, TypedKind

_PERCENT = re.compile(r"%|procent|pct|per ?cent")
_SHARES = (
    (re.compile(r"^(?:halvdelen|half)\b"), Decimal(50)),
    (re.compile(r"fjerdedel|quarter"), Decimal(25)),
    (re.compile(r"femtedel|fifth"), Decimal(20)),
    (re.compile(r"tiendedel|tenth"), Decimal(10)),
)
_CLOCK = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s?([ap])?")


def amount(typed: Typed, language: str) -> Decimal | None:
    """The count, the percent, or the minutes since midnight; None where the words leave it open."""
    text = typed.text.casefold()
    if typed.kind is TypedKind.TIME:
        return _minutes(text)
    if typed.kind is TypedKind.SHARE and not _PERCENT.search(text):
        return _percent(text)
    return count_of(text, language)


def _minutes(text: str) -> Decimal | None:
    found = _CLOCK.search(text)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return Decimal(hour * 60 + minute)


def _percent(text: str) -> Decimal | None:
    """Of a part told in words; None where it is no whole percent."""
    part = next((percent for words, percent in _SHARES if words.search(text)), None)
    number = WORDS.get(text.split(maxsplit=1)[0], Decimal(1))
    return None if part is None else part * number
