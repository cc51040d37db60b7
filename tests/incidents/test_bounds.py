import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.bounds import Bounds, Count, Why, total_bounds

A, B, C = 1, 2, 3


@pytest.mark.parametrize(
    ("counts", "said", "expected"),
    [
        ([Count(A, 5, 7), Count(B, 3, 4)], {}, (5, 11, Why.LARGEST, Why.SUM)),
        (
            [Count(A, 5, 7), Count(B, 3, 4)],
            {"population": 8},
            (5, 8, Why.LARGEST, Why.POPULATION),
        ),
        (
            [Count(A, 5, 7), Count(B, 3, 4)],
            {"disjoint": [(A, B)]},
            (8, 11, Why.DISJOINT, Why.DISJOINT),
        ),
        (
            [Count(A, 5, 7), Count(B, 3, 4)],
            {"nested": [(B, A)]},
            (5, 7, Why.LARGEST, Why.NESTED),
        ),
        ([Count(A, 5, 7), Count(B)], {}, (5, None, Why.LARGEST, Why.UNKNOWN)),
        ([Count(A, 5, 7), Count(B)], {"nested": [(B, A)]}, (5, 7, Why.LARGEST, Why.NESTED)),
        (
            [Count(A, 5, 7), Count(B)],
            {"population": 9},
            (5, 9, Why.LARGEST, Why.POPULATION),
        ),
        (
            [Count(A, 2, 4), Count(B, 3, 9)],
            {"nested": [(A, B), (B, A)]},
            (3, 4, Why.LARGEST, Why.NESTED),
        ),
        (
            [Count(A, 1, 4), Count(B, 1, 2), Count(C, 3, 4)],
            {"nested": [(A, B), (A, C)]},
            (3, 5, Why.LARGEST, Why.SHARED),
        ),
        (
            [Count(A), Count(B), Count(C, 0, 6)],
            {"nested": [(A, B), (B, C)]},
            (0, 6, Why.LARGEST, Why.NESTED),
        ),
        (
            [Count(A, 4, 6), Count(B, 4, 9), Count(C, 0, 10)],
            {"nested": [(A, C), (B, C)], "disjoint": [(A, B), (B, A), (A, B)]},
            (8, 10, Why.DISJOINT, Why.NESTED),
        ),
        ([], {}, (0, 0, Why.LARGEST, Why.SUM)),
    ],
)
def test_the_total_is_as_narrow_as_what_was_said(counts, said, expected):
    bounds = total_bounds(counts, **said)
    assert (bounds.low, bounds.high, bounds.why_low, bounds.why_high) == expected
    assert not bounds.is_contradiction


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([Count(A, 5, 7), Count(B, 8, 9)], {"nested": [(B, A)]}),
        ([Count(A, 5, 7), Count(B, 4, 4)], {"nested": [(B, A)], "disjoint": [(A, B)]}),
        ([Count(A, 5, 7), Count(B, 4, 4)], {"disjoint": [(A, B)], "population": 8}),
        ([Count(A, 5, 7)], {"population": 4}),
        # Two disjoint parts do not fit in their whole, whatever else is counted.
        (
            [Count(A, 3, 4), Count(B, 4, 5), Count(C, 1, 6), Count(4, 1, 90)],
            {"nested": [(A, C), (B, C)], "disjoint": [(A, B)]},
        ),
        ([Count(A, 1, 2), Count(B, 0, 5)], {"disjoint": [(A, A)]}),
    ],
)
def test_what_cannot_be_true_together_is_called_a_contradiction(counts, said):
    assert total_bounds(counts, **said).is_contradiction


@st.composite
def worlds(draw):
    """Who really was in which group, and true things said of it."""
    whole = draw(st.integers(1, 10))
    groups = [
        frozenset(draw(st.sets(st.integers(1, whole)))) for _ in range(draw(st.integers(1, 5)))
    ]
    counts = [
        Count(
            number,
            draw(st.integers(0, len(members))),
            draw(st.none() | st.integers(len(members), 12)),
        )
        for number, members in enumerate(groups)
    ]
    pairs = [(a, b) for a in range(len(groups)) for b in range(len(groups)) if a != b]
    nested = [pair for pair in pairs if groups[pair[0]] <= groups[pair[1]]]
    disjoint = [pair for pair in pairs if not groups[pair[0]] & groups[pair[1]]]
    said = {
        "nested": draw(st.lists(st.sampled_from(nested), unique=True)) if nested else [],
        "disjoint": draw(st.lists(st.sampled_from(disjoint), unique=True)) if disjoint else [],
        "population": draw(st.none() | st.just(whole)),
    }
    return groups, counts, said


