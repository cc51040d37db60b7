"""What the commander sees at a glance, and what goes with the role when it is handed over."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.actor import system
from command.selectors.believed import HIGH, TOP, WIDE, believed_in
from command.selectors.chain import columns_from
from command.selectors.running import running_in
from incidents.models import ActionItem, Incident
from incidents.selectors.impact import groups_of
from incidents.selectors.incident import incident_with_head
from incidents.services.action_item import Plan, add_action, withdraw_action
from incidents.services.impact import Estimate, Group, add_group, revise_estimate
from incidents.services.incident import declare_incident
from incidents.services.link import link_incidents
from incidents.services.role import assign_role, hand_over_role
from incidents.services.timeline_entry import EntryContent, add_entry

THREE = datetime(2026, 11, 4, 15, tzinfo=UTC)
GUESS = Estimate(1_500_000, 1_600_000, 1_700_000, THREE, "Press chief")


@pytest.fixture
def page(client, commander, incident):
    client.force_login(commander.user)

    def read(name):
        address = reverse(name, args=[incident.year, incident.number])
        return client.get(address).content.decode()

    return read


@pytest.fixture
def restricted(commander):
    hidden = declare_incident(actor=system(), title="Nobody knows", is_restricted=True)
    link = {"actor": system(), "incident_id": hidden.pk}
    return hidden, link


@pytest.fixture
def on(commander, incident):
    return {"actor": commander, "incident_id": incident.pk}


def test_the_head_tells_how_long_it_is_felt_until_it_has_recovered(page, on):
    began = timezone.now() - timedelta(minutes=90)
    add_entry(**on, content=EntryContent("Sent", began, milestone="impact_started"))
    assert "Impact for" in page("incident_detail")
    add_entry(**on, content=EntryContent("Back", timezone.now(), milestone="recovered"))
    assert "Impact for" not in page("incident_detail")


def test_what_is_open_comes_with_the_incident_and_says_the_same_when_asked_alone(
    on, commander, incident
):
    add_action(**on, plan=Plan("Rehearse"))
    came = running_in(incident_with_head(commander.user, incident.year, incident.number))
    alone = running_in(Incident.objects.get(pk=incident.pk))
    assert came.open_actions == alone.open_actions == 1
    action = ActionItem.objects.get()
    withdraw_action(**on, action_id=action.pk, reason="Needless")
    assert running_in(Incident.objects.get(pk=incident.pk)).open_actions == 0
    assert came.promised_at is alone.promised_at is None


def test_the_overview_names_the_roles_that_nobody_holds(page, on, commander):
    assign_role(**on, role="scribe", person=commander.user)
    opened = page("incident_overview").split('id="open"')[1].split("</section>")[0]
    assert "Communications lead" in opened
    assert "Scribe" not in opened


def test_a_revision_is_drawn_after_the_one_before_and_an_unknown_count_has_no_band(on, incident):
    group = add_group(**on, value=Group("Recipients"))
    revise_estimate(**on, group_id=group.pk, based_on=0, value=GUESS)
    nobody = Estimate(None, None, None, THREE + timedelta(hours=1), "Press chief")
    revise_estimate(**on, group_id=group.pk, based_on=1, value=nobody, reason="Counted wrongly")
    [it] = believed_in(groups_of(incident), [])
    first, second = it.stretches
    assert (first.x, first.end, second.end) == (0, second.x, WIDE)
    assert (first.high, first.estimate.is_unknown) == (TOP, False)
    assert (second.low, second.estimate.is_unknown) == (HIGH, True)


def test_what_led_here_stands_to_the_left_and_what_came_of_it_to_the_right():
    assert columns_from(2, {(1, 2), (2, 3), (3, 4), (8, 9)}) == {2: 0, 1: -1, 3: 1, 4: 2}


def test_incidents_that_set_each_other_off_in_a_ring_are_each_drawn_once():
    assert columns_from(1, {(1, 2), (2, 1)}).keys() == {1, 2}


def test_a_hidden_incident_is_in_no_chain(page, on, commander, restricted):
    hidden, by_us = restricted
    link_incidents(**by_us, target_id=on["incident_id"], kind="triggered")
    assert hidden.title not in page("incident_overview")


def test_what_was_unsaid_goes_on_the_timeline_with_the_role(on, incident, commander, person):
    held = assign_role(**on, role="commander", person=commander.user)
    to = person("commander", "next@example.org")
    begun = hand_over_role(**on, role_held_id=held.pk, to=to, unsaid="The bank calls back at six")
    entry = incident.timeline.get()
    assert (entry.text, entry.occurred_at) == ("The bank calls back at six", begun.held_from)


def test_who_hands_over_sees_what_is_open(client, on, incident, commander):
    held = assign_role(**on, role="commander", person=commander.user)
    add_action(**on, plan=Plan("Rehearse the release"))
    client.force_login(commander.user)
    address = reverse("role_hand_over", args=[incident.year, incident.number, held.pk])
    assert "Rehearse the release" in client.get(address).content.decode()
