"""Honest totals: between which numbers all groups together must lie, and why.

A total of overlapping groups is not their sum. Without knowing how they overlap it is at least
the largest of them and at most their sum, never more than the whole; declared relations narrow it.
"""

import itertools
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
    SHARED = "shared"
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
    apart = _inherited(disjoint, within)
    ranges = _narrowed(counts, within, apart, population)
    low, why_low = _lower(counts, ranges, apart)
    high, why_high = _upper(ranges, within, apart, population)
    clash = _clash(ranges) or (high is not None and low > high)
    return Bounds(low, high, why_low, why_high, is_contradiction=clash)


Ranges = dict[int, tuple[int, int | None]]
Pairs = set[tuple[int, int]]


def _closure(nested: Iterable[tuple[int, int]], groups: set[int]) -> Pairs:
    """Who lies within whom, also through others, each group within itself."""
    within = {(group, group) for group in groups} | set(nested)
    known = {group for pair in within for group in pair}
    for between in known:
        wholes = [whole for whole in known if (between, whole) in within]
        within |= {(part, whole) for part in known if (part, between) in within for whole in wholes}
    return within


def _inherited(disjoint: Iterable[tuple[int, int]], within: Pairs) -> Pairs:
    """Whatever lies within one of two disjoint groups is disjoint from the other."""
    apart: Pairs = set()
    for one, other in disjoint:
        inner = [a for a, b in within if b == one]
        outer = [a for a, b in within if b == other]
        apart |= {(a, b) for a in inner for b in outer} | {(b, a) for a in inner for b in outer}
    return apart


def _narrowed(
    counts: Sequence[Count], within: Pairs, apart: Pairs, population: int | None
) -> Ranges:
    """What follows for each group from the others, until nothing new does or they clash."""
    ranges: Ranges = {}
    for count in counts:
        known = [high for high in (count.high, population) if high is not None]
        ranges[count.group] = (count.low, min(known, default=None))
    while True:
        narrower = {
            group: (
                _at_least(group, ranges, within, apart),
                _at_most(group, ranges, within, apart, population),
            )
            for group in ranges
        }
        if narrower == ranges or _clash(narrower):
            return narrower
        ranges = narrower


def _clash(ranges: Ranges) -> bool:
    return any(high is not None and low > high for low, high in ranges.values())


def _at_least(group: int, ranges: Ranges, within: Pairs, apart: Pairs) -> int:
    """A group holds at least what lies within it."""
    inside = [other for other in ranges if (other, group) in within]
    return max(ranges[group][0], _heaviest(inside, _lows(ranges), apart))


def _at_most(
    group: int, ranges: Ranges, within: Pairs, apart: Pairs, population: int | None
) -> int | None:
    """A group has at most the room that others, with whom it shares nobody, leave it."""
    highs = [ranges[group][1]]
    if (group, group) in apart:
        highs.append(0)
    for outer in ranges:
        if (group, outer) in within:
            # In a group that is the same as this one, others take no room from it.
            is_same = (outer, group) in within
            inside = [] if is_same else [other for other in ranges if (other, outer) in within]
            highs.append(_room(ranges[outer][1], group, inside, ranges, apart))
    highs.append(_room(population, group, list(ranges), ranges, apart))
    return min((high for high in highs if high is not None), default=None)


def _room(
    whole: int | None, group: int, inside: list[int], ranges: Ranges, apart: Pairs
) -> int | None:
    others = [other for other in inside if other != group and (other, group) in apart]
    return None if whole is None else whole - _heaviest(others, _lows(ranges), apart)


def _lows(ranges: Ranges) -> dict[int, int]:
    return {group: low for group, (low, _high) in ranges.items()}


def _lower(counts: Sequence[Count], ranges: Ranges, apart: Pairs) -> tuple[int, Why]:
    largest = max((count.low for count in counts), default=0)
    together = _heaviest(ranges, _lows(ranges), apart)
    return (together, Why.DISJOINT) if together > largest else (largest, Why.LARGEST)


def _heaviest(groups: Iterable[int], weights: dict[int, int], apart: Pairs) -> int:
    """The most that pairwise disjoint groups hold together, of the largest that are few enough."""
    heaviest = sorted((g for g in groups if weights[g] > 0), key=lambda g: -weights[g])
    return _most(heaviest[:EXACT_UP_TO], weights, apart)


def _most(groups: list[int], weights: dict[int, int], apart: Pairs) -> int:
    if not groups:
        return 0
    first, rest = groups[0], groups[1:]
    friends = [other for other in rest if (first, other) in apart]
    taken = weights[first] + _most(friends, weights, apart)
    # Leaving the first out pays only when the rest might still weigh more.
    if len(friends) == len(rest) or taken >= sum(weights[other] for other in rest):
        return taken
    return max(taken, _most(rest, weights, apart))


def _upper(
    ranges: Ranges, within: Pairs, apart: Pairs, population: int | None
) -> tuple[int | None, Why]:
    outer = [group for group in sorted(ranges) if not _is_inside(group, ranges, within)]
    highs = [ranges[group][1] for group in outer]
    if any(high is None for high in highs):
        return None, Why.UNKNOWN
    shared = _shared(outer, ranges, within, apart)
    total = sum(high for high in highs if high is not None) - shared
    if population is not None and population <= total:
        return population, Why.POPULATION
    if shared:
        return total, Why.SHARED
    if len(outer) < len(ranges):
        return total, Why.NESTED
    are_apart = all(pair in apart for pair in itertools.combinations(outer, 2))
    return total, Why.DISJOINT if are_apart and len(outer) > 1 else Why.SUM


def _shared(outer: list[int], ranges: Ranges, within: Pairs, apart: Pairs) -> int:
    """How often somebody is surely counted again when the outer groups are added."""
    again = {
        group: low * (sum((group, whole) in within for whole in outer) - 1)
        for group, (low, _high) in ranges.items()
    }
    return _heaviest(ranges, again, apart)


def _is_inside(group: int, ranges: Ranges, within: Pairs) -> bool:
    # Two groups within each other are the same; only the first of them is counted.
    return any(
        a == group and b != group and b in ranges and ((b, a) not in within or b < a)
        for a, b in within
    )
