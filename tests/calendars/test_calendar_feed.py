from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from rest_framework.throttling import SimpleRateThrottle

from accounts.models import User
from audit.actor import Actor, system
from audit.models import LogEntry
from calendars.models import CalendarFeed
from calendars.services.calendar_feed import (
    MOST,
    end_calendar,
    make_calendar,
    renew_calendar,
)
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from incidents.models import Milestone
from incidents.services.action_item import (
    Plan,
    add_action,
    change_action,
    complete_action,
    withdraw_action,
)
from incidents.services.incident import change_access, change_status, declare_incident
from incidents.services.role import assign_role
from incidents.services.timeline_entry import EntryContent, add_entry
from statements.services.release import Delivery, release_statement
from tests.full_record import SAID, digest_of, say

DAY = date(2027, 1, 15)


@pytest.fixture(autouse=True)
def hour(settings):
    settings.ADDRESS = "https://havari.example.org"


@pytest.fixture
def make(commander):
    def new(person=None, scope="all", name="Phone"):
        person = person or commander.user
        return make_calendar(
            actor=Actor(person, "web"), person_id=person.pk, name=name, scope=scope
        )

    return new


@pytest.fixture
def read(client):
    """What a calendar reads at an address: its events by UID."""

    def fetch(token, **headers):
        answer = client.get(reverse("calendar_feed", args=[token]), headers=headers)
        assert answer.status_code == 200, answer
        events = Calendar.from_ical(answer.content).walk("VEVENT")
        return {str(event["UID"]): event for event in events}

    return fetch


@pytest.fixture
def action(commander, incident):
    plan = Plan("Two people release", owner=commander.user, due_on=DAY)
    return add_action(actor=commander, incident_id=incident.pk, plan=plan)


def restrict(commander, incident, people=()):
    incident.refresh_from_db()
    change_access(
        actor=system(),
        incident_id=incident.pk,
        version=incident.version,
        is_restricted=True,
        people=list(people),
        groups=[],
        reason="Until it is public",
    )


def test_an_action_is_an_event_of_its_day_that_takes_no_time(make, read, action, incident):
    (event,) = read(make().token).values()
    assert event["UID"] == f"action-{action.pk}@havari.example.org"
    assert event.start == DAY
    assert event["SUMMARY"] == f"Action due: {incident.reference} Two people release"
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["URL"].endswith(f"/actions#action-{action.pk}")
    told = LogEntry.objects.get(verb="action.added").recorded_at.replace(microsecond=0)
    assert (event.last_modified, event.stamp) == (told, told)


def test_an_action_that_moves_stays_the_same_event(make, read, action, commander):
    token = make().token
    (before,) = read(token)
    plan = Plan("Three people release", due_on=DAY + timedelta(days=1))
    change_action(
        actor=commander,
        incident_id=action.incident_id,
        action_id=action.pk,
        version=1,
        plan=plan,
    )
    ((uid, event),) = read(token).items()
    assert (uid, event.start) == (before, DAY + timedelta(days=1))
    assert "Three people" in event["SUMMARY"]


def test_done_work_waits_for_its_check_and_withdrawn_work_for_nothing(
    make, read, action, commander
):
    on = {"actor": commander, "incident_id": action.incident_id, "action_id": action.pk}
    withdraw_action(**(on | {"action_id": other_action(commander, action).pk}), reason="Needless")
    done = complete_action(**on, evidence="Live")
    ((uid, event),) = read(make().token).items()
    assert uid == f"check-{action.pk}@havari.example.org"
    assert event.start == done.check_due_on


def other_action(commander, action):
    plan = Plan("Another", owner=commander.user, due_on=DAY)
    return add_action(actor=commander, incident_id=action.incident_id, plan=plan)


def test_a_promised_update_is_an_event_of_its_moment_until_it_has_come(
    make, read, commander, incident
):
    at = timezone.now().replace(second=0, microsecond=0) + timedelta(hours=3)
    statement = release(commander, incident, replace(SAID, next_update_at=at))
    token = make().token
    ((uid, event),) = read(token).items()
    assert uid == f"update-{statement.pk}@havari.example.org"
    assert (event.start, event.end) == (at, at + timedelta(minutes=15))
    release(commander, incident, SAID)
    assert not read(token)


def release(commander, incident, plan):
    statement = say(commander, incident, plan, "It runs again.")
    release_statement(
        actor=system(),
        incident_id=incident.pk,
        statement_id=statement.pk,
        digest=digest_of(incident, statement),
        delivery=Delivery("Staff"),
    )
    return statement


def test_a_calendar_of_what_is_mine_holds_my_actions_and_no_others(
    make, read, action, commander, incident, person
):
    other = person("responder")
    theirs = add_action(
        actor=commander,
        incident_id=incident.pk,
        plan=Plan("Theirs", owner=other, due_on=DAY),
    )
    assert list(read(make(other, "mine").token)) == [f"action-{theirs.pk}@havari.example.org"]
    assert len(read(make(other, "all").token)) == 2


def test_a_report_is_due_to_those_who_hold_a_role(make, read, commander, incident, person, over):
    other = person("responder")
    mine = make(other, "mine").token
    assert not read(mine)
    assign_role(actor=commander, incident_id=incident.pk, role="scribe", person=other)
    assert list(read(mine)) == [f"report-{incident.pk}@havari.example.org"]


@pytest.fixture
def over(commander, incident):
    add_entry(
        actor=commander,
        incident_id=incident.pk,
        content=EntryContent("Over", timezone.now(), milestone=Milestone.RESOLVED),
    )
    incident.refresh_from_db()
    change_status(
        actor=commander, incident_id=incident.pk, status="resolved", version=incident.version
    )


