"""What opens the stream, and what does not."""

import json
import time
from dataclasses import replace
from unittest import mock

import pytest
from django.core import signing
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.services.account import set_password
from audit.actor import system
from incidents.services.incident import change_access
from live.rights import listeners
from live.tickets import SALT, NoTicket, Ticket, read, written

TICKET = Ticket(person_id=1, session="s", incident_id=None, asks=True)


def test_a_ticket_is_read_as_it_was_written():
    assert read(written(TICKET)) == TICKET


@given(st.text(max_size=300))
def test_what_nobody_signed_is_no_ticket(text):
    with pytest.raises(NoTicket):
        read(text)


def test_a_ticket_that_was_changed_or_signed_for_something_else_is_none():
    name, rest = written(TICKET).split(":", 1)
    for forged in (
        written(replace(TICKET, person_id=2)).split(":", 1)[0] + ":" + rest,
        name + ":" + rest[:-1] + ("A" if rest[-1] != "A" else "B"),
        signing.dumps({"person_id": 1}, salt=SALT),
        signing.dumps([1], salt=SALT),
        signing.dumps({"person_id": 1, "session": "s", "incident_id": None, "asks": True}),
    ):
        with pytest.raises(NoTicket):
            read(forged)


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


def test_the_tickets_of_many_are_asked_of_together(django_assert_max_num_queries, ticket):
    several = [replace(ticket, asks=asks) for asks in (True, False)]
    with django_assert_max_num_queries(4):
        assert set(listeners(several)) == set(several)
