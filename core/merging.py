"""Two people's changes of one text brought together, word by word."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from core.comparing import compared


@dataclass(frozen=True, slots=True)
class Change:
    """From `start` to `end` of the text both began from, `words` stand in one of the later two."""

    start: int
    end: int
    words: str


def merged(base: str, theirs: str, mine: str) -> str | None:
    """The text with both changes of `base`; None when both changed the same words.

    Lines that both added at one place are all kept, theirs first.
    """
    if mine in (theirs, base):
        return theirs
    if theirs == base:
        return mine
    changes = _together(list(_changes(base, theirs)), list(_changes(base, mine)))
    return None if changes is None else _changed(base, changes)


def _changes(base: str, later: str) -> Iterator[Change]:
    """What was changed, in the order of the text; stretches that touch are one change."""
    at = start = 0
    words = ""
    for stretch in compared(base, later):
        if stretch.is_in:
            words += stretch.text
        elif stretch.is_out:
            at += len(stretch.text)
        else:
            if words or at > start:
                yield Change(start, at, words)
            at += len(stretch.text)
            start, words = at, ""
    if words or at > start:
        yield Change(start, at, words)


def _together(theirs: list[Change], mine: list[Change]) -> list[Change] | None:
    """All changes in the order of the text; None when two of them are of the same words."""
    same = set(theirs) & set(mine)
    ranked = [(each, 0) for each in theirs] + [(each, 1) for each in mine if each not in same]
    ranked.sort(key=lambda pair: (pair[0].start, pair[0].end, pair[1]))
    changes = [change for change, _whose in ranked]
    for earlier, later in pairwise(changes):
        if not _are_apart(earlier, later):
            return None
    return changes


def _are_apart(earlier: Change, later: Change) -> bool:
    """Changes that touch have a space between them, or two words would become one."""
    if earlier.start == later.start and earlier.end == later.end:
        both = earlier.words, later.words
        is_alike = all(words[:1] == "\n" for words in both) or all(
            words[-1:] == "\n" for words in both
        )
        return earlier.start == earlier.end and is_alike
    if earlier.end == later.start:
        return earlier.words[-1:].isspace() or later.words[:1].isspace()
    return earlier.end < later.start


def _changed(base: str, changes: list[Change]) -> str:
    pieces, at = [], 0
    for change in changes:
        pieces += [base[at : change.start], change.words]
        at = change.end
    return "".join([*pieces, base[at:]])
