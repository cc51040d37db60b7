from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from audit.actor import system
from audit.models import LogEntry
from incidents.models import ActionItem, ActionReminder
from incidents.selectors.reminder import last_reminder_day, reminders_due
from incidents.services.action_item import (
    Plan,
    add_action,
    check_action,
    complete_action,
    withdraw_action,
)
from incidents.services.incident import change_access
from incidents.services.reminder import claim_reminder
from incidents.tasks import remind_owners
from tests.telling import tell
from tests.together import at_once

DUE = date(2026, 11, 18)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.fixture
def owner(person):
    return person("responder")


@pytest.fixture
def action(commander, incident, owner):
    """Work that was due today."""
    plan = Plan(title="Two-person release", owner=owner, due_on=timezone.localdate())
    return add_action(actor=commander, incident_id=incident.pk, plan=plan)


def due_on(action, day):
    ActionItem.objects.filter(pk=action.pk).update(due_on=day)


def due(day):
    return reminders_due(ActionItem.objects.all(), day)


def told_on(action, day):
    return claim_reminder(
        actor=system(), incident_id=action.incident_id, action_id=action.pk, today=day
    )


@pytest.mark.parametrize("extreme", [date.min, date.max])
def test_a_day_at_the_end_of_the_calendar_keeps_nobody_from_being_told(
    action, commander, owner, extreme
):
    plan = Plan(title="Long ago or never", owner=owner, due_on=extreme)
    add_action(actor=commander, incident_id=action.incident_id, plan=plan)
    tell(remind_owners)
    (message,) = mail.outbox
    said = f"{message.subject}\n{message.body}"
    assert "Due today: Two-person release" in said
    assert ("days: Long ago or never" in said) == (extreme == date.min)


@given(DAYS, st.integers(-30, 60))
def test_reminders_fall_three_days_ahead_on_the_day_and_every_week(due_on, days):
    today = due_on + timedelta(days)
    expected = [
        day
        for day in (due_on + timedelta(offset) for offset in (-3, *range(0, 61, 7)))
        if day <= today
    ]
    assert last_reminder_day(due_on, today) == max(expected, default=None)


def test_an_owner_is_told_once_for_each_day_a_reminder_falls_on(action):
    due_on(action, DUE)
    told = [day for day in range(-5, 16) if told_on(action, DUE + timedelta(day))]
    assert told == [-3, 0, 7, 14]


def test_a_reminder_that_was_missed_is_made_up_for(action):
    due_on(action, DUE)
    assert told_on(action, DUE + timedelta(10))
    assert not told_on(action, DUE + timedelta(13))
    assert told_on(action, DUE + timedelta(14))


def test_a_later_date_and_another_owner_are_told_anew(action, person):
    due_on(action, DUE)
    assert told_on(action, DUE)
    due_on(action, DUE + timedelta(2))
    assert told_on(action, DUE + timedelta(2))
    ActionItem.objects.filter(pk=action.pk).update(owner=person("communications"))
    assert not told_on(action, DUE + timedelta(2))
    assert told_on(action, DUE + timedelta(3))


def test_work_that_is_done_is_not_reminded_of(action, commander):
    complete_action(
        actor=commander, incident_id=action.incident_id, action_id=action.pk, evidence="Live"
    )
    assert due(timezone.localdate()) == []


def test_work_that_is_withdrawn_is_not_reminded_of(action, commander):
    withdraw_action(
        actor=commander, incident_id=action.incident_id, action_id=action.pk, reason="Needless"
    )
    assert not due(timezone.localdate() + timedelta(days=400))


def test_somebody_who_left_is_not_written_to(action, owner):
    owner.is_active = False
    owner.save()
    assert due(timezone.localdate()) == []


def test_an_owner_who_may_not_see_the_incident_any_more_is_not_written_to(action, commander):
    change_access(
        actor=commander,
        incident_id=action.incident_id,
        version=1,
        is_restricted=True,
        people=[commander.user],
        groups=[],
        reason="A security matter",
    )
    tell(remind_owners)
    assert mail.outbox == []
    assert not ActionReminder.objects.exists()


@pytest.mark.parametrize(
    ("days", "subject"),
    [
        (2, "Due soon: Two-person release"),
        (0, "Due today: Two-person release"),
        (-1, "Overdue by 1 day: Two-person release"),
        (-9, "Overdue by 9 days: Two-person release"),
    ],
)
def test_the_message_says_how_late_the_work_is_and_where_it_is_finished(
    action, owner, days, subject, settings
):
    settings.ADDRESS = "https://havari.example.org"
    due_on(action, timezone.localdate() + timedelta(days))
    tell(remind_owners)
    message = mail.outbox[0]
    assert (message.subject, message.to) == (subject, [owner.email])
    assert f"{action.incident.reference} Logins fail" in message.body
    path = reverse("incident_actions", args=[action.incident.year, action.incident.number])
    assert f"https://havari.example.org{path}#action-{action.pk}" in message.body


def test_the_message_speaks_the_owners_language(action, owner):
    owner.language = "da"
    owner.save()
    due_on(action, date(2026, 5, 4))
    tell(remind_owners)
    assert "4. maj 2026" in mail.outbox[0].body


def test_the_address_in_the_message_leads_to_the_action(action, client, owner, settings):
    tell(remind_owners)
    path, anchor = mail.outbox[0].body.split(settings.ADDRESS)[1].split()[0].split("#")
    client.force_login(owner)
    assert f'id="{anchor}"' in client.get(path, follow=True).content.decode()


def test_a_title_of_several_lines_makes_no_header(action):
    ActionItem.objects.filter(pk=action.pk).update(title="Release\nBcc: all@example.org")
    tell(remind_owners)
    assert mail.outbox[0].subject == "Due today: Release Bcc: all@example.org"


def test_a_second_run_on_the_same_day_sends_nothing(action):
    tell(remind_owners)
    tell(remind_owners)
    assert len(mail.outbox) == 1
    assert LogEntry.objects.filter(verb="action.reminded").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_message(action):
    tell(lambda: at_once(remind_owners, remind_owners))
    assert len(mail.outbox) == 1


def test_the_owner_of_done_work_is_reminded_to_check_it_until_somebody_has(action, commander):
    on = {"actor": commander, "incident_id": action.incident_id, "action_id": action.pk}
    done = complete_action(**on, evidence="Live")
    assert due(done.check_due_on - timedelta(days=4)) == []
    assert due(done.check_due_on) == [action]
    assert told_on(action, done.check_due_on).action.awaited_on == done.check_due_on
    assert due(done.check_due_on) == []
    check_action(**on, worked=True, basis="The drill")
    assert due(done.check_due_on + timedelta(weeks=3)) == []


def test_the_letter_about_a_check_asks_whether_it_worked(action, commander):
    complete_action(
        actor=commander, incident_id=action.incident_id, action_id=action.pk, evidence="Live"
    )
    ActionItem.objects.update(check_due_on=timezone.localdate())
    tell(remind_owners)
    assert "Say whether it worked" in mail.outbox[0].body
