"""The pages that say no: in the reader's language, and with what had been typed."""

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from incidents.models import TimelineEntry
from incidents.services import timeline_entry

TYPED = {"text": "Seen by <many>", "kind": "note", "precision": "minute"}


@pytest.fixture
def add(incident):
    return reverse("entry_add", args=[incident.year, incident.number])


def told(answer):
    return answer.content.decode()


def test_an_address_that_leads_nowhere_says_so_and_nothing_more(client):
    answer = client.get("/nowhere", headers={"accept-language": "da"})
    assert answer.status_code == 404
    assert "Der er ingen side på denne adresse." in told(answer)
    assert "INC-" not in told(answer)


def test_who_was_signed_out_finds_what_they_wrote(client, add):
    answer = client.post(add, TYPED, headers={"accept-language": "da"})
    assert answer.status_code == 403
    assert "Du blev logget ud" in told(answer)
    assert "Seen by &lt;many&gt;" in told(answer)
    assert '<label for="kept-1">Tekst</label>' in told(answer)
    assert reverse("account_login") in told(answer)
    assert "note" not in [text for _label, text in answer.context["typed"]]


def test_a_form_from_before_the_last_sign_in_keeps_what_was_written(add, commander):
    client = Client(enforce_csrf_checks=True)
    client.force_login(commander.user)
    answer = client.post(add, TYPED)
    assert answer.status_code == 403
    assert "before you last signed in" in told(answer)
    assert "Seen by &lt;many&gt;" in told(answer)
    assert not TimelineEntry.objects.exists()


def test_an_error_of_ours_keeps_what_was_written(add, commander, monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError("The disk is full")

    monkeypatch.setattr(timeline_entry, "record", fail)
    client = Client(raise_request_exception=False)
    client.force_login(commander.user)
    answer = client.post(add, TYPED)
    assert answer.status_code == 500
    assert "The error is ours" in told(answer)
    assert "Seen by &lt;many&gt;" in told(answer)
    assert "disk" not in told(answer)
    assert not TimelineEntry.objects.exists()


def test_too_much_text_for_one_form_is_told_how_to_go_on(client, add, commander):
    client.force_login(commander.user)
    answer = client.post(add, TYPED | {"text": "x" * 3_000_000})
    assert answer.status_code == 400
    assert "divide it" in told(answer)


def test_a_password_is_never_shown_again():
    client = Client(enforce_csrf_checks=True)
    typed = {"login": "somebody@example.org", "password": "a-wreck-to-learn-from"}
    answer = client.post(reverse("account_login"), typed)
    assert answer.status_code == 403
    assert "a-wreck-to-learn-from" not in told(answer)


def test_a_refused_role_is_told_why_and_keeps_what_was_written(client, add, person):
    client.force_login(person("viewer"))
    answer = client.post(add, TYPED)
    assert answer.status_code == 403
    assert "Your role does not allow this." in told(answer)
    assert "Seen by &lt;many&gt;" in told(answer)


def test_the_way_back_leads_nowhere_else(client):
    away = client.get("/nowhere", headers={"referer": "https://elsewhere.example.org/trap"})
    assert "elsewhere" not in told(away)
    home = client.get("/nowhere", headers={"referer": "http://testserver/actions?show=mine"})
    assert 'href="/actions?show=mine"' in told(home)


def test_a_host_that_is_not_ours_is_refused_and_nothing_breaks(client, db):
    answer = client.get("/", headers={"host": "elsewhere.example.org", "referer": "http://x/"})
    assert answer.status_code == 400


def test_an_address_for_forms_says_so_when_it_is_only_looked_at(client, incident, commander):
    client.force_login(commander.user)
    answer = client.get(reverse("incident_status", args=[incident.year, incident.number]))
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "only takes what a form sends" in told(answer)
