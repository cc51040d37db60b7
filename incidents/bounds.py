"""Honest totals: between which numbers all groups together must lie, and why.

A total of overlapping groups is not their sum. Without knowing how they overlap it is at least
the largest of them and at most their sum, never more than the whole; declared relations narrow it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

EXACT_UP_TO = 16


@dataclass(frozen=True, slots=True)
class Count:
    """What is believed of one group: at least `low`, at most `high` (None: nobody knows)."""

    group: int
    low: int = 0
    high: int | None = None


class Why(StrEnum):
    """What a bound rests on."""

    LARGEST = "largest"
    DISJOINT = "disjoint"
    SUM = "sum"
    NESTED = "nested"
    POPULATION = "population"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Bounds:
    """At least `low`, at most `high` (None: nobody can say), and what each rests on.

    `is_contradiction`: what was said of the groups cannot all be true, so there is no total.
    """

    low: int
    high: int | None
    why_low: Why
    why_high: Why
    is_contradiction: bool = False


def total_bounds(
    counts: Sequence[Count],
    *,
    nested: Iterable[tuple[int, int]] = (),
    disjoint: Iterable[tuple[int, int]] = (),
    population: int | None = None,
) -> Bounds:
    """How many are in at least one of the groups.

    `nested` pairs say that the first lies wholly within the second, `disjoint` pairs that nobody
    is in both. `population` is the whole all groups are part of, where there is one.
    """
    within = _closure(nested, {count.group for count in counts})
    ranges = _narrowed(counts, within, population)
    apart = _inherited(disjoint, within)
    low, why_low = _lower(ranges, apart)
    high, why_high = _upper(ranges, within, population)
    impossible = any(
        high_of is not None and low_of > high_of for low_of, high_of in ranges.values()
    )
    empty = any(one == other and ranges[one][0] > 0 for one, other in apart if one in ranges)
    clash = impossible or empty or (high is not None and low > high)
    return Bounds(low, high, why_low, why_high, is_contradiction=clash)


Ranges = dict[int, tuple[int, int | None]]
Pairs = set[tuple[int, int]]


def _closure(nested: Iterable[tuple[int, int]], groups: set[int]) -> Pairs:
    """Who lies within whom, also through others, each group within itself."""
    within = {(group, group) for group in groups} | set(nested)
    while True:
        further = {(a, d) for a, b in within for c, d in within if b == c} - within
        if not further:
            return within
        within |= further


def _narrowed(counts: Sequence[Count], within: Pairs, population: int | None) -> Ranges:
    """A group holds at least what lies within it, and at most what it lies within."""
    own = {count.group: count for count in counts}
    ranges: Ranges = {}
    for group in own:
        low = max(own[a].low for a, b in within if b == group and a in own)
        highs = [own[b].high for a, b in within if a == group and b in own]
        known = [high for high in [*highs, population] if high is not None]
        ranges[group] = (low, min(known) if known else None)
    return ranges


def _inherited(disjoint: Iterable[tuple[int, int]], within: Pairs) -> Pairs:
    """Whatever lies within one of two disjoint groups is disjoint from the other."""
    apart: Pairs = set()
    for one, other in disjoint:
        inner = [a for a, b in within if b == one]
        outer = [a for a, b in within if b == other]
        apart |= {(a, b) for a in inner for b in outer} | {(b, a) for a in inner for b in outer}
    return apart


def _lower(ranges: Ranges, apart: Pairs) -> tuple[int, Why]:
    largest = max((low for low, _high in ranges.values()), default=0)
    together = _heaviest(sorted(ranges, key=lambda g: -ranges[g][0])[:EXACT_UP_TO], ranges, apart)
    return (together, Why.DISJOINT) if together > largest else (largest, Why.LARGEST)


def _heaviest(groups: list[int], ranges: Ranges, apart: Pairs, taken: tuple[int, ...] = ()) -> int:
    """The most that pairwise disjoint groups hold together."""
    if not groups:
        return 0
    first, rest = groups[0], groups[1:]
    without = _heaviest(rest, ranges, apart, taken)
    if any((first, other) not in apart for other in taken):
        return without
    return max(without, ranges[first][0] + _heaviest(rest, ranges, apart, (*taken, first)))


def _upper(ranges: Ranges, within: Pairs, population: int | None) -> tuple[int | None, Why]:
    outer = [group for group in sorted(ranges) if not _is_inside(group, ranges, within)]
    highs = [ranges[group][1] for group in outer]
    if any(high is None for high in highs):
        return None, Why.UNKNOWN
    total = sum(high for high in highs if high is not None)
    if population is not None and population <= total:
        return population, Why.POPULATION
    return total, Why.NESTED if len(outer) < len(ranges) else Why.SUM


def _is_inside(group: int, ranges: Ranges, within: Pairs) -> bool:
    # Two groups within each other are the same; only the first of them is counted.
    return any(
        a == group and b != group and b in ranges and ((b, a) not in within or b < a)
        for a, b in within
    )
