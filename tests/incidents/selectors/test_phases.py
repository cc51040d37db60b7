from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from incidents.models import Incident, Milestone, Precision
from incidents.selectors.phases import NARROWEST, Phase, phases_of, picture_of
from incidents.selectors.timeline_entry import Time

THREE = datetime(2026, 11, 4, 15, tzinfo=UTC)
NOW = THREE + timedelta(days=1)


def times(precision=Precision.MINUTE, **minutes):
    said = {Milestone(name): THREE + timedelta(minutes=after) for name, after in minutes.items()}
    return {
        milestone: Time(milestone, said[milestone], precision)
        for milestone in Milestone
        if milestone in said
    }


def told(phases):
    return [(phase.label, phase.length // timedelta(minutes=1)) for phase in phases]


def test_the_phases_lie_between_the_known_times():
    known = times(cause_began=0, impact_started=30, detected=34, mitigated=75, recovered=90)
    assert told(phases_of(Incident(), known, NOW)) == [
        ("Cause at work", 30),
        ("Not yet detected", 4),
        ("Being mitigated", 41),
        ("Recovering", 15),
    ]


def test_where_a_time_between_is_not_known_both_ends_are_named():
    known = times(impact_started=0, mitigated=30)
    assert told(phases_of(Incident(status="resolved"), known, NOW)) == [
        ("Impact started - Mitigated", 30)
    ]


def test_the_last_phase_goes_on_while_the_incident_lasts():
    (phase,) = phases_of(Incident(status="monitoring"), times(detected=0), NOW)
    assert phase.end is None
    assert phase.told == "more than 1 day"
    assert phases_of(Incident(status="closed"), times(detected=0), NOW) == []


def test_times_that_contradict_each_other_make_no_picture():
    assert phases_of(Incident(), times(impact_started=30, mitigated=0), NOW) == []


def test_an_end_that_is_known_to_the_hour_makes_the_length_an_estimate():
    known = times(Precision.HOUR, cause_began=20, impact_started=59)
    assert phases_of(Incident(), known, NOW)[0].told == "at most 1 h"


def test_phases_speak_danish():
    with translation.override("da"):
        assert told(phases_of(Incident(), times(detected=0, mitigated=5), NOW))[0][0] == "Afhjælpes"


def test_no_phase_is_too_narrow_to_see_and_that_is_said():
    known = times(cause_began=0, impact_started=1, detected=100_000)
    picture = picture_of(phases_of(Incident(status="closed"), known, NOW))
    assert not picture.is_to_scale
    assert float(picture.drawn[0].width.rstrip("%")) >= NARROWEST * 0.9


@given(st.lists(st.integers(0, 10**7), max_size=6))
def test_the_picture_fills_its_width_without_gaps(minutes):
    start = Time(Milestone.DETECTED, THREE, Precision.MINUTE)
    picture = picture_of([Phase(start, start, timedelta(minutes=length)) for length in minutes])
    place = 0.0
    for drawn in picture.drawn:
        assert float(drawn.left.rstrip("%")) == pytest.approx(place, abs=0.1)
        place += float(drawn.width.rstrip("%"))
    assert not picture.drawn or place == pytest.approx(100, abs=0.1)
