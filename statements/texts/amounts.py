"""How much a figure says that somebody typed, so that it can be compared with another.

amount(typed, "da")   "1,6 mio." and "1.600.000" are 1600000; "kl. 14.10" is 850 minutes
amount(typed, "en")   "1.6 million" is 1600000; "2 billion" is 2 * 10**9, in Danish 2 * 10**12
"""

import re
from decimal import Decimal, InvalidOperation

from statements.texts.found import Typed, TypedKind

_NUMERALS = (
    ("zero nul", 0),
    ("one en et a an", 1),
    ("two to", 2),
    ("three tre", 3),
    ("four fire", 4),
    ("five fem", 5),
    ("six seks", 6),
    ("seven syv", 7),
    ("eight otte", 8),
    ("nine ni", 9),
    ("ten ti", 10),
    ("twenty tyve", 20),
    ("thirty tredive", 30),
    ("forty fyrre", 40),
    ("fifty halvtreds", 50),
    ("sixty tres", 60),
    ("seventy halvfjerds", 70),
    ("eighty firs", 80),
    ("ninety halvfems", 90),
)
_WORDS = {word: Decimal(number) for words, number in _NUMERALS for word in words.split()}
_HALVES = (
    (re.compile(r"^halvand(?:en|et)\b"), Decimal("1.5")),
    (re.compile(r"^(?:en halv|et halvt|half an?)\b"), Decimal("0.5")),
)
_PERCENT = re.compile(r"%|procent|pct|per ?cent")
_SHARES = (
    (re.compile(r"^(?:halvdelen|half)\b"), Decimal(50)),
    (re.compile(r"fjerdedel|quarter"), Decimal(25)),
    (re.compile(r"femtedel|fifth"), Decimal(20)),
    (re.compile(r"tiendedel|tenth"), Decimal(10)),
)
_LARGE = (
    (re.compile(r"hundre"), 2),
    (re.compile(r"thousand|tusind|\dk\b"), 3),
    (re.compile(r"millio|mio|\dm\b"), 6),
    (re.compile(r"milliard|mia|bn"), 9),
)
# The Danish ones are those of the long scale.
_SCALES = (("trillion", {"da": 18, "en": 12}), ("billion", {"da": 12, "en": 9}))
_NUMBER = re.compile(r"\d[\d.,\u00a0\u202f ]*(?![\d\u00bc-\u00be])")
_CLOCK = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s?([ap])?")


def amount(typed: Typed, language: str) -> Decimal | None:
    """The count, the percent, or the minutes since midnight; None where the words leave it open."""
    text = typed.text.casefold()
    if typed.kind is TypedKind.TIME:
        return _minutes(text)
    if typed.kind is TypedKind.SHARE and not _PERCENT.search(text):
        return _percent(text)
    number = _number(text, language)
    return None if number is None else number.scaleb(_power(text, language))


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
    number = _WORDS.get(text.split(maxsplit=1)[0], Decimal(1))
    return None if part is None else part * number


def _number(text: str, language: str) -> Decimal | None:
    if digits := _NUMBER.match(text):
        return _decimal(digits[0].strip(" .,\u00a0\u202f"), language)
    for words, number in _HALVES:
        if words.match(text):
            return number
    return _WORDS.get(text.split(maxsplit=1)[0])


def _decimal(digits: str, language: str) -> Decimal | None:
    """Read as the language parts thousands; what can only be meant otherwise, as the other does."""
    mark, parting = (",", ".") if language == "da" else (".", ",")
    if _is_meant_otherwise(digits, re.escape(mark), re.escape(parting)):
        mark, parting = parting, mark
    plain = re.sub(rf"[{re.escape(parting)}\u00a0\u202f ]", "", digits).replace(mark, ".")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _is_meant_otherwise(digits: str, mark: str, parting: str) -> bool:
    """Two decimal marks, one before what parts thousands, or a thousand of two digits."""
    several = rf".*{mark}.*(?:{mark}|{parting}).*"
    no_thousand = rf"\d+{parting}(?:\d{{1,2}}|\d{{4,}})"
    return bool(re.fullmatch(several, digits) or re.fullmatch(no_thousand, digits))


def _power(text: str, language: str) -> int:
    for name, power in _SCALES:
        if name in text:
            return power[language]
    return next((power for words, power in _LARGE if words.search(text)), 0)
