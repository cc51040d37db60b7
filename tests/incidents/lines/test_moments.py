from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats import format_time
from incidents.lines.moments import NoSuchTime, day_named, entries_in, stamped

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 4, 15, 20, tzinfo=COPENHAGEN)
FIRST = datetime(2026, 1, 1, tzinfo=COPENHAGEN)


def read(line, now=NOW):
    found = stamped(line, now, COPENHAGEN)
    if found is None:
        return None
    here = found.moment.astimezone(COPENHAGEN)
    return here.strftime("%d/%m %H:%M:%S"), str(found.precision), found.text


@pytest.mark.parametrize(
    ("line", "moment", "precision", "text"),
    [
        ("14:05 Logins fail", "04/11 14:05:00", "minute", "Logins fail"),
        ("14:05: Logins fail", "04/11 14:05:00", "minute", "Logins fail"),
        ("[14:05] Logins fail", "04/11 14:05:00", "minute", "Logins fail"),
        ("14:05:30 - Logins fail", "04/11 14:05:30", "second", "Logins fail"),
        ("kl. 14.05 Login fejler", "04/11 14:05:00", "minute", "Login fejler"),
        ("kl 14.05: login fejler", "04/11 14:05:00", "minute", "login fejler"),
        ("14.05 Login fejler", "04/11 14:05:00", "minute", "Login fejler"),
        ("kl. 14 Login fejler", "04/11 14:00:00", "hour", "Login fejler"),
        ("at 14:05, logins fail", "04/11 14:05:00", "minute", "logins fail"),
        ("5 min ago logins failed", "04/11 15:15:00", "minute", "logins failed"),
        ("5 min. ago: logins failed", "04/11 15:15:00", "minute", "logins failed"),
        ("five minutes ago logins failed", "04/11 15:15:00", "minute", "logins failed"),
        ("half an hour ago logins failed", "04/11 14:50:00", "minute", "logins failed"),
        ("for 5 minutter siden fejlede login", "04/11 15:15:00", "minute", "fejlede login"),
        ("for en time siden fejlede login", "04/11 14:20:00", "hour", "fejlede login"),
        ("for en halv time siden: alarm", "04/11 14:50:00", "minute", "alarm"),
        ("30 sek ago alarm", "04/11 15:19:30", "second", "alarm"),
        ("2 days ago the change", "02/11 15:20:00", "day", "the change"),
        ("yesterday 23:10 a change", "03/11 23:10:00", "minute", "a change"),
        ("i går kl. 23.10 en ændring", "03/11 23:10:00", "minute", "en ændring"),
        ("2026-11-03 23:10 a change", "03/11 23:10:00", "minute", "a change"),
        ("2026-11-03T22:10:05Z a change", "03/11 23:10:05", "second", "a change"),
        ("13:05 UTC a change", "04/11 14:05:00", "minute", "a change"),
        ("2026-11-03 23:10+02:00 a change", "03/11 22:10:00", "minute", "a change"),
        ("3/11 23:10 a change", "03/11 23:10:00", "minute", "a change"),
        ("3.11.2026 kl. 23.10 en ændring", "03/11 23:10:00", "minute", "en ændring"),
        ("3. november kl. 23.10 en ændring", "03/11 23:10:00", "minute", "en ændring"),
        ("3 November 23:10 a change", "03/11 23:10:00", "minute", "a change"),
        # A time of day that has not come yet was yesterday's.
        ("23:10 a change", "03/11 23:10:00", "minute", "a change"),
        ("15:24 clocks differ", "04/11 15:24:00", "minute", "clocks differ"),
    ],
)
def test_the_time_a_line_begins_with_is_when_it_happened(line, moment, precision, text):
    assert read(line) == (moment, precision, text)


@pytest.mark.parametrize(
    "line",
    [
        "Logins fail",
        "1405 customers called",
        "14.05 kr. were lost",
        "14.05 % of logins fail",
        "1.6 million were reached",
        "14 customers called",
        "25:10 is no time",
        "14:75 is no time",
        "31/2 14:05 is no day",
        "2026-02-30 14:05 is no day",
        "3 minutes to go",
        "for 5 minutter",
        "14:05Logins fail",
        "",
        "INC-2026-0001 again",
        "192.168.10.12 does not answer",
        "10:20:30:40 is an address",
    ],
)
def test_what_only_looks_like_a_time_is_none(line):
    assert read(line) is None


