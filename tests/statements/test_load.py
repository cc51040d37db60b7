"""Waves cover everybody once and never make more than the login can take."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statements.load import LARGEST_AUDIENCE, LISTED, Opening, login_load, room_of, waves_for

STORY = Opening(per_thousand=600, minutes=15)
recipients = st.integers(1, LARGEST_AUDIENCE)
openings = st.builds(Opening, st.integers(0, 1_000), st.integers(1, 1_440))
rooms = st.integers(0, 10**9)


def test_the_message_of_the_story_would_have_gone_in_four_waves():
    assert login_load(1_600_000, STORY) == 64_000
    waves = waves_for(1_600_000, STORY, room_of(20_000, 3_000))
    assert [(each.size, each.after) for each in waves.stretches] == [
        (425_000, timedelta(0)),
        (425_000, timedelta(minutes=15)),
        (425_000, timedelta(minutes=30)),
        (325_000, timedelta(minutes=45)),
    ]


@pytest.mark.parametrize(("recipients", "load"), [(1_249, 1), (1_250, 2), (416, 0), (417, 1)])
def test_a_load_is_rounded_half_up(recipients, load):
    assert login_load(recipients, Opening(per_thousand=12, minutes=10)) == load


@given(recipients, openings, rooms)
def test_waves_go_to_everybody_exactly_once(count, opening, room):
    waves = waves_for(count, opening, room)
    if waves:
        parts = waves.stretches
        assert sum(each.size * (each.last - each.first + 1) for each in parts) == count
        assert all(each.size > 0 for each in parts)


@given(recipients, openings, rooms)
def test_no_wave_makes_more_than_there_is_room_for(count, opening, room):
    waves = waves_for(count, opening, room)
    if waves:
        for each in waves.stretches:
            assert each.size * opening.per_thousand <= room * 1_000 * opening.minutes
            assert login_load(each.size, opening) <= room


@given(recipients, openings, rooms)
def test_there_is_one_wave_exactly_when_all_of_it_fits(count, opening, room):
    waves = waves_for(count, opening, room)
    fits = count * opening.per_thousand <= room * 1_000 * opening.minutes
    assert (waves is not None and waves.count == 1) == fits


@given(recipients, openings, rooms)
def test_one_wave_fewer_would_be_too_few(count, opening, room):
    waves = waves_for(count, opening, room)
    if waves and waves.count > 1:
        largest = -(-count // (waves.count - 1))
        assert largest * opening.per_thousand > room * 1_000 * opening.minutes


@given(recipients, openings, rooms)
def test_waves_follow_each_other_without_a_gap_and_a_window_apart(count, opening, room):
    waves = waves_for(count, opening, room)
    if waves:
        parts = waves.stretches
        assert (parts[0].first, parts[-1].last) == (1, waves.count)
        assert all(b.first == a.last + 1 for a, b in pairwise(parts))
        assert all(
            each.after == timedelta(minutes=opening.minutes * (each.first - 1)) for each in parts
        )
        assert len(parts) <= LISTED


def test_waves_without_number_are_told_in_three_lines():
    waves = waves_for(LARGEST_AUDIENCE, Opening(per_thousand=1_000, minutes=1), room=1)
    assert [(each.first, each.last) for each in waves.stretches] == [
        (1, 1),
        (2, LARGEST_AUDIENCE - 1),
        (LARGEST_AUDIENCE, LARGEST_AUDIENCE),
    ]


@given(recipients, openings)
def test_without_room_there_is_no_wave_unless_nobody_logs_in(count, opening):
    assert (waves_for(count, opening, 0) is None) == (opening.per_thousand > 0)


@pytest.mark.parametrize(("capacity", "normal"), [(0, 0), (100, 100), (100, 300)])
def test_a_login_that_is_busy_already_has_no_room(capacity, normal):
    assert room_of(capacity, normal) == 0
