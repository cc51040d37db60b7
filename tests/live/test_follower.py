"""What a page that stands open is told of what was recorded."""

import json

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from audit.actor import system
from audit.log import newest_entry
from audit.models import LogEntry
from incidents.services.incident import change_access, change_status
from incidents.services.timeline_entry import (
    EntryContent,
    add_entries,
    add_entry,
    correct_entry,
)
from live.follower import admission, hear, missed_by, news_of
from live.fragments import event
from live.hub import MOST_WAITING, Hub, Stream, present
from live.rights import Listener, Reading, listeners
from live.tickets import Ticket

DANISH = Reading("da", "Europe/Copenhagen", may_keep=False, may_lead=False)
ENGLISH = Reading("en", "America/New_York", may_keep=True, may_lead=False)


@pytest.fixture
def anyio_backend():
    return "asyncio"


def page(incident_id=1, reading=DANISH, person_id=1, *, asks=False):
    ticket = Ticket(person_id, "s", incident_id, asks)
    stream = Stream(ticket, Listener(f"Person {person_id}", reading))
    stream.begin(stream.listener, [])
    return stream


def seen(text):
    return EntryContent(text=text, occurred_at=None, precision="unknown")


def told(stream, last):
    """The events by name with their content."""
    missed = missed_by(stream.ticket, stream.listener.reading, last)
    said = [each.decode().splitlines() for each in missed]
    return [(lines[-3].split(": ")[1], json.loads(lines[-2][len("data: ") :])) for lines in said]


@pytest.fixture
def before(incident):
    return newest_entry()[0]


def test_a_page_is_told_of_an_entry_as_its_reader_reads(commander, incident, before):
    add_entry(actor=commander, incident_id=incident.pk, content=seen("Logins **fail**"))
    ((name, news),) = told(page(incident.pk), before)
    assert name == "news"
    (entry,) = news["entries"]
    assert "<strong>fail</strong>" in entry["html"]
    assert "Tidspunkt ukendt" in entry["html"]
    assert "Ret" not in entry["html"], "somebody who only reads is offered no link to correct"
    assert news["standing"] == "", "the head is as it was"
    ((_name, news),) = told(page(incident.pk, ENGLISH), before)
    assert "correct" in news["entries"][0]["html"]


def test_a_correction_says_what_it_stands_for(commander, incident, before):
    first = add_entry(actor=commander, incident_id=incident.pk, content=seen("Logins fail"))
    correct_entry(
        actor=commander,
        incident_id=incident.pk,
        entry_id=first.pk,
        content=seen("Payments fail"),
        reason="Misread",
    )
    ((_name, news),) = told(page(incident.pk, ENGLISH), before)
    (entry,) = news["entries"]
    assert entry["replaces"] == [first.pk]
    assert "Payments fail" in entry["html"]


def test_a_new_status_moves_the_head_and_adds_no_entry(commander, incident, before):
    change_status(actor=commander, incident_id=incident.pk, status="monitoring", version=1)
    ((_name, news),) = told(page(incident.pk, ENGLISH), before)
    assert news["entries"] == []
    assert "Monitoring" in news["standing"]
    assert 'name="csrfmiddlewaretoken"' not in news["standing"]


def test_whoever_knows_it_all_is_told_nothing(incident, before):
    assert told(page(incident.pk), before) == []


def test_after_very_much_the_page_is_read_anew(commander, incident, before):
    add_entries(
        actor=commander, incident_id=incident.pk, contents=[seen(f"{n}") for n in range(51)]
    )
    assert told(page(incident.pk), before) == [("anew", {})]


def test_a_page_that_asks_is_told_that_something_moved(incident, before):
    assert told(page(None, asks=True), before - 1) == [("moved", {})]


def test_a_room_is_rendered_once_for_all_who_read_alike(commander, incident, before):
    add_entry(actor=commander, incident_id=incident.pk, content=seen("Logins fail"))
    entries = list(LogEntry.objects.filter(index__gt=before))
    news = news_of(entries, {incident.pk: {DANISH, ENGLISH}, incident.pk + 1: {DANISH}})
    assert list(news) == [incident.pk], "another room hears nothing"
    assert set(news[incident.pk].parts) == {DANISH, ENGLISH}


def test_what_cannot_be_shown_is_read_anew_and_keeps_nobody_from_the_rest(
    commander, incident, before, monkeypatch
):
    def broken(*_given):
        raise ValueError("This entry cannot be shown")

    add_entry(actor=commander, incident_id=incident.pk, content=seen("Logins fail"))
    monkeypatch.setattr("live.follower.shown", broken)
    news = news_of(list(LogEntry.objects.filter(index__gt=before)), {incident.pk: {DANISH}})
    assert b"event: anew" in news[incident.pk].event_for(DANISH)


