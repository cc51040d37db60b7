"""An entry is written once however often its form is sent, and a page that stands open is told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.models import TimelineEntry
from tests.together import at_once

DATA = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def browser(client, commander):
    client.force_login(commander.user)
    return client


@pytest.fixture
def address(incident):
    return reverse("entry_add", args=[incident.year, incident.number])


def said(text="Seen", **more):
    return {"text": text, "precision": "minute", "kind": "note", "key": str(uuid4())} | more


def test_the_same_form_sent_again_leads_to_the_entry_it_wrote(browser, address):
    form = said()
    first, second = (browser.post(address, form) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert TimelineEntry.objects.count() == 1


def test_other_words_from_a_page_gone_back_to_are_an_entry_of_their_own(browser, address):
    form = said("Seen")
    browser.post(address, form)
    browser.post(address, form | {"text": "Seen again, elsewhere"})
    assert TimelineEntry.objects.count() == 2


def test_what_was_refused_is_tried_anew(browser, address):
    form = said(evidence_links="nowhere")
    assert browser.post(address, form).status_code == 422
    assert browser.post(address, form | {"evidence_links": ""}).status_code == 302
    assert TimelineEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_write_one_entry_and_both_are_led_to_it(commander, address):
    form = said()

    def send():
        client = Client()
        client.force_login(commander.user)
        return client.post(address, form)["Location"]

    assert len(set(at_once(send, send))) == 1
    assert TimelineEntry.objects.count() == 1


def test_the_same_key_of_somebody_else_is_another_entry(browser, address, person):
    form = said()
    browser.post(address, form)
    other = Client()
    other.force_login(person("responder"))
    other.post(address, form)
    assert TimelineEntry.objects.count() == 2


def test_an_open_page_gets_the_entry_as_it_stands_in_the_timeline(browser, address):
    answer = browser.post(address, said("Logins **fail**"), **DATA)
    entry = TimelineEntry.objects.get()
    assert answer.status_code == 201
    (told,) = answer.json()["entries"]
    assert f'id="entry-{entry.pk}"' in told["html"]
    assert "<strong>fail</strong>" in told["html"]
    assert told["replaces"] == []


def test_an_open_page_is_told_what_was_refused(browser, address):
    answer = browser.post(address, said("", evidence_links="nowhere"), **DATA)
    assert answer.status_code == 422
    assert len(answer.json()["refused"]) == 2
    assert answer.json()["refused"][1].startswith("Evidence links: ")


def test_an_entry_that_had_to_wait_tells_of_the_moment_it_was_written(browser, address):
    before = timezone.now()
    browser.post(address, said(age=600), **DATA)
    entry = TimelineEntry.objects.get()
    assert (
        timedelta() <= entry.occurred_at - (before - timedelta(minutes=10)) < timedelta(minutes=1)
    )


@pytest.mark.parametrize("wrong", [{"age": "-5"}, {"age": "9" * 30}, {"key": "\0"}, {"key": "x"}])
def test_what_no_browser_would_send_is_refused(browser, address, wrong):
    assert browser.post(address, said(**wrong), **DATA).status_code == 422
    assert not TimelineEntry.objects.exists()


def test_an_open_page_asks_who_is_signed_in(browser, address, commander, client):
    told = browser.get(address, **DATA).json()
    assert (told["account"], told["may"]) == (commander.user.pk, True)
    assert len(told["token"]) > 30


def test_whoever_only_reads_is_told_that_they_may_not_write(client, person, address):
    client.force_login(person("viewer"))
    assert client.get(address, **DATA).json()["may"] is False
    assert client.post(address, said(), **DATA).status_code == 403
