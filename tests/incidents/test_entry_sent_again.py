"""An entry is written once however often its form is sent, and a page that stands open is told."""

import errno
import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.models import Attachment, TimelineEntry
from incidents.services.attachment import withdraw_attachment
from tests.core.files.brought import photo, upload
from tests.together import at_once

DATA = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.STORAGES["attachments"]["OPTIONS"]["location"] = tmp_path
    settings.STORAGES = dict(settings.STORAGES)


@pytest.fixture
def browser(client, commander):
    client.force_login(commander.user)
    return client


@pytest.fixture
def address(incident):
    return reverse("entry_add", args=[incident.year, incident.number])


def incident_page(incident):
    return reverse("incident_detail", args=[incident.year, incident.number])


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


def test_the_same_form_with_its_files_is_written_once(browser, address):
    form = said()
    for _time in range(2):
        browser.post(address, form | {"file": [upload(b"10:00 alt vel", "app.log")]})
    browser.post(address, form | {"file": [upload(b"another", "app.log")]})
    first, second = TimelineEntry.objects.order_by("pk")
    assert [each.name for each in first.attachments.all()] == ["app.log"]
    assert [each.size for each in second.attachments.all()] == [7]


def test_without_javascript_an_entry_and_its_files_are_one_form(browser, address, incident):
    page = browser.get(incident_page(incident)).text
    assert 'enctype="multipart/form-data"' in page
    answer = browser.post(
        address, said("08:10 Logins fail", file=[upload(b"one", "a.log"), upload(photo(), "b.jpg")])
    )
    entry = TimelineEntry.objects.get()
    assert answer["Location"].endswith(f"#entry-{entry.pk}")
    assert (entry.text, entry.attachments.count()) == ("Logins fail", 2)


def test_a_file_that_is_not_taken_keeps_the_words_and_writes_nothing(browser, address):
    files = [upload(b"fine", "a.log"), upload(b"MZ\0", "b.png"), upload(b"", "c.txt")]
    answer = browser.post(address, said("Seen with my own eyes", file=files))
    assert answer.status_code == 422
    for told in ("Seen with my own eyes", "b.png: Attach a picture", "c.txt: This file is empty"):
        assert told in answer.text
    assert "Choose the files again" in answer.text
    assert not TimelineEntry.objects.exists()


def test_words_that_wait_to_be_seen_write_no_file_either(browser, address):
    answer = browser.post(address, said("/status monitoring", file=[upload(b"fine", "a.log")]))
    assert (answer.status_code, "Choose the files again" in answer.text) == (422, True)
    assert not Attachment.objects.exists()


def test_a_store_that_is_away_is_tried_again_and_no_fault_of_the_file(
    browser, address, incident, monkeypatch
):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    alone = reverse("attachment_add", args=[incident.year, incident.number])
    for place, form in ((address, said()), (alone, {})):
        answer = browser.post(place, form | {"file": upload(b"Never kept", "a.log")}, **DATA)
        assert answer.status_code == 503
        assert "full or does not answer" in answer.json()["refused"][0]
    assert not TimelineEntry.objects.exists()


def test_files_that_follow_their_entry_are_shown_with_it_and_attached_once(
    browser, address, incident
):
    entry = browser.post(address, said(), **DATA).json()["entry"]
    place = reverse("attachment_add", args=[incident.year, incident.number])
    key = str(uuid4())
    for _time in range(2):
        form = {"entry": entry, "key": key, "file": upload(b"fine", "a.log")}
        answer = browser.post(place, form, **DATA)
        assert answer.status_code == 201
        assert "a.log" in answer.json()["entries"][0]["html"]
    assert Attachment.objects.count() == 1


def test_a_file_withdrawn_while_its_answer_was_lost_is_not_attached_again(
    browser, address, incident, commander
):
    entry = browser.post(address, said(), **DATA).json()["entry"]
    place = reverse("attachment_add", args=[incident.year, incident.number])
    key = str(uuid4())

    def send():
        form = {"entry": entry, "key": key, "file": upload(b"fine", "a.log")}
        return browser.post(place, form, **DATA).status_code

    assert send() == 201
    withdraw_attachment(
        actor=commander,
        incident_id=incident.pk,
        attachment_id=Attachment.objects.get().pk,
        version=1,
        reason="A name",
    )
    assert send() == 201
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("where", ["new_file", "receive_data_chunk"])
def test_a_full_disk_while_a_file_comes_in_loses_no_words(
    browser, address, incident, monkeypatch, where
):
    def full(*_asked, **_said):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryFileUploadHandler, where, full)
    large = upload(b"10:00 alt vel\n" * 40_000, "app.log")
    answer = browser.post(address, said("Seen with my own eyes", file=large))
    assert answer.status_code == 422
    for told in ("Seen with my own eyes", "full or does not answer", "Choose the files again"):
        assert told in answer.text
    alone = reverse("attachment_add", args=[incident.year, incident.number])
    large.seek(0)
    assert browser.post(alone, {"file": large}, **DATA).status_code == 503
    assert not TimelineEntry.objects.exists()
