"""The part of a text where the words that were asked for stand."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from core.markdown import tokens

LONGEST_READ = 20_000
LENGTH, BEFORE = 240, 60
WORD = re.compile(r"\w+(?:[-'\u2019.]\w+)*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters in a row, and whether they were asked for."""

    text: str
    is_found: bool = False


Passage = tuple[Piece, ...]


def flat(text: str) -> str:
    """What Markdown says, in one line and without its marks."""
    read = (token.children or [token] for token in tokens(text[:LONGEST_READ]) if token.content)
    said = (
        "".join(each.content or " " * each.type.endswith("break") for each in line) for line in read
    )
    return " ".join(" ".join(said).split())


def words_in(text: str) -> set[str]:
    """Each word once."""
    return set(WORD.findall(text))


def marked(text: str, found: Collection[str]) -> Passage:
    """The whole text, with the words found in it."""
    return tuple(_pieces(text, [each.span() for each in _standing(text, found)]))


def passage(text: str, found: Collection[str]) -> Passage:
    """The part where most of the words found stand close together, the first of several."""
    places = [each.span() for each in _standing(text, found)]
    start = _densest(places)
    begin = _word_start(text, max(start - BEFORE, 0))
    end = _word_end(text, min(begin + LENGTH, len(text)))
    inside = [(a - begin, b - begin) for a, b in places if a >= begin and b <= end]
    cut = ("… " if begin else "", " …" if end < len(text) else "")
    pieces = (Piece(cut[0]), *_pieces(text[begin:end].rstrip(), inside), Piece(cut[1]))
    return tuple(piece for piece in pieces if piece.text)


def _standing(text: str, found: Collection[str]) -> Iterator[re.Match[str]]:
    return (each for each in WORD.finditer(text) if each[0] in found)


def _densest(places: list[tuple[int, int]]) -> int:
    best, most, last = 0, 0, 0
    for first, (start, _end) in enumerate(places):
        while last < len(places) and places[last][1] <= start + LENGTH - BEFORE:
            last += 1
        if last - first > most:
            best, most = start, last - first
    return best


def _word_start(text: str, at: int) -> int:
    return at if at == 0 else text.rfind(" ", 0, at) + 1


def _word_end(text: str, at: int) -> int:
    end = text.find(" ", at)
    # A word without end is cut.
    return (
        at + 40 if end > at + 40 else len(text) if end < 0 and len(text) < at + 40 else max(end, at)
    )


def _pieces(text: str, places: list[tuple[int, int]]) -> Iterator[Piece]:
    at = 0
    for start, end in places:
        if start > at:
            yield Piece(text[at:start])
        yield Piece(text[start:end], is_found=True)
        at = end
    if at < len(text):
        yield Piece(text[at:])
