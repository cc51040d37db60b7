"""What happened before is brought up, with the reason; never what the reader may not know of."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.actor import system
from core.errors import Conflict, DomainError
from incidents.models import Incident
from incidents.services.action_item import Plan, add_action, check_action, complete_action
from incidents.services.contributing_factor import Condition, add_factor
from incidents.services.incident import change_access, declare_incident
from incidents.services.link import link_incidents
from incidents.services.service import add_service
from postmortems.selectors.similarity import ALIKE, linked_to, similar_to
from postmortems.services.similarity import say_not_the_same, take_back_not_the_same

pytestmark = pytest.mark.django_db


@pytest.fixture
def declared(commander):
    def declare(title, *services):
        return declare_incident(actor=commander, title=title, services=list(services))

    return declare


@pytest.fixture
def reader(commander):
    return commander.user


@pytest.fixture
def before(declared):
    """A year of other things, in which "fails" and "payments" are said again and again."""
    for number in range(8):
        declared(f"Payments in shop number {number} fail")
    return declared("Certificate of login.example.org expired")


def found(incident, reader):
    return [match.other for match in similar_to(incident, reader)]


def test_rare_words_in_common_bring_it_up_and_are_said(before, declared, reader):
    now = declared("Login fails: the certificate of login.example.org has expired")
    (match,) = similar_to(now, reader)
    assert match.other == before
    assert set(match.words) == {"certificate", "expired", "login.example.org"}


def test_words_are_the_same_however_they_are_inflected_in_either_language(declared, reader):
    danish = declared("Beskeden blev sendt til alle kunder")
    english = declared("Expired certificates on the gateways")
    assert found(declared("Beskeder sendt til en kunde"), reader) == [danish]
    assert found(declared("Certificate expiring on gateway"), reader) == [english]


def test_common_words_alone_bring_nothing_up(before, declared, reader):
    assert found(declared("Nothing of the sort, and it was on the way"), reader) == []


def test_services_and_kinds_of_factors_in_common_are_said(before, declared, commander, reader):
    push = add_service(actor=system(), name="Push messages")
    earlier = declared("Wrong message went out to customers", push)
    now = declared("Wrong message to customers again", push)
    for each in (earlier, now):
        add_factor(
            actor=commander,
            incident_id=each.pk,
            condition=Condition("One person could send", "process"),
        )
    match = similar_to(now, reader)[0]
    assert match.other == earlier
    assert match.services == ("Push messages",)
    assert match.kinds == ("process",)
    assert "send" in match.words


def test_it_says_whether_what_was_done_worked(declared, commander, reader):
    earlier = declared("Wrong message went out")
    on_it = {"actor": commander, "incident_id": earlier.pk}
    for title, worked in (("Two release", True), ("A sign on the door", False), ("Later", None)):
        action = add_action(**on_it, plan=Plan(title))
        if worked is not None:
            complete_action(**on_it, action_id=action.pk, evidence="Change 4711")
            check_action(**on_it, action_id=action.pk, worked=worked, basis="The drill")
    (match,) = similar_to(declared("Wrong message went out"), reader)
    assert (match.other.worked, match.other.failed, match.other.undone) == (1, 1, 1)


def test_nobody_hears_of_what_they_may_not_know_of(declared, commander, person):
    hidden = declared("Wrong message went out")
    change_access(
        actor=commander,
        incident_id=hidden.pk,
        version=1,
        is_restricted=True,
        people=[commander.user],
        reason="Looked into",
    )
    now = declared("Wrong message went out")
    assert found(now, commander.user) == [hidden]
    assert found(now, person("viewer")) == []


def test_what_is_linked_or_said_not_to_be_the_same_is_not_brought_up_again(
    declared, commander, reader
):
    first, second, now = (declared("Wrong message went out") for _each in range(3))
    on_now = {"actor": commander, "incident_id": now.pk}
    link_incidents(**on_now, target_id=first.pk, kind="recurrence")
    said = say_not_the_same(**on_now, other_id=second.pk, reason="A drill")
    assert found(now, reader) == []
    assert now not in found(second, reader)
    assert list(linked_to(now, reader)) == [first]
    take_back_not_the_same(**on_now, said_id=said.pk)
    assert found(now, reader) == [second]


def test_it_is_said_once_with_a_reason_and_not_of_itself(declared, commander):
    first, now = declared("Wrong message"), declared("Wrong message")
    on_now = {"actor": commander, "incident_id": now.pk}
    with pytest.raises(DomainError):
        say_not_the_same(**on_now, other_id=first.pk, reason=" ")
    with pytest.raises(DomainError):
        say_not_the_same(**on_now, other_id=now.pk, reason="Itself")
    say_not_the_same(**on_now, other_id=first.pk, reason="A drill")
    with pytest.raises(Conflict):
        say_not_the_same(**on_now, other_id=first.pk, reason="A drill")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=200))
def test_whatever_a_title_says_it_can_be_asked_what_looks_like_it(incident, reader, title):
    Incident.objects.filter(pk=incident.pk).update(title=title)
    incident.refresh_from_db()
    assert all(match.score >= ALIKE for match in similar_to(incident, reader))


def test_the_page_and_what_is_brought_up_say_why(client, before, declared, reader):
    now = declared("Login fails: the certificate of login.example.org has expired")
    client.force_login(reader)
    address = reverse("incident_similar", args=[now.year, now.number])
    for headers in ({}, {"HX-Request": "true"}):
        page = client.get(address, headers=headers).content.decode()
        assert before.title in page
        assert "login.example.org" in page


def test_a_program_asks_and_says(api, before, declared):
    now = declared("Login fails: the certificate of login.example.org has expired")
    at = f"incidents/{now.reference}/similar"
    (match,) = api.ask(at).json()["results"]
    assert match["reference"] == before.reference
    said = api.send("post", f"{at}/not-the-same", {"other": before.reference, "reason": "Old"})
    assert said.status_code == 201, said.content
    assert api.ask(at).json()["results"] == []
    back = f"{at}/not-the-same/{said.json()['id']}/take-back"
    assert api.send("post", back).json()["taken_back_at"]
