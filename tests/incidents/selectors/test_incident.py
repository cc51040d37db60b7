import pytest

from audit.actor import Actor
from incidents.models import Incident
from incidents.selectors.incident import incident_for, matching, neighbours_of, roles_in
from incidents.services.incident import declare_incident
from incidents.services.link import link_incidents
from incidents.services.role import assign_role
from incidents.services.timeline_entry import EntryContent, add_entry


@pytest.fixture
def found(incident):
    return lambda text: list(matching(Incident.objects.all(), text))


def test_a_reference_is_found_however_it_is_written(found, incident):
    year = incident.year
    for written in (f"INC-{year}-0001", f" inc-{year}-1 ", f"{year}-0001"):
        assert found(written) == [incident]
    assert found(f"INC-{year}-99999999999999999999") == []


def test_words_are_found_in_title_summary_and_timeline(commander, found, incident):
    add_entry(
        actor=commander,
        incident_id=incident.pk,
        content=EntryContent("The dam broke", None, precision="unknown"),
    )
    assert found("logins") == found("DAM BROKE") == [incident]
    assert found("100%") == found("_") == []


def test_a_character_no_text_can_hold_is_passed_over(found, incident):
    assert found("log\0ins") == [incident]


def test_a_link_to_a_hidden_incident_is_not_shown_to_others(commander, incident, person):
    hidden = declare_incident(actor=commander, title="Quiet", is_restricted=True)
    link_incidents(actor=commander, incident_id=incident.pk, target_id=hidden.pk, kind="triggered")
    responder = person("responder")
    assert neighbours_of(incident, responder) == []
    (seen,) = neighbours_of(incident, commander.user)
    assert (seen.other, seen.is_source) == (hidden, True)
    (back,) = neighbours_of(hidden, commander.user)
    assert (back.other, back.is_source) == (incident, False)
    assert incident_for(responder, hidden.year, hidden.number) is None


def test_roles_are_read_in_the_order_they_began(commander, incident, person):
    scribe = person("responder")
    assign_role(actor=commander, incident_id=incident.pk, role="scribe", person=scribe)
    assign_role(actor=commander, incident_id=incident.pk, role="commander", person=commander.user)
    assert [held.role for held in roles_in(incident)] == ["scribe", "commander"]


def test_an_account_without_a_role_finds_nothing(incident, person):
    nobody = person("viewer")
    nobody.groups.clear()
    assert not Incident.objects.visible_to(nobody).exists()
    assert Actor(nobody, "web").may("incidents.view_incident") is False
