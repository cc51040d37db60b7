"""Who is written to about a report: asked to read it, overtaken by a change, or late."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from audit.actor import Actor, system
from audit.models import LogEntry
from incidents.models import Incident, TimelineEntry
from incidents.services.contributing_factor import Condition, add_factor
from incidents.services.incident import change_access, change_incident
from incidents.services.role import assign_role
from incidents.services.timeline_entry import EntryContent, add_entry
from postmortems.models import Postmortem, PostmortemReminder
from postmortems.selectors.reminder import LONGEST, reports_awaited, reviews_awaited
from postmortems.selectors.review import reading_of
from postmortems.selectors.section import sections_of
from postmortems.services.postmortem import complete_postmortem, start_postmortem
from postmortems.services.reminder import claim_reminder
from postmortems.services.review import approve_report, ask_reviewer, release_reviewer
from postmortems.services.section import write_section
from postmortems.tasks import remind_of_reports, tell_reviewers
from tests.telling import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(incident, commander):
    return {"actor": commander, "incident_id": incident.pk}


@pytest.fixture
def report(here):
    start_postmortem(**here, written={"summary": "The list was preselected."})
    return Postmortem.objects.get()


@pytest.fixture
def reviewer(person, report, here):
    user = person("approver")
    user.language = "da"
    user.save()
    ask_reviewer(**here, person=user, note="Er tallene rigtige?")
    return Actor(user, "web")


def approve(report, reviewer):
    digest = reading_of(report, sections_of(report)).digest
    approve_report(actor=reviewer, incident_id=report.incident_id, digest=digest)


def in_an_hour():
    return timezone.now() + timedelta(minutes=61)


def kinds_awaited(now):
    return [awaited.kind for awaited in reviews_awaited(Incident.objects.all(), now)]


def test_who_is_asked_is_told_once_in_their_language_with_the_address(reviewer):
    tell(tell_reviewers)
    tell(tell_reviewers)
    (letter,) = mail.outbox
    assert letter.to == [reviewer.user.email]
    assert "Er tallene rigtige?" in letter.body
    assert "/incidents/INC-2026-0001/postmortem/review" in letter.body
    assert letter.subject.startswith("Læs gennemgangen")
    assert LogEntry.objects.filter(verb="postmortem.reminded").count() == 1


def test_whoever_approved_before_the_letter_went_is_not_asked(report, reviewer):
    approve(report, reviewer)
    assert kinds_awaited(timezone.now()) == []


def test_whose_approval_a_change_overtook_is_told_once_the_change_has_rested(
    report, reviewer, here
):
    tell(tell_reviewers)
    approve(report, reviewer)
    write_section(**here, key="summary", version=1, text="It was preselected for years.")
    assert kinds_awaited(timezone.now()) == []
    assert kinds_awaited(in_an_hour()) == ["changed"]
    told = claim_reminder(
        actor=system(),
        incident_id=here["incident_id"],
        person_id=reviewer.user.pk,
        kind="changed",
        now=in_an_hour(),
    )
    assert told.approval.reviewer.person == reviewer.user
    assert kinds_awaited(in_an_hour()) == []


def test_two_whose_approvals_were_overtaken_are_both_told_in_one_run(
    report, reviewer, here, commander
):
    ask_reviewer(**here, person=commander.user)
    tell(tell_reviewers)
    approve(report, reviewer)
    approve(report, commander)
    write_section(**here, key="summary", version=1, text="It was preselected for years.")
    now = in_an_hour()
    awaited = reviews_awaited(Incident.objects.all(), now)
    told = [
        claim_reminder(
            actor=system(),
            incident_id=each.incident.pk,
            person_id=each.person.pk,
            kind=each.kind,
            now=now,
        )
        for each in awaited
    ]
    assert len(told) == 2
    assert all(told)


def test_nobody_is_told_who_is_asked_no_longer_or_may_not_see_it(report, reviewer, here):
    change_access(
        **here, version=1, is_restricted=True, people=[here["actor"].user], reason="Looked into"
    )
    assert kinds_awaited(timezone.now()) == []
    change_access(**here, version=2, is_restricted=False, reason="It is known")
    assert kinds_awaited(timezone.now()) == ["asked"]
    release_reviewer(**here, reviewer_id=report.reviewers.get().pk)
    assert kinds_awaited(timezone.now()) == []


@pytest.fixture
def over(incident, here, commander):
    """It was over on a Wednesday; five working days later is the next Wednesday."""
    assign_role(**here, role="commander", person=commander.user)
    at = timezone.make_aware(timezone.datetime(2026, 11, 4, 15))
    add_entry(**here, content=EntryContent("Up again", at, milestone="resolved"))
    change_incident(**here, version=1, changes={"status": "resolved"}, reason="It is over")
    return incident


def days_awaited(first, count):
    """The days on which somebody is told, when every day is asked after."""
    told = []
    for number in range(count):
        day = first + timedelta(days=number)
        noon = timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 12))
        for each in reports_awaited(Incident.objects.all(), day):
            assert claim_reminder(
                actor=system(),
                incident_id=each.incident.pk,
                person_id=each.person.pk,
                kind=each.kind,
                now=noon,
            )
            told.append(day)
    return told


def test_who_led_is_told_ahead_on_the_day_and_every_week_but_not_for_ever(over):
    due = timezone.datetime(2026, 11, 11).date()
    told = days_awaited(due - timedelta(days=7), 7 + LONGEST.days + 30)
    assert told[:3] == [due - timedelta(days=3), due, due + timedelta(days=7)]
    assert told[-1] == due + LONGEST
    assert len(told) == 2 + LONGEST.days // 7


def test_the_letter_says_the_day_in_the_readers_language(over):
    TimelineEntry.objects.update(occurred_at=timezone.now() - timedelta(days=8))
    tell(remind_of_reports)
    (letter,) = mail.outbox
    assert letter.to == ["commander@example.org"]
    assert "The postmortem of INC-2026-0001" in letter.subject
    assert "/incidents/INC-2026-0001/postmortem\n" in letter.body
    assert PostmortemReminder.objects.get().kind == "due"


def test_of_a_completed_report_nobody_is_told(over, here):
    start_postmortem(**here, written={"summary": "The list was preselected."})
    add_factor(**here, condition=Condition("One door"))
    complete_postmortem(**here, version=1)
    assert days_awaited(timezone.datetime(2026, 11, 11).date(), 1) == []