@given(st.text(max_size=200))
def test_no_words_break_out_of_their_event(text):
    lines = event("news", 7, {"html": text}).decode().split("\n")
    assert lines[:2] == ["id: 7", "event: news"]
    assert json.loads(lines[2][len("data: ") :]) == {"html": text}
    assert lines[3:] == ["", ""]


# --- who may hear it ---


@pytest.fixture
def listening(commander, person, incident):
    """Somebody who will keep access, and somebody who will lose it, each with a page open."""

    def ticket_of(user):
        client = Client()
        client.force_login(user)
        return Ticket(user.pk, client.session.session_key, incident.pk, asks=False)

    return ticket_of(commander.user), ticket_of(person("responder"))


def restrict(commander, incident):
    change_access(
        actor=commander,
        incident_id=incident.pk,
        version=1,
        is_restricted=True,
        people=[commander.user],
        reason="It concerns a person",
    )


def test_rights_are_asked_about_before_what_was_recorded_after_they_changed_is_told(
    commander, incident, before, listening
):
    stays, _goes = listening
    holding = listeners(listening)
    restrict(commander, incident)
    add_entry(actor=commander, incident_id=incident.pk, content=seen("A secret"))
    heard = hear(before, holding)
    assert set(heard.holding) == {stays}
    assert set(heard.news[incident.pk].parts) == {holding[stays].reading}


def test_nobody_is_asked_about_when_no_right_changed(commander, incident, listening):
    before = newest_entry()[0]
    add_entry(actor=commander, incident_id=incident.pk, content=seen("No secret"))
    heard = hear(before, listeners(listening))
    assert heard.holding is None
    assert hear(heard.index, {}) is None


def test_whoever_lost_the_right_while_they_came_in_is_let_in_no_more(
    commander, incident, before, listening
):
    stays, goes = listening
    restrict(commander, incident)
    assert admission(goes, before) is None
    assert admission(stays, before)[0].name == "Commander"


def test_a_log_that_was_taken_back_from_a_backup_is_followed_from_its_end(incident, before):
    assert hear(before + 100, {}).index == before


@pytest.mark.anyio
async def test_after_its_end_a_page_is_told_nothing_whatever_is_said():
    stream = page()
    stream.say(b"before")
    stream.end()
    stream.say(b"a secret")
    assert [said async for said in stream.said()] == [event("end", None, {})]
    coming_in = Stream(page().ticket)
    coming_in.end()
    coming_in.begin(stream.listener, [b"a secret"])
    assert [said async for said in coming_in.said()] == [event("end", None, {})]


def test_a_page_that_is_not_let_in_yet_is_told_to_ask(incident, before, commander):
    add_entry(actor=commander, incident_id=incident.pk, content=seen("Logins fail"))
    news = news_of(list(LogEntry.objects.filter(index__gt=before)), {incident.pk: {DANISH}})
    assert b"event: anew" in news[incident.pk].event_for(None)


# --- who is there ------------------------------------------------------------------------------


def test_somebody_with_two_pages_is_there_once():
    assert present([page(person_id=1), page(person_id=1), page(person_id=2)]) == {
        "names": ["Person 1", "Person 2"],
        "more": 0,
    }


@pytest.mark.anyio
async def test_a_page_that_takes_nothing_in_is_let_go():
    stream = page()
    for _ in range(MOST_WAITING + 1):
        stream.say(b"news")
    assert [said async for said in stream.said()] == [event("end", None, {})]


@pytest.mark.anyio
async def test_what_was_missed_is_said_before_what_is_recorded_meanwhile():
    stream = Stream(page().ticket)
    stream.say(b"second")
    stream.begin(page().listener, [b"first"])
    stream.say(b"third")
    heard = stream.said()
    assert [await anext(heard) for _ in range(3)] == [b"first", b"second", b"third"]


@pytest.mark.anyio
async def test_a_room_is_told_who_came_and_who_left():
    hub = Hub()
    first, second = page(person_id=1), page(person_id=2)
    for stream in (first, second):
        hub.join(stream)
        hub.arrived(stream)
    hub.tell_who_is_there()
    hub.leave(second)
    hub.tell_who_is_there()
    heard = first.said()
    assert b"Person 2" in await anext(heard)
    assert b"Person 2" not in await anext(heard)
    assert hub.in_room(1) == [first]


def test_a_system_entry_is_told_as_written_by_havari(incident, before):
    add_entry(actor=system(), incident_id=incident.pk, content=seen("An alert came in"))
    ((_name, news),) = told(page(incident.pk), before)
    assert "Havari" in news["entries"][0]["html"]
