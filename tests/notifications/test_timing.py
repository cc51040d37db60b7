"""Mail is gathered, and never sent in quiet hours, whatever the clocks do."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from notifications.models import Pace
from notifications.timing import gathered_until, is_quiet, quiet_until

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
ZONES = st.sampled_from(
    [COPENHAGEN, *map(ZoneInfo, ("Asia/Kathmandu", "America/New_York", "Australia/Lord_Howe"))]
)
START = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(), timedelta(days=730)).map(lambda since: START + since)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@given(MOMENTS, TIMES, TIMES, ZONES)
def test_what_waits_comes_out_within_a_day_and_outside_quiet_hours(moment, begins, ends, zone):
    assume(begins != ends)
    sent = quiet_until(moment, (begins, ends), zone)
    assert not is_quiet(sent, (begins, ends), zone)
    assert moment <= sent <= moment + timedelta(hours=26)
    assert sent == moment or is_quiet(moment, (begins, ends), zone)


@given(MOMENTS, st.sampled_from(Pace.values), ZONES)
def test_mail_is_gathered_no_longer_than_its_pace(moment, pace, zone):
    longest = {
        Pace.AT_ONCE: timedelta(),
        Pace.QUARTER: timedelta(minutes=15),
        Pace.HOURLY: timedelta(hours=1),
        Pace.DAILY: timedelta(hours=25),
    }
    sent = gathered_until(moment, pace, zone)
    assert moment <= sent <= moment + longest[Pace(pace)]
    assert gathered_until(sent, pace, zone) == sent


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        (datetime(2026, 3, 28, 22, 30, tzinfo=UTC), datetime(2026, 3, 29, 5, tzinfo=UTC)),
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), datetime(2026, 10, 25, 6, tzinfo=UTC)),
    ],
    ids=["put forward", "put back"],
)
def test_a_night_ends_at_seven_by_the_clock_when_the_clocks_change(moment, end):
    assert quiet_until(moment, (time(22), time(7)), COPENHAGEN) == end
