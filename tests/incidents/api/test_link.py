import pytest

from incidents.models import IncidentLink
from incidents.services.incident import declare_incident
from incidents.services.link import link_incidents
from tests.program import wrong


@pytest.fixture
def surge(commander):
    return declare_incident(actor=commander, title="Payments fail")


@pytest.fixture
def linked(api, here, surge):
    return api.send("POST", f"{here}/links", {"kind": "triggered", "target": surge.reference})


def test_a_link_is_told_from_both_ends(api, here, surge, linked, incident):
    told = linked.json()
    assert linked.status_code == 201
    assert (told["other"], told["title"], told["is_source"]) == (
        surge.reference,
        "Payments fail",
        True,
    )
    assert api.ask(linked.headers["Location"]).json() == told
    (back,) = api.ask(f"incidents/{surge.reference}/links").json()["results"]
    assert (back["other"], back["is_source"]) == (incident.reference, False)


def test_a_link_is_taken_back_where_it_was_said(api, here, surge, linked):
    number, said = linked.json()["id"], {"reason": "It did not"}
    other = f"incidents/{surge.reference}/links/{number}/remove"
    assert api.send("POST", other, said).status_code == 404
    answer = api.send("POST", f"{here}/links/{number}/remove", said)
    assert (answer.status_code, answer.content) == (204, b"")
    assert api.ask(f"{here}/links").json() == {"results": []}
    assert api.ask(f"{here}/links/{number}").status_code == 404


def test_what_was_said_already_is_a_conflict(api, here, surge, linked):
    again = api.send("POST", f"{here}/links", {"kind": "triggered", "target": surge.reference})
    assert (again.status_code, list(wrong(again))) == (409, ["target"])


@pytest.mark.parametrize(
    ("kind", "target", "field"),
    [
        ("triggered", "INC-2020-0001", "target"),
        ("triggered", "inc-2020-0001", "target"),
        ("triggered", 1, "target"),
        ("triggered", ["INC-2020-0001"], "target"),
        ("triggered", "INC-2020-0001\n", "target"),
        ("caused", "{surge}", "kind"),
        ("related", "{here}", "target"),
    ],
)
def test_a_link_that_cannot_be_is_refused(api, here, surge, incident, kind, target, field):
    if isinstance(target, str):
        target = target.format(surge=surge.reference, here=incident.reference)
    answer = api.send("POST", f"{here}/links", {"kind": kind, "target": target})
    assert (answer.status_code, list(wrong(answer))) == (422, [field])


def test_a_circle_of_triggers_is_refused_in_words(api, here, surge, linked, incident):
    said = {"kind": "triggered", "target": incident.reference}
    answer = api.send("POST", f"incidents/{surge.reference}/links", said)
    assert (answer.status_code, "led to" in wrong(answer)["target"]) == (422, True)


def test_a_link_is_not_taken_back_without_a_reason(api, here, linked):
    address = f"{here}/links/{linked.json()['id']}/remove"
    assert list(wrong(api.send("POST", address, {}))) == ["reason"]
    assert IncidentLink.objects.count() == 1


def test_who_may_only_read_links_nothing(viewer, here, surge):
    said = {"kind": "related", "target": surge.reference}
    assert viewer.send("POST", f"{here}/links", said).status_code == 403


def test_many_links_are_listed_with_few_queries(
    api, here, commander, incident, django_assert_max_num_queries
):
    for n in range(5):
        other = declare_incident(actor=commander, title=f"Number {n}")
        on = {"actor": commander, "incident_id": incident.pk}
        link_incidents(**on, target_id=other.pk, kind="related")
    with django_assert_max_num_queries(7):
        answer = api.ask(f"{here}/links")
    assert len(answer.json()["results"]) == 5
