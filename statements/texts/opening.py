"""Where a quoted figure begins a sentence, its words begin with a capital: "Kl. 14.10 gik ...".

with_openings("{time:detected} it rang.")   "{^time:detected} it rang."
"""

import re

from incidents.selectors.figure import REFERENCE

OPENED = re.compile(REFERENCE.pattern.replace(r"\{", r"\{(?P<opens>\^?)", 1))
# How far back a sentence is looked for.
_TAIL = 200
_QUOTES = "\"'\u00bb\u00ab\u2018-\u201f"
_MARKS = rf"[\s*_{_QUOTES}(\[]*\Z"
# A text or a paragraph; a line of a list, a heading or a quote.
_BEGINS = re.compile(
    rf"(?:\A|\n[ \t]*\n)[\s>#+*-]*{_MARKS}"
    rf"|(?:\A|\n)[ \t]*(?:[-*+>]|#{{1,6}}|\d+[.)])[ \t]+{_MARKS}"
)
_FOLLOWS = re.compile(rf"(?P<last>[^\W\d_]+)?[){_QUOTES}*_]*[.!?][){_QUOTES}*_]*\s+{_MARKS}")
_ABBREVIATIONS = {
    *("afd", "approx", "art", "bl", "ca", "dr", "e", "eg", "eks", "etc", "g", "hhv", "ie", "jf"),
    *("kl", "kr", "max", "mia", "min", "mio", "mr", "mrs", "no", "nr", "osv", "pct", "pkt", "stk"),
    *("sml", "st", "tlf", "vs"),
}


def with_openings(text: str) -> str:
    """The text with a mark in each reference that begins a sentence."""

    def marked(found: re.Match[str]) -> str:
        return f"{{^{found['name']}}}" if _begins(text, found.start()) else found[0]

    return REFERENCE.sub(marked, text)


def as_it_stands(found: re.Match[str], words: str) -> str:
    """The words of a figure where the reference was found."""
    return words[:1].upper() + words[1:] if found["opens"] else words


def _begins(text: str, place: int) -> bool:
    # The beginning of the text must not be looked for in the middle of it.
    before = text[:place] if place <= _TAIL else f".{text[place - _TAIL : place]}"
    if _BEGINS.search(before):
        return True
    follows = _FOLLOWS.search(before)
    return follows is not None and not _is_abbreviation(follows["last"])


def _is_abbreviation(word: str | None) -> bool:
    # A stop after a number may be that of a date: "4. november".
    return word is None or len(word) == 1 or word.casefold() in _ABBREVIATIONS