def holds(bounds: Bounds, number: int) -> bool:
    return bounds.low <= number and (bounds.high is None or number <= bounds.high)


@given(worlds())
def test_the_bounds_contain_every_world_that_is_consistent_with_what_was_said(world):
    groups, counts, said = world
    bounds = total_bounds(counts, **said)
    assert not bounds.is_contradiction
    assert holds(bounds, len(frozenset().union(*groups)))


@given(worlds())
def test_saying_more_never_widens_the_bounds(world):
    _groups, counts, said = world
    narrow, wide = total_bounds(counts, **said), total_bounds(counts)
    assert narrow.low >= wide.low
    assert wide.high is None or (narrow.high is not None and narrow.high <= wide.high)


@st.composite
def claims(draw):
    """Anything that could be said of a few small groups, true or not."""
    sizes = st.integers(0, 4)
    ranges = [sorted((draw(sizes), draw(sizes))) for _ in range(draw(st.integers(1, 4)))]
    counts = [Count(group, low, high) for group, (low, high) in enumerate(ranges)]
    pairs = st.tuples(*2 * (st.integers(0, len(counts) - 1),)).filter(lambda p: p[0] != p[1])
    said = {
        "nested": draw(st.lists(pairs, max_size=4)),
        "disjoint": draw(st.lists(pairs, max_size=3)),
        "population": draw(st.none() | st.integers(1, 9)),
    }
    return counts, said


def possible_totals(counts, nested, disjoint, population):
    """The totals of all worlds in which what was said is true, by trying them all.

    A person is in some set of groups; how many are in each such set is tried, set by set.
    """
    kinds = [
        kind
        for kind in itertools.product((0, 1), repeat=len(counts))
        if any(kind)
        and not any(kind[a] and not kind[b] for a, b in nested)
        and not any(kind[a] and kind[b] for a, b in disjoint)
    ]
    worlds = {((0,) * len(counts), 0)}
    for kind in kinds:
        worlds = {
            (held, total + number)
            for sizes, total in worlds
            for number in range(5)
            if total + number <= (population or 99)
            for held in [
                tuple(size + number * is_in for size, is_in in zip(sizes, kind, strict=True))
            ]
            if all(size <= count.high for size, count in zip(held, counts, strict=True))
        }
    return {
        total
        for sizes, total in worlds
        if all(size >= count.low for size, count in zip(sizes, counts, strict=True))
    }


@given(claims())
def test_the_bounds_are_those_of_all_worlds_tried_one_by_one(claim):
    counts, said = claim
    totals, bounds = possible_totals(counts, **said), total_bounds(counts, **said)
    assert bounds.is_contradiction == (not totals)
    if totals:
        assert (bounds.low, bounds.high) == (min(totals), max(totals))


@given(claims())
def test_saying_a_thing_twice_or_a_group_of_itself_changes_nothing(claim):
    counts, said = claim
    again = {
        "nested": [*said["nested"], *said["nested"], *((c.group, c.group) for c in counts)],
        "disjoint": [*said["disjoint"], *((b, a) for a, b in said["disjoint"])],
        "population": said["population"],
    }
    assert total_bounds(counts, **again) == total_bounds(counts, **said)


@given(worlds())
def test_nobody_knows_the_most_only_when_a_group_of_unknown_size_lies_within_none_that_is(world):
    _groups, counts, said = world
    bounds = total_bounds(counts, **said | {"population": None})
    bounded = {count.group for count in counts if count.high is not None}
    bounded |= surely_empty(counts, said)
    for _count in counts:
        bounded |= {inner for inner, outer in said["nested"] if outer in bounded}
    assert (bounds.high is None) == (len(bounded) < len(counts))


def surely_empty(counts, said):
    """Groups that lie within two that share nobody."""
    around = {count.group: {count.group} for count in counts}
    for _count in counts:
        for inner, outer in said["nested"]:
            around[inner] |= around[outer]
    return {
        group
        for group, outer in around.items()
        if any(a in outer and b in outer for a, b in said["disjoint"])
    }
