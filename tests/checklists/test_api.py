"""Programs read, begin and tick checklists, and are refused as people are."""

import pytest

from checklists.services.begun_checklist import begin_checklist
from incidents.services.incident import change_access, declare_incident
from tests.program import wrong

pytestmark = pytest.mark.django_db
FIRST = {"checklist": "first-ten-minutes", "version": 1}
OWN = {
    "name": "Last hour",
    "language": "en",
    "steps": [{"words": "Go home", "role": "commander", "within": 30}, {"words": "Lock up"}],
}


@pytest.fixture
def place(incident):
    return f"/api/v1/incidents/{incident.reference}/checklists"


@pytest.fixture
def begun(api, place):
    return f"{place}/{api.send('POST', place, FIRST).json()['id']}"


def test_a_list_is_begun_ticked_left_out_and_unticked(api, begun, incident):
    ticked = api.send("POST", f"{begun}/steps/1/tick").json()
    again = api.send("POST", f"{begun}/steps/1/tick").json()
    assert ticked == again
    assert ticked["steps"][0]["is_done"]
    assert incident.timeline.get().pk == ticked["steps"][0]["entry"]
    left = api.send("POST", f"{begun}/steps/2/leave-out", {"reason": "One is enough"}).json()
    assert (left["settled"], left["steps"][1]["is_done"]) == (2, False)
    waiting = api.send("POST", f"{begun}/steps/1/untick", {"reason": "Nobody leads"}).json()
    assert waiting["steps"][0]["entry"] is None
    assert api.send("POST", f"{begun}/steps/1/untick", {"reason": "Once more"}).status_code == 404
    aside = api.send("POST", f"{begun}/set-aside", {"reason": "It is over"}).json()
    assert aside["set_aside_reason"] == "It is over"
    assert api.send("POST", f"{begun}/steps/3/tick").status_code == 409


def test_whoever_comes_second_is_told_who_was_first(api, begun, program, person):
    api.send("POST", f"{begun}/steps/1/tick")
    refused = program(person("responder")).send("POST", f"{begun}/steps/1/tick")
    assert refused.status_code == 409
    assert "Commander ticked this step already" in refused.content.decode()


def test_what_fits_is_offered_until_it_is_begun(api, place):
    offered = api.ask(f"{place}/offered").json()["results"]
    assert "first-ten-minutes" in {each["slug"] for each in offered}
    api.send("POST", place, FIRST)
    offered = api.ask(f"{place}/offered").json()["results"]
    assert "first-ten-minutes" not in {each["slug"] for each in offered}


def test_a_checklist_of_another_incident_is_not_reached_from_here(api, commander, place):
    other = declare_incident(actor=commander, title="Elsewhere")
    begun = begin_checklist(
        actor=commander, incident_id=other.pk, slug="first-ten-minutes", version=1
    )
    assert api.ask(f"{place}/{begun.pk}").status_code == 404
    assert api.send("POST", f"{place}/{begun.pk}/steps/1/tick").status_code == 404


def test_a_hidden_incident_has_no_checklists(begun, commander, incident, program, person):
    change_access(
        actor=commander,
        incident_id=incident.pk,
        version=1,
        is_restricted=True,
        people=[commander.user],
        reason="Quiet",
    )
    stranger = program(person("responder"))
    assert stranger.ask(begun).status_code == 404
    assert stranger.send("POST", f"{begun}/steps/1/tick").status_code == 404


def test_a_list_is_written_and_said_anew_as_another_version(program, person, api):
    keeper = program(person("administrator"))
    made = keeper.send("POST", "/api/v1/checklists", OWN)
    assert (made.status_code, made.json()["slug"]) == (201, "last-hour")
    whole = OWN | {"severities": ["sev1"], "categories": [], "version": 1}
    changed = keeper.send("PUT", "/api/v1/checklists/last-hour", whole)
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert keeper.send("PUT", "/api/v1/checklists/last-hour", whole).status_code == 409
    versions = api.ask("/api/v1/checklists/last-hour/versions").json()["results"]
    assert [each["version"] for each in versions] == [2, 1]
    assert api.send("POST", "/api/v1/checklists", OWN).status_code == 403


@pytest.mark.parametrize(
    "steps",
    [[], [{"words": " "}], [{"words": "x | y"}], [{"words": f"{n}"} for n in range(150)]],
)
def test_what_is_no_list_is_refused_with_a_sentence_about_its_steps(program, person, steps):
    refused = program(person("administrator")).send(
        "POST", "/api/v1/checklists", OWN | {"steps": steps}
    )
    assert refused.status_code == 422
    assert "steps" in wrong(refused)
