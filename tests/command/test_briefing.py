"""What to know in one minute: on the page, as text, and by API."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from command.selectors.briefing import LONGEST_ENTRY, briefing_of
from incidents.services.action_item import Plan, add_action
from incidents.services.impact import Estimate, Group, add_group, revise_estimate
from incidents.services.incident import change_access
from incidents.services.role import assign_role
from incidents.services.timeline_entry import EntryContent, add_entry, retract_entry

THREE = datetime(2026, 11, 4, 15, tzinfo=UTC)
GUESS = Estimate(1_500_000, 1_600_000, 1_700_000, THREE, "The press chief")


@pytest.fixture
def on(commander, incident):
    return {"actor": commander, "incident_id": incident.pk}


@pytest.fixture
def led(on, commander, person):
    lead = person("commander", "line@example.org")
    lead.full_name = "Line Leder"
    lead.save()
    assign_role(**on, role="commander", person=lead)
    add_action(**on, plan=Plan("Two people release", owner=lead, due_on=THREE.date()))
    group = add_group(**on, value=Group("Recipients"))
    revise_estimate(**on, group_id=group.pk, based_on=0, value=GUESS)
    add_group(**on, value=Group("Locked out"))
    add_entry(**on, content=EntryContent("Sent", THREE, milestone="impact_started"))
    return lead


def lines_of(briefing, key):
    return next(section.words for section in briefing.sections if section.key == key)


def test_it_tells_times_counts_roles_and_what_is_open(incident, led):
    briefing = briefing_of(incident)
    assert lines_of(briefing, "happened")[0].startswith(
        "Impact started: 4 November 2026, 16:00 CET"
    )
    sent, locked_out = lines_of(briefing, "hit")
    assert "about 1.6 million" in sent
    assert "1,500,000-1,700,000" in sent
    assert locked_out == "Locked out: unknown"
    assert "Scribe: nobody yet" in lines_of(briefing, "roles")
    assert lines_of(briefing, "open") == ["Two people release (4 November 2026)"]
    assert lines_of(briefing, "said") == ["nothing was said yet"]


def test_it_is_in_the_readers_language_and_on_their_clock(incident, led):
    with translation.override("da"), timezone.override("America/New_York"):
        text = briefing_of(incident).text
    assert "ca. 1,6 millioner" in text
    assert "4. november 2026 kl. 10.00 EST" in text
    assert "about" not in text


def test_people_are_named_on_the_page_and_stand_by_role_in_what_leaves_it(
    client, api, commander, incident, led
):
    client.force_login(commander.user)
    page = client.get(reverse("incident_briefing", args=[incident.year, incident.number]))
    shown, copied = page.content.decode().split("<textarea")
    assert "Line Leder" in shown
    assert "not yet confirmed" in copied
    assert "Line Leder" not in copied
    told = api.ask(f"incidents/{incident.reference}/briefing")
    assert "Line Leder" not in told.content.decode()
    assert [section["key"] for section in told.json()["sections"]] == [
        "happened", "hit", "newest", "roles", "said", "open",
    ]  # fmt: skip
    assert all(line in told.json()["text"] for s in told.json()["sections"] for line in s["lines"])


def test_what_is_long_is_cut_where_one_sees_it_and_what_was_taken_back_is_not_told(incident, on):
    add_entry(**on, content=EntryContent("Very " * 100, timezone.now()))
    wrong = add_entry(**on, content=EntryContent("Wrong", timezone.now()))
    retract_entry(**on, entry_id=wrong.pk, reason="Another system")
    newest = lines_of(briefing_of(incident), "newest")
    assert len(newest) == 1
    assert newest[0].endswith("…")
    assert len(newest[0]) < LONGEST_ENTRY + 60


def test_of_a_hidden_incident_nobody_is_briefed(api, on, incident, person, client):
    change_access(**on, version=incident.version, is_restricted=True, reason="Quiet")
    stranger = person("responder", "stranger@example.org")
    client.force_login(stranger)
    page = client.get(reverse("incident_briefing", args=[incident.year, incident.number]))
    assert page.status_code == 404


def test_times_that_contradict_each_other_are_told_as_such(incident, on):
    for text, milestone, at in (
        ("Seen", "detected", THREE),
        ("Sent", "impact_started", THREE + timedelta(hours=1)),
    ):
        add_entry(**on, content=EntryContent(text, at, milestone=milestone))
    assert "contradict" in " ".join(lines_of(briefing_of(incident), "happened"))
