import itertools
import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.arithmetic import (
    EDGES,
    FEWEST,
    MOST_PERIODS,
    TICKS,
    Length,
    axis_for,
    classes_of,
    lanes_for,
    likely_ranks,
    period_with,
    periods_of,
    rank_of,
    spread_of,
)

SECONDS = st.integers(0, EDGES[-1] * 2)
LENGTHS = st.builds(Length, SECONDS, st.booleans())
DAYS = st.dates(date(1970, 1, 1), date(2200, 12, 31))


def test_below_thirty_there_is_no_spread():
    assert spread_of([Length(60)] * (FEWEST - 1)) is None
    assert spread_of([Length(60)] * FEWEST)


@given(st.lists(LENGTHS, min_size=FEWEST, max_size=120))
def test_a_spread_is_in_order_and_made_of_the_lengths_themselves(lengths):
    spread = spread_of(lengths)
    assert spread
    parts = [
        spread.shortest,
        spread.quarter,
        spread.median,
        spread.three_quarters,
        spread.longest,
    ]
    assert all(one.seconds <= other.seconds for one, other in itertools.pairwise(parts))
    assert {each.seconds for each in parts} <= {length.seconds for length in lengths}
    assert spread.likely[0].seconds <= spread.median.seconds <= spread.likely[1].seconds
    assert spread.open_count == sum(length.is_open for length in lengths)


@given(st.lists(LENGTHS, min_size=FEWEST, max_size=120), st.integers(0, 10**9))
def test_however_long_the_open_ones_go_on_no_quantile_is_undercut(lengths, more):
    told, grown = (
        spread_of(each)
        for each in (
            lengths,
            [Length(it.seconds + (more if it.is_open else 0)) for it in lengths],
        )
    )
    assert told
    assert grown
    for name in ("shortest", "quarter", "median", "three_quarters", "longest"):
        before, after = getattr(told, name), getattr(grown, name)
        assert after.seconds >= before.seconds
        if not before.is_at_least:
            assert after.seconds == before.seconds


@given(st.integers(1, 100), st.integers(1, 10_000))
def test_the_share_at_or_below_a_quantile_is_the_one_that_was_asked(percent, count):
    rank = rank_of(percent, count)
    assert 1 <= rank <= count
    assert 100 * rank >= percent * count
    assert rank == 1 or 100 * (rank - 1) < percent * count


@pytest.mark.parametrize("count", range(FEWEST, 400))
def test_the_median_lies_between_the_likely_ranks_nineteen_times_of_twenty(count):
    low, high = likely_ranks(count)
    assert (low, high) == (count + 1 - high, count + 1 - low)
    below = sum(math.comb(count, hits) for hits in range(low)) / 2**count
    assert 1 - 2 * below >= 0.95


@given(st.lists(SECONDS))
def test_an_axis_holds_every_length_in_order(lengths):
    axis = axis_for(lengths)
    assert len(axis.ticks) >= 2
    assert set(axis.ticks) <= set(TICKS)
    places = [axis.place(seconds) for seconds in sorted(lengths)]
    assert all(0 <= place <= 1 for place in places)
    assert places == sorted(places)
    assert (axis.place(axis.ticks[0]), axis.place(axis.ticks[-1])) == (0, 1)


def test_an_axis_has_no_mark_more_than_it_needs():
    assert axis_for([2 * 3_600]).ticks == (3_600, 6 * 3_600)
    assert axis_for([]).ticks == TICKS[:2]
    assert axis_for([0, 60]).ticks == TICKS[:2]


@given(st.lists(SECONDS))
def test_every_length_is_in_one_class(lengths):
    classes = classes_of(lengths)
    assert sum(classes.values()) == len(lengths)
    for (start, end), count in classes.items():
        is_last = end == EDGES[-1]
        inside = [it for it in lengths if start <= it and (it < end or is_last)]
        assert len(inside) == count > 0


@given(st.lists(st.floats(0, 100), max_size=60), st.floats(0.1, 5))
def test_no_dot_covers_another(places, width):
    lanes = lanes_for(places, width)
    for one, other in itertools.combinations(range(len(places)), 2):
        if lanes[one] == lanes[other]:
            near, far = sorted((places[one], places[other]))
            assert near + width <= far


@given(st.lists(DAYS, min_size=1))
def test_time_is_parted_into_few_columns_and_every_day_is_in_its_own(days):
    months = periods_of(days)
    begun = sorted({period_with(day, months) for day in days})
    span = (begun[-1].year - begun[0].year) * 12 + begun[-1].month - begun[0].month
    assert span // months + 1 <= MOST_PERIODS
    for day in days:
        first = period_with(day, months)
        assert first <= day
        assert (day.year - first.year) * 12 + day.month - first.month < months