def test_a_time_that_was_skipped_in_spring_is_told_to_be_none():
    with pytest.raises(NoSuchTime):
        read("2026-03-29 02:30 a change")


def test_in_the_hour_that_comes_twice_it_is_the_first():
    found = stamped("2026-10-25 02:30 a change", NOW, COPENHAGEN)
    assert found.moment.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(st.text(max_size=200))
def test_no_line_is_too_odd_to_be_read(line):
    try:
        found = stamped(line, NOW, COPENHAGEN)
    except NoSuchTime:
        return
    if found:
        assert line.strip().endswith(found.text), "what is left are the line's own words"


@given(
    moment=st.datetimes(FIRST.replace(tzinfo=None), NOW.replace(tzinfo=None)),
    words=st.sampled_from(["Logins fail", "x", "æøå 14:05"]),
)
def test_a_time_as_a_page_tells_it_is_read_as_that_time(moment, words):
    moment = moment.replace(second=0, microsecond=0, tzinfo=COPENHAGEN).astimezone(UTC)
    for language, clock in (("da", "kl. {}"), ("en", "{}")):
        told = format_time(moment, language, COPENHAGEN).split()[-1]
        day = moment.astimezone(COPENHAGEN).strftime("%d/%m/%Y")
        found = stamped(f"{day} {clock.format(told)} {words}", NOW, COPENHAGEN)
        assert found.text == words
        assert found.moment.astimezone(COPENHAGEN).replace(tzinfo=None) == moment.astimezone(
            COPENHAGEN
        ).replace(tzinfo=None)


# --- several lines -----------------------------------------------------------------------------

LINES = """23:50 Alert
23:55 Somebody looks
and sees it too
00:10 It is over"""


def test_lines_that_each_begin_with_a_time_are_an_entry_each_across_midnight():
    early = datetime(2026, 11, 4, 0, 30, tzinfo=COPENHAGEN)
    found = entries_in(LINES, early, COPENHAGEN)
    assert [(entry.moment.strftime("%d %H:%M"), entry.text) for entry in found] == [
        ("03 23:50", "Alert"),
        ("03 23:55", "Somebody looks\nand sees it too"),
        ("04 00:10", "It is over"),
    ]


@pytest.mark.parametrize("text", ["", "14:05 one", "No time\n14:05 one\n14:06 two", "a\nb"])
def test_anything_else_is_one_entry(text):
    assert entries_in(text, NOW, COPENHAGEN) == []


@given(st.lists(st.sampled_from(["14:05 a", "3/11 23:10 b", "c", "", "5 min ago d", "23:10"])))
def test_no_word_of_several_lines_is_lost(lines):
    found = entries_in("\n".join(lines), NOW, COPENHAGEN)
    if found:
        words = [word for line in lines for word in line.split()]
        kept = [word for entry in found for word in entry.text.split()]
        assert [word for word in words if word in "abcd"] == kept


# --- days to come ------------------------------------------------------------------------------

WEDNESDAY = date(2026, 11, 4)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("friday", date(2026, 11, 6)),
        ("fredag", date(2026, 11, 6)),
        ("wednesday", date(2026, 11, 11)),
        ("tomorrow", date(2026, 11, 5)),
        ("i morgen", date(2026, 11, 5)),
        ("4 december", date(2026, 12, 4)),
        ("4. december", date(2026, 12, 4)),
        ("4/12", date(2026, 12, 4)),
        ("3/11", date(2027, 11, 3)),
        ("2026-12-04", date(2026, 12, 4)),
        ("31/2", None),
        ("soon", None),
    ],
)
def test_a_day_to_come_is_named_as_people_name_it(words, day):
    assert day_named(words, WEDNESDAY) == day


@given(st.text(max_size=50))
def test_no_words_are_too_odd_for_a_day(words):
    found = day_named(words, WEDNESDAY)
    assert found is None or found.year >= 1


def test_reading_takes_time_with_the_length_only():
    line = "14:05 " + "1:" * 50_000
    assert stamped(line, NOW, COPENHAGEN).moment < NOW + timedelta(minutes=1)
