from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import timezone, translation
from django.utils.datastructures import MultiValueDict
from hypothesis import given, settings
from hypothesis import strategies as st

from core.forms import MomentField

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
FIRST = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
SECOND = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
PLACES = ["Europe/Copenhagen", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]


class When(forms.Form):
    at = MomentField()


def typed(at, **more):
    with timezone.override(COPENHAGEN):
        form = When({"at": at, **more})
        form.full_clean()
        return form


def chosen_in(html):
    """What a browser would send back: the field's value, and the offset that is selected."""
    sent = {"at": html.split('value="')[1].split('"')[0]}
    if " selected" in html:
        sent["at_offset"] = html.split(" selected")[0].rsplit('value="', 1)[1].split('"')[0]
    return sent


any_time = st.integers(0, 2_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
the_night_of_winter_time = st.integers(-36_000, 36_000).map(
    lambda seconds: FIRST + timedelta(seconds=seconds)
)


@settings(deadline=None)
@given(any_time | the_night_of_winter_time, st.sampled_from(PLACES))
def test_every_moment_comes_back_from_the_form_as_it_was_put_in(moment, place):
    with timezone.override(ZoneInfo(place)):
        shown = str(When(initial={"at": moment})["at"])
        sent = When(MultiValueDict({name: [value] for name, value in chosen_in(shown).items()}))
        assert sent.is_valid(), (shown, sent.errors)
        assert sent.cleaned_data["at"] == moment


def test_the_hour_that_comes_twice_is_asked_for_and_kept_until_it_is_said():
    form = typed("2026-10-25T02:30")
    assert "showed 02:30 twice" in form.errors["at"][0]
    with timezone.override(COPENHAGEN):
        shown = str(form["at"])
    assert 'value="2026-10-25T02:30:00"' in shown
    assert "before the clock was put back (CEST)" in shown
    assert " selected" not in shown


@pytest.mark.parametrize(("offset", "moment"), [("+0200", FIRST), ("+0100", SECOND)])
def test_saying_which_of_the_two_is_meant_settles_it(offset, moment):
    form = typed("2026-10-25T02:30", at_offset=offset)
    assert form.cleaned_data["at"] == moment
    with timezone.override(COPENHAGEN):
        assert chosen_in(str(form["at"])) == {"at": "2026-10-25T02:30:00", "at_offset": offset}


def test_an_offset_that_is_none_of_the_two_is_no_answer():
    assert "at" in typed("2026-10-25T02:30", at_offset="+0900").errors


def test_an_answer_left_over_from_another_time_changes_nothing():
    form = typed("2026-10-26T02:30", at_offset="+0200")
    assert form.cleaned_data["at"] == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_the_hour_that_never_was_is_refused_in_the_readers_language():
    assert "never showed 02:30" in typed("2026-03-29T02:30").errors["at"][0]
    with translation.override("da"):
        assert "aldrig 02.30" in typed("2026-03-29T02:30").errors["at"][0]


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01T00:00", "31", "\0", "9" * 500])
def test_what_is_no_date_says_how_to_write_one_and_stays_as_it_was_typed(text):
    form = typed(text)
    assert form.errors["at"] == ["Write the date and the time, such as 2026-11-04 15:59."]
    assert form["at"].value() == text


def test_text_that_names_its_own_offset_is_taken_at_its_word():
    assert typed("2026-11-04T15:59+05:00").cleaned_data["at"] == datetime(
        2026, 11, 4, 10, 59, tzinfo=UTC
    )


def test_the_zone_is_named_beside_the_field():
    with timezone.override(ZoneInfo("America/New_York")), translation.override("da"):
        assert "Tid i New York." in str(When())
