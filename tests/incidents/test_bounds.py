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
            (8, 11, Why.DISJOINT, Why.SUM),
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
