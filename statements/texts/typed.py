"""Numbers, percentages and clock times that an author typed instead of quoting the record.

They are only pointed out: what stays typed is listed for whoever approves. Dates, years, references,
addresses and telephone numbers are no figures. Danish and English are read alike, since quotes mix them.

    typed_in("Omkring 1,6 millioner fik den kl. 16.02")   "1,6 millioner" (count), "kl. 16.02" (time)
"""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from incidents.selectors.figure import Figure
from statements.texts.amounts import amount
from statements.texts.found import Typed, TypedKind

_DIGITS = (
    r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?[\u00bc-\u00be]?|[\u00bc-\u00be]"
)
_WORDS = (
    r"halvanden|halvandet|en halv|et halvt|half an?|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|en|et|to|tre|fire|fem|seks|syv|otte|ni|ti|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|tyve|tredive|fyrre|halvtreds|tres|halvfjerds|firs|halvfems|an?|several|flere"
    r"|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|elleve|tolv"
    r"|tretten|fjorten|femten|seksten|sytten|atten|nitten|et par|a few|a couple of"
)
_LARGE = (
    r"hundreds?|hundreder?|hundrede|thousands?|tusinder?|tusinde?|millions?|millioner?|mio\.?"
    r"|billions?|billioner?|trillions?|trillioner?|bn|milliard(?:er)?|mia\.?"
)
_VAGUE = r"(?:hundred|tusind|million)vis|snesevis|dozens"
_PARTS = (
    r"halvdelen|half (?:of|the)|(?:en|a|one) (?:tredjedel|fjerdedel|femtedel|tiendedel|third|quarter|fifth|tenth)"
    r"|(?:to|two) (?:tredjedele|thirds)|(?:tre|three) (?:fjerdedele|quarters)"
    r"|hver (?:anden|tredje|fjerde|femte|tiende)|one in (?:two|three|four|five|ten|\d+)"
)
_PERCENT = r"%|procent|pct\.?|per ?cent"
_SKIPPED = re.compile(
    r"\{[^{}]*\}|https?://\S+|\bINC-\d{4}-\d+"
    r"|(?<![\d.,])\d{2}(?:[ \u00a0]\d{2}){3}(?![ \u00a0]?\d)(?![.,]\d)"
    r"|\+\d[\d \u00a0]{6,}\d|\b\d{1,2}\.\s?"
    r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w*(?:\s\d{4})?"
    r"|\b\d{1,2}\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*(?:\s\d{4})?"
    r"|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{4}\b"
    r"|(?<![\d.,])(?:19|20)\d{2}(?![\d.,]*\d)(?!\s*(?:" + _PERCENT + r"))",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    rf"(?P<time>\b(?:kl(?:\.|okken)|at)\s?\d{{1,2}}(?:[.:]\d{{2}})?(?:\s?[ap]\.?m\b)?(?![\d.,]*\d)"
    rf"|\b\d{{1,2}}:\d{{2}}\b(?:\s?[ap]\.?m\b)?|\b\d{{1,2}}(?:\.\d{{2}})?\s?[ap]\.?m\b)"
    rf"|(?P<share>(?:(?<![\w.,])(?:{_DIGITS})|\b(?:{_WORDS}))\s?(?:{_PERCENT})(?!\w)"
    rf"|\b(?:{_PARTS})(?!\w))"
    rf"|(?P<count>(?<![\w.,])(?:{_DIGITS})(?:\s?(?:{_LARGE})\b\.?|[mk]\b)?(?![\w%])"
    rf"|\b(?:{_WORDS})\s(?:{_LARGE})(?!\w)|\b(?:{_LARGE}|{_VAGUE})\s(?:of|af)\b)",
    re.IGNORECASE,
)


# A browser counts each of these twice.
_WIDE = re.compile("[\U00010000-\U0010ffff]")


def typed_in(text: str) -> list[Typed]:
    """Every figure typed in the text, in its order."""
    readable = _SKIPPED.sub(lambda found: "\0" * len(found[0]), text)
    wide = [found.start() for found in _WIDE.finditer(text)]
    return [
        Typed(
            found.start(),
            found.end(),
            found[0],
            TypedKind(str(found.lastgroup)),
            place=found.start() + bisect(wide, found.start()),
        )
        for found in _FIGURE.finditer(readable)
    ]


def offered(typed: Iterable[Typed], figures: Iterable[Figure], language: str) -> Iterator[Typed]:
    """Each with the record's figures of its kind that say the same, rounded or exact."""
    found = list(typed)
    known = [(figure, _amounts_of(figure, language)) for figure in figures if found]
    for each in found:
        said = (each.kind, amount(each, language))
        same = tuple(figure for figure, amounts in known if said[1] is not None and said in amounts)
        yield replace(each, same=same)


def amounts_in(text: str, language: str) -> set[tuple[TypedKind, Decimal | None]]:
    """How much every figure in the text says, by its kind."""
    return {(each.kind, amount(each, language)) for each in typed_in(text)}


def _amounts_of(figure: Figure, language: str) -> set[tuple[TypedKind, Decimal | None]]:
    kind = figure.name.partition(":")[0]
    if kind not in list(TypedKind):
        return set()
    said = f"{figure.words(language)}; {figure.value(language)}"
    return {each for each in amounts_in(said, language) if each[0] == kind}
