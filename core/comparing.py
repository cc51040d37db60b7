"""How one text differs from the one before, word by word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, takewhile

# What is in both as a whole is not looked into.
_PARTS = (
    re.compile(r"[^\n]*\n|[^\n]+"),
    re.compile(r"(?:[^.!?]|[.!?](?!\s))+(?:[.!?]\s+)?|[.!?]\s+"),
    re.compile(r"\s+|\S+"),
)
# Comparing takes as long as there are pairs of parts that are the same.
_MOST_PAIRS = 60_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stayed, that were taken out, or that came in."""

    text: str
    is_out: bool = False
    is_in: bool = False


def compared(before: str, after: str) -> list[Stretch]:
    """The later text with what was taken out still in its place.

    A part in which too much repeats itself to be compared is taken out and comes in as a whole.
    """
    return list(_joined(_compared(before, after, _PARTS)))


def _compared(before: str, after: str, parts: Sequence[re.Pattern[str]]) -> Iterator[Stretch]:
    if not (before and after and parts):
        yield Stretch(before, is_out=True)
        yield Stretch(after, is_in=True)
        return
    old, new = parts[0].findall(before), parts[0].findall(after)
    first = _same(old, new)
    last = _same(old[first:][::-1], new[first:][::-1])
    middle = old[first : len(old) - last], new[first : len(new) - last]
    yield Stretch("".join(old[:first]))
    yield from _between(*middle, parts[1:])
    yield Stretch("".join(old[len(old) - last :]))


def _same(old: Sequence[str], new: Sequence[str]) -> int:
    """How many parts both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _between(
    old: list[str], new: list[str], smaller: Sequence[re.Pattern[str]]
) -> Iterator[Stretch]:
    times = Counter(new)
    if sum(times[each] for each in old) > _MOST_PAIRS:
        yield from _compared("".join(old), "".join(new), smaller)
        return
    for change, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change == "equal":
            yield Stretch("".join(old[i:j]))
        else:
            yield from _compared("".join(old[i:j]), "".join(new[k:m]), smaller)


def _joined(stretches: Iterator[Stretch]) -> Iterator[Stretch]:
    """Neighbours of one kind as one."""
    for (is_out, is_in), same in groupby(stretches, lambda each: (each.is_out, each.is_in)):
        if text := "".join(each.text for each in same):
            yield Stretch(text, is_out, is_in)
