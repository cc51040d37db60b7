from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from incidents.models import Incident, IncidentLink, Milestone, Precision, TimelineEntry
from incidents.selectors.phases import phases_of
from incidents.selectors.timeline_entry import (
    contradictions_in,
    duration_between,
    timeline_of,
    times_of,
)
from insights.selectors.selection import ALWAYS, Period, Why, selection_of, told_again
from tests.insights.past_record import START, incident, tell

NOW = START + timedelta(days=30)


def select(period=ALWAYS):
    return selection_of(Incident.objects.all(), period, NOW)


def only():
    (case,) = select().cases
    return case


ENTRIES = st.lists(
    st.tuples(
        st.sampled_from([*Milestone.values, ""]),
        st.integers(-90, 3_000),
        st.sampled_from(["second", "minute", "minute", "minute", "hour", "day", "unknown"]),
        st.sampled_from(["", "", "", "retracted", "corrected"]),
    ),
    max_size=8,
)


class TestAgainstTheIncidentsOwnPage(TestCase):
    """Reading many at once finds what reading one finds."""

    @given(ENTRIES, st.booleans())
    def test_the_times_of_a_case_are_those_of_its_own_page(self, entries, is_declared):
        kept = incident(Incident.objects.count() + 1, declared_at=START if is_declared else None)
        for milestone, seconds, precision, fate in entries:
            _write(kept, milestone, seconds, precision, fate)
        case = next(it for it in select().cases if it.pk == kept.pk)
        times = times_of(kept, timeline_of(kept))
        assert {each: case.moment(each) for each in case.at} == {
            each.value: time.moment for each, time in times.items()
        }
        assert case.contradicts == bool(contradictions_in(times))
        assert [phase.label for phase in phases_of(kept, case.times, NOW)] == [
            phase.label for phase in phases_of(kept, times, NOW)
        ]
        for start in Milestone:
            for end in Milestone:
                lasted = case.between(start, end)
                if isinstance(lasted, timedelta):
                    assert lasted == duration_between(times, start, end)
                elif not case.contradicts:
                    assert duration_between(times, start, end) is None


def _write(kept, milestone, seconds, precision, fate):
    at = None if precision == "unknown" else START + timedelta(seconds=seconds)
    said = {
        "incident": kept,
        "kind": "note",
        "milestone": milestone,
        "text": "Seen",
        "occurred_at": at,
        "precision": precision,
    }
    entry = TimelineEntry.objects.create(**said, recorded_at=timezone.now())
    if fate:
        changed = {"is_retraction": True} if fate == "retracted" else {"text": "Seen clearly"}
        TimelineEntry.objects.create(
            **said | changed, replaces=entry, recorded_at=timezone.now(), reason="So"
        )


def test_the_beginning_is_when_the_impact_started_else_when_somebody_could_know(db):
    kept = incident(1)
    tell(kept, declared=30, detected=20)
    assert only().began == Milestone.DETECTED
    tell(kept, impact_started=10)
    assert only().began == Milestone.IMPACT_STARTED


def test_a_length_is_not_told_where_a_time_is_missing_rough_or_contradicted(db):
    kept = incident(1)
    tell(kept, impact_started=0)
    assert only().between("impact_started", "resolved") == Why.NO_END
    assert only().between("detected", "impact_started") == Why.NO_START
    tell(kept, Precision.DAY, resolved=3_000)
    assert only().between("impact_started", "resolved") == Why.ROUGH
    tell(kept, mitigated=-60)
    assert only().between("impact_started", "resolved") == Why.CONTRADICTION


def test_a_period_has_both_its_days_in_the_readers_time_zone_and_says_what_has_none(db):
    tell(incident(1), impact_started=0)
    tell(incident(2), impact_started=60 * 11 + 30)  # half past midnight in Copenhagen
    incident(3)
    first, next_day = date(2026, 3, 2), date(2026, 3, 3)
    found = select(Period(first, first))
    assert ([case.number for case in found.cases], found.undated) == ([1], 1)
    assert [case.number for case in select(Period(next_day)).cases] == [2]
    assert [case.number for case in select(Period(None, next_day)).cases] == [1, 2]
    assert (len(select().cases), select().undated) == (3, 0)
    with timezone.override("UTC"):
        assert [case.number for case in select(Period(first, first)).cases] == [1, 2]


def test_a_duplicate_is_counted_once_and_only_where_the_other_is_counted_too(db):
    one, other = incident(1), incident(2, severity="sev4")
    IncidentLink.objects.create(source=one, target=other, kind="duplicate")
    assert ([case.number for case in select().cases], select().duplicates) == ([2], 1)
    severe = selection_of(Incident.objects.filter(severity="sev2"), Period(), NOW)
    assert ([case.number for case in severe.cases], severe.duplicates) == ([1], 0)


@pytest.mark.parametrize(
    ("pairs", "again"),
    [
        ([], set()),
        ([(1, 2)], {1}),
        ([(1, 2), (2, 3)], {1, 2}),
        ([(1, 2), (2, 1)], {2}),
        ([(3, 4), (4, 3), (1, 3)], {1, 4}),
        ([(1, 2), (2, 3), (3, 1)], {2, 3}),
    ],
)
def test_of_a_chain_its_end_is_counted_and_of_a_ring_its_first(pairs, again):
    assert told_again(pairs) == again


PAIRS = st.tuples(st.integers(1, 8), st.integers(1, 8)).filter(lambda pair: pair[0] != pair[1])


@given(st.lists(PAIRS))
def test_of_what_tells_the_same_something_is_always_counted(pairs):
    again = told_again(pairs)
    for one in again:
        reached, left = set(), [one]
        while left:
            here = left.pop()
            if here not in reached:
                reached.add(here)
                left.extend(other for source, other in pairs if source == here)
        assert reached - again
