"""What a text can quote from the record, and in which words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from incidents.selectors.figure import REFERENCE, figures_of
from incidents.services.impact import Estimate, Group, add_group, change_group, revise_estimate
from incidents.services.timeline_entry import EntryContent, add_entry, correct_entry

THREE = datetime(2026, 11, 4, 14, 10, tzinfo=UTC)
GUESS = Estimate(1_500_000, 1_600_000, 1_700_000, THREE, "The press chief")
WHOLE = Group("Recipients of the message", population=4_021_118, population_source="CRM")


@pytest.fixture
def on(commander, incident):
    return {"actor": commander, "incident_id": incident.pk}


@pytest.fixture
def group(on):
    return add_group(**on, value=WHOLE)


def figure(incident, name):
    return figures_of(incident)[name]


def test_a_group_nobody_counted_is_unknown_in_both_languages(incident, group):
    found = figure(incident, "count:recipients-of-the-message")
    assert (found.words("da"), found.words("en")) == ("ukendt", "unknown")


def test_an_estimate_is_hedged_and_its_range_told(incident, group, on):
    revise_estimate(**on, group_id=group.pk, based_on=0, value=GUESS)
    found = figure(incident, "count:recipients-of-the-message")
    assert found.words("da") == "ca. 1,6 millioner"
    assert found.words("en") == "about 1.6 million"
    assert found.value("en") == "1,600,000 (1,500,000-1,700,000)"
    assert (found.source, found.as_of) == ("The press chief", THREE)


def test_what_was_counted_is_hedged_only_by_its_rounding(incident, group, on):
    counted = Estimate(1_587_432, 1_587_432, 1_587_432, THREE, "Log", is_actual=True)
    revise_estimate(**on, group_id=group.pk, based_on=0, value=counted)
    assert figure(incident, "count:recipients-of-the-message").words("da") == "knap 1,6 millioner"
    share = figure(incident, "share:recipients-of-the-message")
    assert share.words("da") == "39 procent"
    assert share.value("en") == "39.5%: 1,587,432 of 4,021,118"


def test_a_revision_is_another_basis_and_a_better_name_is_not(incident, group, on):
    revise_estimate(**on, group_id=group.pk, based_on=0, value=GUESS)
    before = figure(incident, "count:recipients-of-the-message").basis
    better = replace(WHOLE, name="Recipients")
    change_group(**on, group_id=group.pk, version=1, value=better, reason="Shorter")
    assert figure(incident, "count:recipients-of-the-message").basis == before
    revised = replace(GUESS, best=1_550_000)
    revise_estimate(**on, group_id=group.pk, based_on=1, value=revised, reason="Recounted")
    assert figure(incident, "count:recipients-of-the-message").basis != before


def test_two_groups_of_like_names_are_quoted_apart(incident, group, on):
    add_group(**on, value=Group("Recipients: of the message"))
    add_group(**on, value=Group("Låst ude på Ærø"))
    add_group(**on, value=Group("人"))
    names = set(figures_of(incident))
    assert {
        "count:recipients-of-the-message-2",
        "count:laast-ude-paa-aeroe",
        "count:group",
    } <= names
    assert all(REFERENCE.fullmatch(f"{{{name}}}") for name in names)


def test_times_and_durations_follow_a_correction(incident, on):
    start = EntryContent("It began", THREE, milestone="impact_started")
    entry = add_entry(**on, content=start)
    add_entry(
        **on, content=EntryContent("Gone", THREE + timedelta(minutes=117), milestone="mitigated")
    )
    assert figure(incident, "time:impact_started").words("da") == "kl. 15.10"
    assert figure(incident, "moment:mitigated").words("da") == "4. november 2026 kl. 17.07"
    length = figure(incident, "duration:impact_started-mitigated")
    assert (length.words("da"), length.words("en")) == ("1 time 57 min.", "1 h 57 min")
    later = replace(start, occurred_at=THREE + timedelta(minutes=7))
    correct_entry(**on, entry_id=entry.pk, content=later, reason="Read again")
    moved = figure(incident, "duration:impact_started-mitigated")
    assert moved.words("en") == "1 h 50 min"
    assert moved.basis != length.basis


def test_the_words_are_those_of_the_text_whoever_looks(incident, group, on):
    revise_estimate(**on, group_id=group.pk, based_on=0, value=GUESS)
    add_entry(**on, content=EntryContent("It began", THREE, "hour", milestone="impact_started"))
    later = THREE + timedelta(minutes=117)
    add_entry(**on, content=EntryContent("Gone", later, milestone="mitigated"))
    for looking in ("da", "en"):
        with translation.override(looking):
            length = figure(incident, "duration:impact_started-mitigated").words("da")
            share = figure(incident, "share:recipients-of-the-message").value("da")
        assert length == "mellem 1 time 7 min. og 2 timer 8 min."
        assert share == "39,8 %: 1.600.000 af 4.021.118"
