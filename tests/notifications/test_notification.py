"""Who is told of what, by the log, once."""

from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.actor import Actor
from audit.models import LogEntry
from incidents.services.action_item import Plan, add_action
from incidents.services.incident import change_access, change_incident, declare_incident
from incidents.services.role import assign_role
from notifications.models import Kind, Notification, Way, Wish
from notifications.services.notification import (
    BACKOFF,
    claim_mail,
    follow_log,
    forget_old,
    mail_sent,
)
from notifications.services.wish import Choice, choose_notifications
from notifications.tasks import tell_people

EVERYTHING = dict.fromkeys(Kind.values, Way.BOTH.value)
NIGHT = {"quiet_from": time(22), "quiet_until": time(7)}


@pytest.fixture
def responder(person, commander):
    """Somebody who wants everything; the log is followed from here on."""
    there = person("responder")
    choose_notifications(actor=Actor(there, "web"), choice=Choice(EVERYTHING))
    tell_people()
    mail.outbox.clear()
    return there


@pytest.fixture
def expert(responder, commander, incident):
    assign_role(actor=commander, incident_id=incident.pk, role="expert", person=responder)
    return responder


def choose(person, **choice):
    choose_notifications(actor=Actor(person, "web"), choice=Choice(EVERYTHING, **choice))


def told(person):
    return sorted(Notification.objects.filter(person=person).values_list("kind", flat=True))


def letters_to(person):
    return [each for each in mail.outbox if each.to == [person.email]]


def test_a_role_is_told_once_in_the_page_and_by_mail(expert):
    tell_people()
    tell_people()
    assert told(expert) == [Kind.ROLE]
    (letter,) = letters_to(expert)
    assert letter.subject.startswith("You were given a role, Expert: INC-")
    assert letter.message()["Auto-Submitted"] == "auto-generated"


def test_whoever_does_it_is_not_told_of_it(responder, commander, incident):
    assign_role(actor=commander, incident_id=incident.pk, role="commander", person=commander.user)
    tell_people()
    assert told(commander.user) == []


def test_an_action_is_told_to_its_new_owner(responder, commander, incident):
    plan = Plan("Look again", owner=responder)
    add_action(actor=commander, incident_id=incident.pk, plan=plan)
    tell_people()
    assert told(responder) == [Kind.ACTION]
    assert "Look again" in letters_to(responder)[0].subject


def test_what_is_serious_is_told_once_when_it_becomes_so(responder, commander):
    quiet = declare_incident(actor=commander, title="Quiet", severity="sev3")
    tell_people()
    assert told(responder) == []
    change_incident(actor=commander, incident_id=quiet.pk, version=1, changes={"severity": "sev2"})
    change_incident(actor=commander, incident_id=quiet.pk, version=2, changes={"severity": "sev1"})
    tell_people()
    assert told(responder) == [Kind.SERIOUS]


def test_news_reach_those_who_hold_a_role(expert, commander, incident):
    change_incident(
        actor=commander, incident_id=incident.pk, version=1, changes={"status": "monitoring"}
    )
    tell_people()
    assert Kind.NEWS in told(expert)


def test_what_was_logged_while_nobody_followed_is_told_together(expert, commander, incident):
    for number in range(3):
        plan = Plan(f"Step {number}", owner=expert)
        add_action(actor=commander, incident_id=incident.pk, plan=plan)
    tell_people()
    (letter,) = letters_to(expert)
    assert letter.subject == f"4 notifications: {incident.reference}"
    assert all(f"Step {number}" in letter.body for number in range(3))


def test_nothing_is_told_of_an_incident_one_may_no_longer_see(expert, commander, incident, client):
    follow_log(timezone.now())
    change_access(
        actor=commander,
        incident_id=incident.pk,
        version=1,
        is_restricted=True,
        people=[commander.user],
        groups=[],
        reason="Personal data",
    )
    tell_people()
    assert letters_to(expert) == []
    client.force_login(expert)
    assert incident.title not in client.get(reverse("notification_list")).content.decode()


def test_mail_has_nothing_of_a_restricted_incident_but_the_reference(expert, commander, incident):
    change_access(
        actor=commander,
        incident_id=incident.pk,
        version=1,
        is_restricted=True,
        people=[commander.user, expert],
        groups=[],
        reason="Personal data",
    )
    tell_people()
    (letter,) = letters_to(expert)
    assert incident.reference in letter.subject
    assert incident.title not in letter.subject + letter.body


