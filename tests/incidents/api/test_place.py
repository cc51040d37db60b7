"""A restricted incident does not exist for others: not in addresses, filters, bodies or texts."""

import pytest

from incidents.services.incident import change_access
from incidents.services.link import link_incidents
from incidents.services.timeline_entry import EntryContent, add_entry
from tests.full_record import THREE
from tests.program import wrong

NOWHERE = "INC-2020-4711"


def as_if_none(answer, hidden):
    """What is answered, without the reference that was asked for."""
    said = answer.content.decode().replace(hidden.reference, NOWHERE)
    return answer.status_code, said, answer.headers["Content-Type"]


@pytest.fixture
def alike(responder, hidden):
    """Ask for the hidden incident and for one that never was: the answers must be the same."""

    def ask(method, address, body=None, **headers):
        answers = [
            responder.send(method, address.format(at), _filled(body, at), **headers)
            if method != "GET"
            else responder.ask(address.format(at))
            for at in (hidden.reference, NOWHERE)
        ]
        first, second = (as_if_none(answer, hidden) for answer in answers)
        assert first == second
        return answers[0]

    return ask


def _filled(body, at):
    return {name: at if value == "{}" else value for name, value in (body or {}).items()}


@pytest.mark.parametrize(
    "address",
    [
        *("", "/access", "/entries", "/groups", "/relations", "/totals", "/factors", "/actions"),
        *("/roles", "/links", "/postmortem", "/entries/1", "/postmortem/sections/summary"),
    ],
)
def test_it_cannot_be_read(alike, address):
    assert alike("GET", "incidents/{}" + address).status_code == 404


@pytest.mark.parametrize(
    ("method", "address", "body"),
    [
        ("PATCH", "", {"title": "x", "version": 1}),
        ("PATCH", "", {"title": 1}),
        ("POST", "/entries", {"text": "x", "occurred_at": "2026-02-04T13:10:00Z"}),
        ("POST", "/entries", {"colour": "red"}),
        ("POST", "/postmortem/export", {"format": "pdf", "language": "da"}),
        ("PUT", "/status", {}),
    ],
)
def test_it_cannot_be_written_and_bodies_are_not_even_looked_at(alike, method, address, body):
    assert alike(method, "incidents/{}" + address, body).status_code == 404


@pytest.mark.parametrize("address", ["actions?incident={}", "log?incident={}"])
def test_it_cannot_be_filtered_for(alike, address):
    assert list(wrong(alike("GET", address))) == ["incident"]


def test_it_cannot_be_linked_to(alike, incident):
    said = {"kind": "related", "target": "{}"}
    answer = alike("POST", f"incidents/{incident.reference}/links", said)
    assert wrong(answer) == {"target": "There is no incident of that reference."}


def test_it_is_not_listed_counted_or_found(responder, hidden, incident):
    for query in ("", "?text=Quiet", f"?text={hidden.reference}", "?status=investigating"):
        told = responder.ask(f"incidents{query}").json()
        assert hidden.reference not in str(told)
    assert len(responder.ask("incidents?limit=1").json()["results"]) == 1
    assert responder.ask("incidents?limit=1").json()["next"] is None


def test_words_of_its_timeline_find_nothing(responder, commander, hidden):
    said = EntryContent(text="The vault was open", occurred_at=THREE)
    add_entry(actor=commander, incident_id=hidden.pk, content=said)
    assert responder.ask("incidents?text=vault").json()["results"] == []


def test_its_actions_are_in_no_list(responder, api, hidden):
    api.send("POST", f"incidents/{hidden.reference}/actions", {"title": "Lock the vault"})
    assert len(api.ask("actions").json()["results"]) == 1
    assert responder.ask("actions").json() == {"next": None, "results": []}


def test_links_to_it_are_neither_listed_nor_removed(responder, commander, hidden, incident):
    on = {"actor": commander, "incident_id": incident.pk}
    link = link_incidents(**on, target_id=hidden.pk, kind="triggered")
    links = f"incidents/{incident.reference}/links"
    assert responder.ask(links).json() == {"results": []}
    there, never = (responder.ask(f"{links}/{n}") for n in (link.pk, 4711))
    assert there.status_code == never.status_code == 404
    assert there.json()["detail"] == never.json()["detail"]
    gone, none = (
        responder.send("POST", f"{links}/{n}/remove", {"reason": "x"}) for n in (link.pk, 4711)
    )
    assert gone.status_code == none.status_code == 404
    assert gone.json()["detail"] == none.json()["detail"]


@pytest.mark.parametrize("body", ["factor", "group"])
def test_what_belongs_to_it_cannot_be_named_elsewhere(responder, api, hidden, incident, body):
    there, here = f"incidents/{hidden.reference}", f"incidents/{incident.reference}"
    if body == "factor":
        number = api.send("POST", f"{there}/factors", {"text": "Nobody looked"}).json()["id"]
        answer = responder.send("POST", f"{here}/actions", {"title": "x", "factor": number})
        assert wrong(answer) == {"factor": "Choose a contributing factor of this incident."}
    else:
        number = api.send("POST", f"{there}/groups", {"name": "Recipients"}).json()["id"]
        mine = responder.send("POST", f"{here}/groups", {"name": "Locked out"}).json()["id"]
        said = {"first": mine, "second": number, "relation": "nested"}
        answer = responder.send("POST", f"{here}/relations", said)
        assert wrong(answer) == {"second": "There is no such group in this incident."}


def test_who_may_not_know_of_it_is_not_made_owner_or_holder(api, hidden, person):
    stranger = person("responder")
    there = f"incidents/{hidden.reference}"
    refusals = [
        api.send("POST", f"{there}/actions", {"title": "x", "owner": stranger.pk}),
        api.send("POST", f"{there}/roles", {"role": "scribe", "person": stranger.pk}),
    ]
    assert [wrong(answer) for answer in refusals] == [
        {"owner": "This person may not see the incident."},
        {"person": "This person may not see the incident."},
    ]


def test_it_exists_for_whoever_is_named(program, commander, hidden, person):
    named = person("responder")
    assert program(named).ask(f"incidents/{hidden.reference}").status_code == 404
    on = {"actor": commander, "incident_id": hidden.pk, "version": 1}
    change_access(**on, is_restricted=True, people=[named], reason="They help")
    assert program(named).ask(f"incidents/{hidden.reference}").status_code == 200


def test_an_account_without_a_role_finds_no_record(program, person, incident):
    nobody = person("viewer")
    nobody.groups.clear()
    asks = program(nobody)
    assert asks.ask("incidents").json()["results"] == []
    assert asks.ask(f"incidents/{incident.reference}").status_code == 404
    assert asks.ask("people").status_code == asks.ask("services").status_code == 403
    assert asks.ask("log").status_code == 403
