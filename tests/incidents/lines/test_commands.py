from contextlib import suppress
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from incidents.lines.commands import (
    Count,
    GiveRole,
    PlanWork,
    SetSeverity,
    SetStatus,
    command_in,
    is_command,
)

WEDNESDAY = date(2026, 11, 4)


def read(text, language="en"):
    return command_in(text, language, WEDNESDAY)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("/status monitoring", SetStatus("monitoring", "")),
        ("/status Overvåges", SetStatus("monitoring", "")),
        ("/status monitoring, logins are back", SetStatus("monitoring", "logins are back")),
        ("/sev 1", SetSeverity("sev1", "")),
        ("/sev SEV2 it spreads", SetSeverity("sev2", "it spreads")),
        ("/alvor 3", SetSeverity("sev3", "")),
        ("/role commander @kirsten", GiveRole("commander", "kirsten")),
        ("/rolle hændelsesleder @Kirsten Overby", GiveRole("commander", "Kirsten Overby")),
        ("/role scribe @ro@example.org", GiveRole("scribe", "ro@example.org")),
        ("/impact recipients 1600000", Count("recipients", *(1_600_000,) * 3)),
        (
            "/impact recipients about 1.6 million",
            Count("recipients", 1_550_000, 1_600_000, 1_650_000),
        ),
        ("/impact people locked out unknown", Count("people locked out", None, None, None)),
        ("/action Rehearse the pause", PlanWork("Rehearse the pause", "", None)),
        (
            "/action Rehearse the pause @rasmus due friday",
            PlanWork("Rehearse the pause", "rasmus", date(2026, 11, 6)),
        ),
        (
            "/handling Øv pausen @Rasmus Toftegaard senest 4. december",
            PlanWork("Øv pausen", "Rasmus Toftegaard", date(2026, 12, 4)),
        ),
    ],
)
def test_a_command_is_understood_whatever_language_the_page_is_in(text, meant):
    for language in ("da", "en"):
        with translation.override(language):
            assert read(text) == meant


def test_a_number_is_read_in_the_language_of_the_page():
    assert read("/omfang modtagere ca. 1,6 mio.", "da").best == 1_600_000
    assert read("/omfang modtagere 1.600.000", "da").best == 1_600_000


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("/statsu monitoring", "Try /status"),
        ("/status fine", "such as: /status monitoring"),
        ("/status", "such as: /status monitoring"),
        ("/sev 5", "from 1 to 4"),
        ("/role king @kirsten", "such as: /role commander"),
        ("/role commander", "such as: /role commander"),
        ("/impact recipients", "such as: /impact recipients"),
        ("/impact 5", "such as: /impact recipients"),
        ("/action", "such as: /action Rehearse"),
        ("/action Rehearse due soonish", "Write it as friday"),
    ],
)
def test_a_command_that_lacks_something_says_what_would_be_right(text, advice):
    with pytest.raises(DomainError) as refusal:
        read(text)
    assert advice in str(refusal.value.message)
    assert refusal.value.field == "text"


@pytest.mark.parametrize("text", ["and/or", "Seen in /var/log", "1/2 of them", "//", "/"])
def test_words_with_a_slash_are_no_command(text):
    assert not is_command(text)


@given(st.sampled_from(["status", "sev", "role", "impact", "action"]), st.text(max_size=120))
def test_no_command_is_too_odd_to_be_answered(name, rest):
    with suppress(DomainError):
        assert read(f"/{name} {rest}")
