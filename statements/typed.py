"""Numbers, percentages and clock times that an author typed instead of quoting the record.

They are only pointed out: what stays typed is listed for whoever approves. Dates, years, references
and addresses are no figures. Danish and English are read alike, since quotes mix them.

    typed_in("Omkring 1,6 millioner fik den kl. 16.02")   "1,6 millioner" (count), "kl. 16.02" (time)
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from incidents.selectors.figure import Figure


class TypedKind(StrEnum):
    """What a typed figure looks like."""

    COUNT = "count"
    SHARE = "share"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Typed:
    """A figure somebody typed, from where to where, and the record's figures that say the same."""

    start: int
    end: int
    text: str
    kind: TypedKind
    same: tuple[Figure, ...] = ()


_DIGITS = r"\d{1,3}(?:[.,\u00a0 ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_WORDS = (
    r"halvanden|halvandet|en halv|et halvt|half an?|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|en|et|to|tre|fire|fem|seks|syv|otte|ni|ti|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|tyve|tredive|fyrre|halvtreds|tres|halvfjerds|firs|halvfems|an?|several|flere"
)
_LARGE = (
    r"hundreds?|hundreder?|hundrede|thousands?|tusinder?|tusinde?|millions?|millioner?|mio\.?"
    r"|billions?|billioner?|bn|milliarder?|mia\.?"
)
_PERCENT = r"%|procent|pct\.?|per ?cent"
_SKIPPED = re.compile(
    r"\{[^{}]*\}|https?://\S+|\bINC-\d{4}-\d+|\b\d{1,2}\.\s?"
    r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w*(?:\s\d{4})?"
    r"|\b\d{1,2}\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*(?:\s\d{4})?"
    r"|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{4}\b"
    r"|(?<![\d.,])(?:19|20)\d{2}(?![\d.,]*\d)(?!\s*(?:" + _PERCENT + r"))",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    rf"(?P<time>\b(?:kl(?:\.|okken)|at)\s?\d{{1,2}}(?:[.:]\d{{2}})?(?:\s?[ap]\.?m\b)?(?![\d.,]*\d)"
    rf"|\b\d{{1,2}}:\d{{2}}\b(?:\s?[ap]\.?m\b)?|\b\d{{1,2}}(?:\.\d{{2}})?\s?[ap]\.?m\b)"
    rf"|(?P<share>(?:(?<![\w.,])(?:{_DIGITS})|\b(?:{_WORDS}))\s?(?:{_PERCENT})(?!\w))"
    rf"|(?P<count>(?<![\w.,])(?:{_DIGITS})(?:\s?(?:{_LARGE})\b\.?)?(?![\w%])"
    rf"|\b(?:{_WORDS})\s(?:{_LARGE})(?!\w)|\b(?:{_LARGE})\s(?:of|af)\b)",
    re.IGNORECASE,
)


def typed_in(text: str) -> list[Typed]:
    """Every figure typed in the text, in its order."""
    readable = _SKIPPED.sub(lambda found: "\0" * len(found[0]), text)
    return [
        Typed(found.start(), found.end(), found[0], TypedKind(str(found.lastgroup)))
        for found in _FIGURE.finditer(readable)
    ]


def offered(typed: Iterable[Typed], figures: Iterable[Figure], language: str) -> Iterator[Typed]:
    """Each with the record's figures of its kind that say the same in either rounding."""
    known = list(figures)
    for each in typed:
        digits = _digits(each.text)
        same = tuple(
            figure
            for figure in known
            if figure.name.startswith(f"{each.kind}:")
            and digits
            and digits in {_digits(figure.words(language)), *_parts(figure.value(language))}
        )
        yield Typed(each.start, each.end, each.text, each.kind, same)


def _parts(value: str) -> set[str]:
    return {_digits(part) for part in re.split(r"[^\d.,]+", value)}


def _digits(text: str) -> str:
    """Only the digits, and which large number they count: "1,6 mio." and "1.6 million" are alike."""
    large = re.search(r"mi(?:o\b|ll?ion)|mia|milliard|b(?:n\b|illion)", text, re.IGNORECASE)
    digits = re.sub(r"\D", "", text).lstrip("0")
    return f"{digits}{large[0][:3].lower() if large else ''}"