def test_mail_waits_for_the_end_of_quiet_hours_except_what_is_urgent(expert, commander, incident):
    night = datetime(2026, 11, 27, 23, tzinfo=UTC)
    choose(expert, **NIGHT, urgent=[Kind.ACTION.value])
    add_action(actor=commander, incident_id=incident.pk, plan=Plan("Now", owner=expert))
    follow_log(night)
    claimed = claim_mail(night)
    assert [each.kind for each in claimed] == [Kind.ACTION]
    mail_sent(claimed, night)
    assert claim_mail(night) is None
    morning = datetime(2026, 11, 28, 6, tzinfo=UTC)
    assert [each.kind for each in claim_mail(morning) or []] == [Kind.ROLE]


def test_a_late_worker_does_not_send_in_quiet_hours(expert):
    choose(expert, **NIGHT)
    follow_log(datetime(2026, 11, 27, 20, 59, tzinfo=UTC))
    assert claim_mail(datetime(2026, 11, 27, 21, 1, tzinfo=UTC)) == []
    assert claim_mail(datetime(2026, 11, 28, 5, 59, tzinfo=UTC)) is None
    assert claim_mail(datetime(2026, 11, 28, 6, tzinfo=UTC))


def test_a_server_that_is_away_is_tried_again_and_then_given_up(expert, settings):
    settings.EMAIL_BACKEND = "tests.notifications.test_notification.AwayBackend"
    now = timezone.now()
    tell_people()
    (each,) = Notification.objects.filter(person=expert)
    assert each.mailed_at is None
    assert each.mail_due_at >= now + BACKOFF[0]
    for _again in BACKOFF:
        Notification.objects.update(mail_due_at=now - timedelta(seconds=1))
        tell_people()
    each.refresh_from_db()
    assert each.given_up
    assert claim_mail(now + timedelta(days=9)) is None


class AwayBackend(EmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_a_run_with_nothing_to_do_asks_the_database_once(responder):
    with CaptureQueriesContext(connection) as queries:
        tell_people()
    assert len(queries) == 1


def test_what_was_read_long_ago_is_forgotten(expert):
    tell_people()
    forget_old(timezone.now() + timedelta(days=89))
    assert told(expert) == [Kind.ROLE]
    Notification.objects.update(read_at=timezone.now())
    forget_old(timezone.now() + timedelta(days=31))
    assert told(expert) == []


def test_not_even_the_bell_tells_of_an_incident_one_may_not_know_of(responder, commander):
    hidden = declare_incident(actor=commander, title="Hidden", severity="sev3")
    hide = {"is_restricted": True, "people": [commander.user], "groups": [], "reason": "Private"}
    change_access(actor=commander, incident_id=hidden.pk, version=1, **hide)
    change_incident(actor=commander, incident_id=hidden.pk, version=2, changes={"severity": "sev1"})
    tell_people()
    assert told(responder) == []


def test_the_bell_counts_and_a_button_marks_as_read(client, expert):
    tell_people()
    client.force_login(expert)
    page = reverse("notification_list")
    assert '<span class="unread">1' in client.get("/").content.decode()
    client.post(page, {"read": str(Notification.objects.get(person=expert).pk)})
    assert '<span class="unread">' not in client.get(page).content.decode()


def test_nobody_marks_what_others_were_told(client, expert, commander):
    tell_people()
    client.force_login(commander.user)
    page = reverse("notification_list")
    for read in ({"read": str(Notification.objects.get(person=expert).pk)}, {"read": "x"}, {}):
        client.post(page, read)
    assert Notification.objects.get(person=expert).read_at is None


def test_one_click_in_the_mailbox_stops_mail_and_looking_does_not(client, expert):
    tell_people()
    head = letters_to(expert)[0].message()
    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = urlsplit(head["List-Unsubscribe"].strip("<>")).path
    client.handler.enforce_csrf_checks = True
    assert client.get(address).status_code == 200
    assert Wish.objects.get(person=expert).ways[Kind.ROLE] == Way.BOTH
    answer = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Wish.objects.get(person=expert).ways[Kind.ROLE] == Way.PAGE
    assert Wish.objects.get(person=expert).ways[Kind.ACTION] == Way.BOTH
    assert LogEntry.objects.last().verb == "notifications.chosen"
    assert client.get(address[:-3] + "abc").status_code == 404


def test_choices_are_made_in_the_page_and_logged(client, responder):
    client.force_login(responder)
    said = EVERYTHING | {"pace": "hourly", "quiet_from": "22:00", "quiet_until": "07:00"}
    assert client.post(reverse("notifications_choose"), said).status_code == 302
    assert Wish.objects.get(person=responder).quiet_until == time(7)
    half = client.post(reverse("notifications_choose"), said | {"quiet_until": ""})
    assert half.status_code == 422
    assert "Quiet hours need a beginning and an end." in half.content.decode()
