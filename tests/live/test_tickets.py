"""What opens the stream, and what does not."""

import base64
import json
import time
from dataclasses import replace
from unittest import mock

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import ROLES
from accounts.services.account import set_password
from audit.actor import system
from incidents.services.incident import change_access
from live.rights import listeners
from live.tickets import NoTicket, Ticket, read, written

TICKET = Ticket(person_id=1, session="s", incident_id=None, asks=True)


def test_a_ticket_is_read_as_it_was_written():
    assert read(written(TICKET)) == TICKET


@given(st.text(max_size=300))
def test_what_nobody_signed_is_no_ticket(text):
    with pytest.raises(NoTicket):
        read(text)


def test_a_ticket_that_was_changed_or_signed_for_something_else_is_none(settings):
    said = written(TICKET)
    middle = len(said) // 2
    forged = [
        said[:middle] + ("A" if said[middle] != "A" else "B") + said[middle + 1 :],
        said[:-4],
        signing.dumps({"person_id": 1, "session": "s", "incident_id": None, "asks": True}),
    ]
    settings.SECRET_KEY = "the key of another installation"
    forged.append(written(TICKET))
    settings.SECRET_KEY = "our own"
    for each in forged:
        with pytest.raises(NoTicket):
            read(each)


def test_a_ticket_outlives_a_change_of_the_key(settings):
    said = written(TICKET)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "the new key"
    assert read(said) == TICKET


def test_an_address_tells_nobody_the_session():
    session = "abcdefghijklmnop"
    said = written(replace(TICKET, session=session))
    padded = said + "=" * (-len(said) % 4)
    assert session not in said
    assert session.encode() not in base64.urlsafe_b64decode(padded)


def test_a_ticket_holds_for_thirty_seconds():
    old = written(TICKET)
    with mock.patch("time.time", return_value=time.time() + 31), pytest.raises(NoTicket):
        read(old)


@pytest.fixture
def ticket(client, commander, incident):
    """What the page of the incident is given."""
    client.force_login(commander.user)
    answer = client.get(reverse("live_ticket"), {"incident": incident.reference})
    return read(json.loads(answer.content)["url"].split("ticket=")[1])


def test_a_ticket_is_for_the_reader_their_session_and_the_incident(
    client, commander, incident, ticket
):
    assert ticket == Ticket(commander.user.pk, client.session.session_key, incident.pk, asks=False)
    assert listeners([ticket])[ticket].name == "Commander"


def test_nobody_gets_a_ticket_for_an_incident_they_may_not_see(client, person, incident):
    change_access(
        actor=system(), incident_id=incident.pk, version=1, is_restricted=True, reason="Quiet"
    )
    client.force_login(person("responder"))
    for reference in (incident.reference, "INC-2020-0001", "nonsense"):
        answer = client.get(reverse("live_ticket"), {"incident": reference})
        assert answer.status_code == 404


def test_a_ticket_ends_with_the_session(client, ticket):
    client.logout()
    assert listeners([ticket]) == {}


def test_a_ticket_ends_with_a_new_password(commander, ticket):
    set_password(actor=system(), person=commander.user, password="quite another password")
    assert listeners([ticket]) == {}


def test_a_ticket_ends_when_the_incident_is_hidden_from_the_reader(incident, ticket):
    change_access(
        actor=system(), incident_id=incident.pk, version=1, is_restricted=True, reason="Quiet"
    )
    assert listeners([ticket]) == {}


def test_a_ticket_ends_when_the_account_may_not_sign_in(commander, ticket):
    user = commander.user
    user.is_active = False
    user.save()
    assert listeners([ticket]) == {}


def test_the_tickets_of_many_are_asked_of_together(django_assert_max_num_queries, person, incident):
    tickets = []
    for number in range(60):
        client = Client()
        client.force_login(person("responder", f"{number}@example.org"))
        session = client.session.session_key
        user = client.session["_auth_user_id"]
        tickets.append(Ticket(int(user), session, incident.pk, asks=False))
    with django_assert_max_num_queries(5):
        assert set(listeners(tickets)) == set(tickets)


@pytest.mark.parametrize("role", ROLES)
def test_who_listens_may_what_their_role_allows(client, person, incident, role):
    user = person(role, f"one.{role}@example.org")
    client.force_login(user)
    ticket = Ticket(user.pk, client.session.session_key, incident.pk, asks=False)
    reading = listeners([ticket])[ticket].reading
    assert reading.may_keep == user.has_perm("incidents.keep_record")
    assert reading.may_lead == user.has_perm("incidents.lead_incident")