def test_of_a_restricted_incident_no_words_leave_the_house(make, read, action, commander, incident):
    restrict(commander, incident, [commander.user])
    (event,) = read(make().token).values()
    assert event["SUMMARY"] == f"Action due: {incident.reference}"
    assert "Two people" not in event.to_ical().decode()
    assert incident.title not in event.to_ical().decode()


def test_what_somebody_may_no_longer_see_is_gone_at_the_next_reading(
    make, read, action, commander, incident, person
):
    other = person("responder")
    token = make(other).token
    assert len(read(token)) == 1
    restrict(commander, incident)
    assert not read(token)


def test_it_speaks_the_language_of_its_person(make, read, action, commander):
    User.objects.filter(pk=commander.user.pk).update(language="da")
    (event,) = read(make(User.objects.get(pk=commander.user.pk)).token).values()
    assert event["SUMMARY"].startswith("Opgavefrist: ")


def test_what_has_not_changed_is_not_sent_again(make, client, action, commander):
    place = reverse("calendar_feed", args=[make().token])
    first = client.get(place)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Cache-Control"] == "private, no-cache"
    assert "noindex" in first["X-Robots-Tag"]
    assert not first.cookies
    again = client.get(place, headers={"If-None-Match": f"W/{first['ETag']}"})
    assert (again.status_code, again.content) == (304, b"")
    other_action(commander, action)
    changed = client.get(place, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert client.head(place).status_code == 200
    assert client.post(place).status_code == 405


def test_an_unknown_an_ended_and_an_earlier_address_are_answered_alike(make, client, commander):
    ended, renewed = make(name="One"), make(name="Two")
    end_calendar(actor=commander, feed_id=ended.feed.pk)
    anew = renew_calendar(actor=commander, feed_id=renewed.feed.pk)
    for token in ("nothing", "ø" * 43, ended.token, renewed.token):
        assert client.get(reverse("calendar_feed", args=[token])).status_code == 404
    assert client.get(reverse("calendar_feed", args=[anew.token])).status_code == 200


def test_whoever_may_not_sign_in_reads_nothing(make, client, commander):
    place = reverse("calendar_feed", args=[make().token])
    User.objects.filter(pk=commander.user.pk).update(is_active=False)
    assert client.get(place).status_code == 404


def test_who_asks_too_often_is_told_when_to_ask_again(make, client, monkeypatch):
    monkeypatch.setitem(SimpleRateThrottle.THROTTLE_RATES, "calendars", "2/min")
    place = reverse("calendar_feed", args=["nothing"])
    asking = {"REMOTE_ADDR": "192.0.2.77"}
    assert [client.get(place, **asking).status_code for _each in range(3)] == [404, 404, 429]
    assert int(client.get(place, **asking)["Retry-After"]) > 0


def test_the_day_it_was_read_is_remembered_and_not_logged(make, read):
    made = make()
    before = LogEntry.objects.count()
    read(made.token)
    made.feed.refresh_from_db()
    assert made.feed.last_read_on == timezone.localdate(timezone=timezone.get_default_timezone())
    assert LogEntry.objects.count() == before


def test_of_the_token_only_a_digest_is_kept(make):
    made = make()
    told = LogEntry.objects.get(verb="calendar.made")
    kept = f"{CalendarFeed.objects.values().get()} {told.payload.content}"
    assert made.token not in kept
    assert made.feed.digest not in str(told.payload.content)


def test_nobody_makes_a_calendar_for_somebody_else(commander, person):
    other = person("responder")
    with pytest.raises(NotPermitted):
        make_calendar(actor=commander, person_id=other.pk, name="Phone", scope="all")


def test_nobody_ends_or_renews_somebody_elses_but_who_manages_people_may_end_it(make, person):
    feed = make().feed
    responder = Actor(person("responder"), "web")
    administrator = Actor(person("administrator"), "web")
    for service, actor in (
        (end_calendar, responder),
        (renew_calendar, responder),
        (renew_calendar, administrator),
    ):
        with pytest.raises(NotFound):
            service(actor=actor, feed_id=feed.pk)
    assert end_calendar(actor=administrator, feed_id=feed.pk).ended_at


def test_there_are_not_more_than_somebody_can_keep_apart(make):
    for number in range(MOST):
        make(name=str(number))
    with pytest.raises(Conflict):
        make()


@pytest.mark.parametrize(("name", "scope"), [(" ", "all"), ("Phone", "theirs")])
def test_a_calendar_needs_a_name_and_something_to_hold(make, name, scope):
    with pytest.raises(DomainError):
        make(name=name, scope=scope)


def test_a_restricted_incident_one_leads_is_still_told_by_its_reference(
    make, read, commander, person
):
    hidden = declare_incident(actor=commander, title="Hidden away", is_restricted=True)
    add_action(actor=commander, incident_id=hidden.pk, plan=Plan("Secret", due_on=DAY))
    assert len(read(make().token)) == 1
    assert not read(make(person("responder")).token)


# --- on pages ------------------------------------------------------------------------------------


def test_an_address_is_made_shown_once_made_anew_and_ended(client, commander):
    client.force_login(commander.user)
    made = client.post(reverse("calendar_add"), {"name": "My phone", "scope": "mine"})
    address = made.context["address"]
    assert made.status_code == 200
    assert "no-store" in made["Cache-Control"]
    assert address in made.text
    listed = client.get(reverse("calendar_list")).text
    assert "My phone" in listed
    assert address not in listed
    feed = CalendarFeed.objects.get()
    anew = client.post(reverse("calendar_renew", args=[feed.pk])).context["address"]
    assert (client.get(address).status_code, client.get(anew).status_code) == (404, 200)
    client.post(reverse("calendar_end", args=[feed.pk]))
    assert client.get(anew).status_code == 404
    assert "My phone" not in client.get(reverse("calendar_list")).text
