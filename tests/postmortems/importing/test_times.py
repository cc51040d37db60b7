from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.defects import DefectKind
from incidents.models import Precision
from postmortems.importing.notes import Notes
from postmortems.importing.times import UNKNOWN, Clock, Zone, offset_of, zone_named

LONDON = Zone("Europe/London", ZoneInfo("Europe/London"), DefectKind.ZONE_GIVEN)


def read(told, text="", stated="", zone=LONDON):
    notes = Notes()
    return Clock(zone, stated, notes).read(told, "timeline 1", text), notes.defects()


def kinds(defects):
    return [found["kind"] for found in defects]


@pytest.mark.parametrize(
    ("told", "moment", "precision"),
    [
        ("2024-03-13T14:05:00+00:00", datetime(2024, 3, 13, 14, 5, tzinfo=UTC), "minute"),
        ("2024-03-13 14:05Z", datetime(2024, 3, 13, 14, 5, tzinfo=UTC), "minute"),
        ("2024-03-13T14:05:09-0700", datetime(2024, 3, 13, 21, 5, 9, tzinfo=UTC), "second"),
        ("2018-02-01T09:28:33.000Z", datetime(2018, 2, 1, 9, 28, 33, tzinfo=UTC), "second"),
    ],
)
def test_a_time_with_a_zone_is_read_as_told(told, moment, precision):
    found, defects = read(told)
    assert (found.moment, found.precision, defects) == (moment, precision, [])


def test_a_time_without_a_zone_is_read_in_the_given_one_and_told():
    told, defects = read("2020-07-12T11:45:00")
    assert told.moment == datetime(2020, 7, 12, 10, 45, tzinfo=UTC)
    assert defects == [
        {
            "kind": "zone_given",
            "count": 1,
            "where": "timeline 1",
            "told": "2020-07-12T11:45:00",
            "zone": "Europe/London",
        }
    ]


@pytest.mark.parametrize(
    ("told", "text"), [("2024-03-13", "14:?? Scaled down"), ("2024-03-13T14:??", "Scaled down")]
)
def test_an_unknown_minute_is_known_to_the_hour(told, text):
    found, defects = read(told, text)
    assert found.moment == datetime(2024, 3, 13, 14, tzinfo=UTC)
    assert found.precision == Precision.HOUR
    assert "unknown_minute" in kinds(defects)


@pytest.mark.parametrize("text", ["HH:mm Went live", "??:?? Went live", "", "14:30 was planned"])
def test_a_day_alone_stays_that_day_for_readers_from_hawaii_to_japan(text):
    found, defects = read("2024-03-13", text)
    assert found.precision == Precision.DAY
    assert kinds(defects) == ["day_only"]
    for place in ("Pacific/Honolulu", "America/New_York", "Europe/London", "Asia/Tokyo"):
        assert found.moment.astimezone(ZoneInfo(place)).date().isoformat() == "2024-03-13"


@pytest.mark.parametrize(
    "told", ["2022-2022-01-11", "yesterday", "", "2024-02-30", "2024-03-13T25:00", "0000-01-01"]
)
def test_a_time_nobody_can_read_is_unknown(told):
    assert read(told)[0] == UNKNOWN
    assert kinds(read(told)[1]) == ["unreadable_time"]


@pytest.mark.parametrize("told", ["2206-01-11T14:40:00Z", "1969-12-31T23:59:00Z", "9999-12-31"])
def test_a_time_that_cannot_be_true_is_unknown(told):
    assert read(told)[0] == UNKNOWN
    assert "impossible_time" in kinds(read(told)[1])


@pytest.mark.parametrize("told", ["2023-10-29T01:30:00", "2023-03-26T01:30:00"])
def test_a_time_the_clocks_showed_twice_or_never_is_told(told):
    assert "clock_change" in kinds(read(told)[1])


def test_winter_time_told_in_summer_is_told_and_kept():
    found, defects = read("2018-07-30T11:20:00-08:00", stated="PST")
    assert found.moment == datetime(2018, 7, 30, 19, 20, tzinfo=UTC)
    assert kinds(defects) == ["out_of_season"]
    assert read("2018-01-30T11:20:00-08:00", stated="PST")[1] == []


def test_zones_are_known_by_name_and_by_what_people_call_them():
    assert zone_named("Europe/London") == ZoneInfo("Europe/London")
    assert zone_named("pacific") == ZoneInfo("America/Los_Angeles")
    assert zone_named("PST") == timezone(timedelta(hours=-8))
    for nobodys in ("Mars/Olympus", "../etc/passwd", "America", "", "\x00"):
        assert zone_named(nobodys) is None


@pytest.mark.parametrize(
    ("told", "hours"), [("T1:00Z", 0), ("T1:00+02:00", 2), ("T1:00-0330", -3.5), ("-03-13", None)]
)
def test_an_offset_is_found_at_the_end_of_a_time(told, hours):
    found = offset_of(f"2024-03-13{told}" if told.startswith("T") else f"2024{told}")
    assert (found and found.utcoffset(None)) == (None if hours is None else timedelta(hours=hours))


@given(st.floats(min_value=0, max_value=1_750_000_000), st.sampled_from(["Z", "+02:00", "-0330"]))
def test_a_moment_survives_being_written_with_its_zone(seconds, offset):
    moment = datetime.fromtimestamp(seconds, UTC)
    local = moment.astimezone(offset_of(f"T1:00{offset}"))
    assert read(f"{local:%Y-%m-%dT%H:%M:%S.%f}{offset}")[0].moment == moment


@given(st.text(), st.text(), st.text())
def test_no_text_is_too_odd_to_be_a_time(told, text, stated):
    found, defects = read(told, text, stated)
    assert found.moment or defects
