"""Numbers and times as the press writes them, never on the wrong side of the truth."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from core.formats import (
    Hedge,
    exact_number,
    format_clock,
    format_date,
    format_duration,
    format_moment,
    format_range,
    format_share,
    format_time,
    hedged,
    press_number,
    share_tenths,
    unknown,
)

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
COUNT = st.integers(0, 10**14)
LANGUAGE = st.sampled_from(["da", "en"])
LARGE = {
    "da": {"million": 6, "millioner": 6, "milliard": 9, "milliarder": 9, "billion": 12, "billioner": 12},
    "en": {"million": 6, "billion": 9, "trillion": 12},
}  # fmt: skip


def value(text: str, language: str) -> Decimal:
    """The number a reader takes from the words."""
    digits, word = re.search(r"(\d[\d.,]*)(?: ([a-z]+))?", text).groups()
    point, thousands = (",", ".") if language == "da" else (".", ",")
    number = Decimal(digits.replace(thousands, "").replace(point, "."))
    return number.scaleb(LARGE[language].get(word, 0))


@pytest.mark.parametrize(
    ("count", "da", "en"),
    [
        (0, "0", "0"),
        (1, "1", "1"),
        (999, "999", "999"),
        (1_587, "knap 1.600", "nearly 1,600"),
        (99_600, "knap 100.000", "nearly 100,000"),
        (100_400, "godt 100.000", "just over 100,000"),
        (996_000, "knap 1 million", "nearly 1 million"),
        (1_000_000, "1 million", "1 million"),
        (1_587_432, "knap 1,6 millioner", "nearly 1.6 million"),
        (1_600_000, "1,6 millioner", "1.6 million"),
        (2_000_000, "2 millioner", "2 million"),
        (1_000_000_000, "1 milliard", "1 billion"),
        (4_021_118_000, "godt 4 milliarder", "just over 4 billion"),
        (1_000_000_000_000, "1 billion", "1 trillion"),
        (2_500_000_000_000, "2,5 billioner", "2.5 trillion"),
    ],
)
def test_counts_as_the_press_writes_them(count, da, en):
    assert press_number(count, "da").text == da
    assert press_number(count, "en").text == en


@given(count=COUNT, language=LANGUAGE)
def test_a_press_number_shows_what_it_says_and_its_hedge_points_at_the_truth(count, language):
    said = press_number(count, language)
    assert value(said.text, language) == said.shown
    if said.hedge is Hedge.NONE:
        assert said.shown == count
    elif said.hedge is Hedge.BELOW:
        assert count < said.shown
    else:
        assert said.hedge is Hedge.ABOVE
        assert count > said.shown


@given(count=COUNT, language=LANGUAGE, hedge=st.sampled_from([Hedge.AT_LEAST, Hedge.UP_TO]))
def test_a_bound_is_never_on_the_wrong_side(count, language, hedge):
    said = press_number(count, language, hedge)
    assert said.shown <= count if hedge is Hedge.AT_LEAST else said.shown >= count
    assert value(said.text, language) == said.shown


@given(count=COUNT, language=LANGUAGE, limits=st.lists(COUNT, max_size=3))
def test_rounding_never_reaches_a_limit_that_the_count_does_not(count, language, limits):
    about = press_number(count, language, Hedge.ABOUT, limits)
    for limit in limits:
        assert (about.shown > limit) - (about.shown < limit) == (count > limit) - (count < limit)


@given(count=st.integers(1_000, 10**14))
def test_rounding_keeps_two_digits_unless_a_limit_asks_for_more(count):
    said = press_number(count, "en", Hedge.ABOUT)
    assert abs(said.shown - count) <= Fraction(count, 20)


def test_99600_is_never_100000():
    assert value(press_number(99_600, "da", Hedge.ABOUT).text, "da") < 100_000
    assert press_number(99_600, "da").text == "knap 100.000"
    assert value(press_number(99_600, "da", Hedge.UP_TO, [100_000]).text, "da") < 100_000


@pytest.mark.parametrize("hedge", [Hedge.BELOW, Hedge.ABOVE, Hedge.NONE])
def test_a_direction_cannot_be_claimed(hedge):
    with pytest.raises(ValueError, match="Rounding decides"):
        press_number(5, "da", hedge)


def test_a_count_is_not_negative():
    with pytest.raises(ValueError, match="not negative"):
        press_number(-1, "da")


@given(count=st.integers(-(10**15), 10**15), language=LANGUAGE)
def test_an_exact_number_has_every_digit(count, language):
    said = exact_number(count, language)
    assert int(re.sub("[.,]", "", said)) == count
    assert re.fullmatch(r"-?\d{1,3}([.,]\d{3})*", said)


@given(low=COUNT, more=COUNT, language=LANGUAGE)
def test_a_range_has_both_ends_in_full(low, more, language):
    said = format_range(low, low + more, language)
    ends = [exact_number(low, language), exact_number(low + more, language)]
    assert said == ("-".join(ends) if more else ends[0])


def test_a_range_without_an_end_says_at_least():
    assert format_range(20_000, None, "da") == "mindst 20.000"
    assert format_range(20_000, None, "en") == "at least 20,000"
    with pytest.raises(ValueError, match="upwards"):
        format_range(2, 1, "da")


PAIR = st.tuples(st.integers(0, 10**12), st.integers(1, 10**12))


@given(pair=PAIR)
def test_a_share_is_half_up_from_the_exact_pair(pair):
    part, whole = pair
    exact = Fraction(1000 * part, whole)
    assert share_tenths(part, whole) - Fraction(1, 2) <= exact
    assert exact < share_tenths(part, whole) + Fraction(1, 2)


def test_shares_of_the_reference():
    assert share_tenths(1_587_432, 4_021_118) == 395
    assert share_tenths(1, 2000) == 1  # half up, not to even
    assert format_share(1_587_432, 4_021_118, "da") == "39,5 %"
    assert format_share(1_587_432, 4_021_118, "en") == "39.5%"
    # From the exact pair: from "39.5 %" it would be 40.
    assert format_share(1_587_432, 4_021_118, "da", press=True) == "39 procent"
    assert format_share(95, 1000, "en", press=True) == "9.5%"


@given(pair=PAIR, language=LANGUAGE, press=st.booleans())
def test_a_share_never_crosses_none_ten_or_all(pair, language, press):
    part, whole = pair
    assume(part <= 100 * whole)
    said = value(format_share(part, whole, language, press=press), language)
    for limit in (0, 10, 100):
        exact = Fraction(100 * part, whole)
        assert (said > limit) - (said < limit) == (exact > limit) - (exact < limit)


def test_not_a_share():
    for part, whole in ((1, 0), (-1, 5), (1, -5)):
        with pytest.raises(ValueError, match="Not a share"):
            format_share(part, whole, "da")


MOMENT = datetime(2026, 2, 4, 13, 10, 59, 999_999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("precision", "da", "en"),
    [
        ("second", "4. februar 2026 kl. 14.10.59 CET", "4 February 2026, 14:10:59 CET"),
        ("minute", "4. februar 2026 kl. 14.10 CET", "4 February 2026, 14:10 CET"),
        ("hour", "4. februar 2026 ca. kl. 14 CET", "4 February 2026, about 14:00 CET"),
        ("day", "4. februar 2026", "4 February 2026"),
        ("unknown", "ukendt", "unknown"),
    ],
)
def test_a_moment_is_no_more_exact_than_it_is_known(precision, da, en):
    assert format_moment(MOMENT, precision, "da", COPENHAGEN, with_zone=True) == da
    assert format_moment(MOMENT, precision, "en", COPENHAGEN, with_zone=True) == en


def test_no_moment_is_unknown():
    assert format_moment(None, "minute", "da", COPENHAGEN) == unknown("da") == "ukendt"


def test_the_zone_and_its_summer_time_show():
    summer = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert format_moment(summer, "minute", "en", COPENHAGEN, with_zone=True) == (
        "2 July 2026, 00:30 CEST"
    )
    assert format_clock(summer, "minute", "da", ZoneInfo("Asia/Dubai"), with_zone=True) == (
        "kl. 02.30 UTC+04"
    )


def test_the_hour_that_comes_twice_is_told_apart():
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    said = [
        format_clock(first + timedelta(hours=hours), "minute", "da", COPENHAGEN, with_zone=True)
        for hours in (0, 1)
    ]
    assert said == ["kl. 02.30 CEST", "kl. 02.30 CET"]


def test_a_moment_without_a_zone_and_a_precision_there_is_not_are_refused():
    with pytest.raises(ValueError, match="zone"):
        format_moment(datetime(2026, 2, 4), "minute", "da", COPENHAGEN)  # noqa: DTZ001 - the point
    with pytest.raises(ValueError, match="precision"):
        format_moment(MOMENT, "week", "da", COPENHAGEN)
    with pytest.raises(ValueError, match="precision"):
        format_time(MOMENT, "da", COPENHAGEN, precision="day")


@given(minute=st.integers(0, 60_000_000))
def test_the_time_of_day_is_the_zones_own(minute):
    moment = datetime(1970, 1, 2, tzinfo=UTC) + timedelta(minutes=minute, seconds=minute % 60)
    local = moment.astimezone(COPENHAGEN)
    assert format_time(moment, "da", COPENHAGEN) == f"{local:%H.%M}"
    assert format_time(moment, "en", COPENHAGEN, precision="second") == f"{local:%H:%M:%S}"
    assert format_date(local.date(), "da").startswith(f"{local.day}. ")


@pytest.mark.parametrize(
    ("length", "da", "en"),
    [
        (timedelta(0), "0 min.", "0 min"),
        (timedelta(minutes=117), "1 time 57 min.", "1 h 57 min"),
        (timedelta(hours=2), "2 timer", "2 h"),
        (timedelta(days=1, seconds=1), "1 dag 1 sek.", "1 day 1 s"),
        (timedelta(days=2), "2 dage", "2 days"),
        (-timedelta(minutes=5), "-5 min.", "-5 min"),
        (timedelta(seconds=59, microseconds=999_999), "59 sek.", "59 s"),
    ],
)
def test_how_long(length, da, en):
    assert format_duration(length, "da") == da
    assert format_duration(length, "en") == en


@given(length=st.timedeltas(timedelta(0), timedelta(days=4000)))
def test_a_duration_is_never_rounded(length):
    said = format_duration(length, "en")
    in_seconds = {"day": 86_400, "days": 86_400, "h": 3600, "min": 60, "s": 1}
    pairs = re.findall(r"([\d,]+) (\w+)", said)
    told = sum(int(number.replace(",", "")) * in_seconds[unit] for number, unit in pairs)
    assert told == length // timedelta(seconds=1)


@given(count=COUNT, language=LANGUAGE)
def test_no_space_but_the_plain_one(count, language):
    day = date.fromordinal(1 + count % 3_000_000)
    for said in (
        press_number(count, language).text,
        format_share(count, 7, language),
        format_date(day, language),
        hedged(Hedge.ABOUT, exact_number(count, language), language),
    ):
        assert not re.search(r"[^\S ]", said)


def test_the_language_is_the_one_asked_for_whatever_is_active():
    with translation.override("da"):
        assert press_number(1_587_432, "en").text == "nearly 1.6 million"
        assert format_date(date(2026, 2, 4), "en") == "4 February 2026"
