"""How many a number in words says, as people write it in Danish and English.

count_of("1,6 mio.", "da") and count_of("1.600.000", "da") are 1600000; "2 billion" is 2 * 10**9 in
English and 2 * 10**12 in Danish.
"""

import re
from decimal import Decimal, InvalidOperation

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
WORDS = {word: Decimal(number) for words, number in _NUMERALS for word in words.split()}
_HALVES = (
    (re.compile(r"^halvand(?:en|et)\b"), Decimal("1.5")),
    (re.compile(r"^(?:en halv|et halvt|half an?)\b"), Decimal("0.5")),
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


def count_of(text: str, language: str) -> Decimal | None:
    """The count; None where the words leave it open."""
    text = text.casefold()
    number = numeral(text, language)
    return None if number is None else number.scaleb(_power(text, language))


def is_exact(text: str, language: str) -> Decimal:
    """To what a number is exact: "1.6 million" to a hundred thousand, "1600" to a hundred."""
    text = text.casefold()
    number = numeral(text, language) or Decimal(0)
    _sign, digits, exponent = number.as_tuple()
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0")) if any(digits) else 0
    place = int(exponent) + (zeros if exponent == 0 else 0)
    return Decimal(1).scaleb(place + _power(text, language))


def numeral(text: str, language: str) -> Decimal | None:
    """The number the words begin with, without what multiplies it."""
    if digits := _NUMBER.match(text):
        return _decimal(digits[0].strip(" .,\u00a0\u202f"), language)
    for words, number in _HALVES:
        if words.match(text):
            return number
    return WORDS.get(text.split(maxsplit=1)[0])


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
