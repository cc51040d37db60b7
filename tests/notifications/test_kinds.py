"""Everything somebody can be told of: to whom, in which words, and where it leads."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from audit.actor import Actor, system
from incidents.services.action_item import Plan as Work
from incidents.services.action_item import add_action, complete_action
from incidents.services.incident import change_access, change_incident
from incidents.services.role import assign_role
from incidents.services.timeline_entry import EntryContent, add_entry
from incidents.tasks import remind_owners
from notifications.models import Kind, Notification, Way
from notifications.models.wish import GROUPS
from notifications.selectors.notification import subjects_of
from notifications.services.following import follow_incident
from notifications.services.wish import Choice, choose_notifications
from notifications.tasks import tell_people
from notifications.wording import line_of, path_of
from postmortems.models import Comment
from postmortems.services.comment import Remark, add_comment, answer_comment, settle_comment
from postmortems.services.postmortem import start_postmortem
from statements.models import Release, SilenceNotice, Statement
from statements.services.approval import approve_statement
from statements.services.release import Delivery, release_statement
from statements.services.statement import Plan, draft_statement
from statements.tasks import remind_of_promises
from tests.full_record import digest_of
from tests.telling import tell

STAFF = Plan("To all of staff", "staff", "intranet", "en")


@pytest.fixture
def reader(person, commander):
    """Somebody who only reads; the log is followed from here on."""
    there = person("viewer")
    tell_people()
    return there


@pytest.fixture
def follower(reader, incident):
    follow_incident(actor=Actor(reader, "web"), incident_id=incident.pk, is_on=True)
    return reader


@pytest.fixture
def report(commander, incident):
    """One whose summary the commander wrote."""
    written = {"summary": "The list was preselected."}
    return start_postmortem(actor=commander, incident_id=incident.pk, written=written)


def told(person):
    """What the person finds in the page: kind, line and address, the oldest first."""
    found = list(Notification.objects.visible_to(person).filter(is_in_page=True).order_by("pk"))
    subjects = subjects_of(found)
    return [(each.kind, line_of(each, subjects), path_of(each, subjects)) for each in found]


def kinds(person):
    return [kind for kind, _line, _path in told(person)]


def move(commander, incident, **changes):
    incident.refresh_from_db()
    change_incident(
        actor=commander, incident_id=incident.pk, version=incident.version, changes=changes
    )


def say(writer, incident, plan=STAFF, text="All is well."):
    return draft_statement(actor=writer, incident_id=incident.pk, plan=plan, text=text)


def let_go(approver, incident, statement):
    on = {"incident_id": incident.pk, "statement_id": statement.pk}
    approve_statement(actor=approver, **on, digest=digest_of(incident, statement))
    digest = digest_of(incident, statement)
    release_statement(actor=system(), **on, digest=digest, delivery=Delivery("All of staff"))


def test_every_kind_is_offered_in_one_group():
    assert sorted(kind for _group, offered in GROUPS for kind in offered) == sorted(Kind)


def test_who_follows_hears_of_status_severity_milestones_and_released_statements(
    follower, commander, person, incident
):
    move(commander, incident, status="monitoring")
    tell_people()
    move(commander, incident, severity="sev4")
    now = timezone.now()
    add_entry(
        actor=commander,
        incident_id=incident.pk,
        content=EntryContent("It is up", now, milestone="recovered"),
    )
    add_entry(actor=commander, incident_id=incident.pk, content=EntryContent("Tea", now))
    statement = say(Actor(person("communications"), "web"), incident)
    let_go(Actor(person("approver"), "web"), incident, statement)
    tell_people()
    page = reverse("incident_detail", args=[incident.year, incident.number])
    incident.refresh_from_db()
    released = reverse("statement_detail", args=[incident.year, incident.number, statement.pk])
    assert told(follower) == [
        ("followed", f"SEV4, monitoring: {incident}", page),
        ("followed", f"SEV4, monitoring: {incident}", page),
        ("followed", f"Recovered: {incident}", page),
        ("followed", f"Released: “To all of staff” ({incident})", released),
    ]


def test_who_follows_no_longer_hears_nothing(follower, commander, incident):
    follow_incident(actor=Actor(follower, "web"), incident_id=incident.pk, is_on=False)
    move(commander, incident, status="monitoring")
    tell_people()
    assert told(follower) == []


def test_who_follows_and_holds_a_role_hears_once(follower, commander, incident):
    assign_role(actor=commander, incident_id=incident.pk, role="expert", person=follower)
    tell_people()
    move(commander, incident, status="monitoring")
    tell_people()
    assert kinds(follower) == ["role", "news"]


def test_who_follows_what_is_restricted_hears_no_more_and_sees_nothing_of_what_was_told(
    follower, commander, incident, client
):
    move(commander, incident, status="monitoring")
    tell_people()
    assert kinds(follower) == ["followed"]
    incident.refresh_from_db()
    change_access(
        actor=commander,
        incident_id=incident.pk,
        version=incident.version,
        is_restricted=True,
        people=[commander.user],
        groups=[],
        reason="Personal data",
    )
    move(commander, incident, severity="sev4")
    tell_people()
    assert told(follower) == []
    assert Notification.objects.filter(person=follower).count() == 1
    client.force_login(follower)
    assert incident.reference not in client.get(reverse("notification_list")).content.decode()


def test_a_button_in_the_page_follows_and_another_ends_it(reader, incident, client):
    client.force_login(reader)
    page = reverse("incident_detail", args=[incident.year, incident.number])
    follow = reverse("incident_follow", args=[incident.year, incident.number])
    assert ">Follow</button>" in client.get(page).content.decode()
    said = client.post(follow, {"is_on": "1"}, follow=True).content.decode()
    assert ">Unfollow</button>" in said
    assert "You are told of status, severity, milestones and statements." in said
    assert ">Follow</button>" in client.post(follow, follow=True).content.decode()


def test_work_that_is_done_before_the_mail_goes_is_not_mailed(reader, commander, incident):
    plan = Work("Look again", owner=reader, due_on=timezone.localdate())
    action = add_action(actor=commander, incident_id=incident.pk, plan=plan)
    everything = dict.fromkeys(Kind.values, Way.BOTH.value)
    choose_notifications(actor=Actor(reader, "web"), choice=Choice(everything, pace="hourly"))
    tell(remind_owners)
    complete_action(
        actor=commander, incident_id=incident.pk, action_id=action.pk, evidence="Change 4711"
    )
    Notification.objects.update(mail_due_at=timezone.now())
    action.refresh_from_db()
    action.check_due_on = None
    action.save()
    tell_people()
    assert [letter for letter in mail.outbox if letter.to == [reader.email]] == []
    assert told(reader)[-1][:2] == ("due", "Nothing more is awaited: Look again")


def test_approvers_hear_once_that_a_statement_waits_and_its_author_does_not(
    reader, person, incident
):
    writer, approver = person("administrator"), person("approver")
    statement = say(Actor(writer, "web"), incident)
    tell_people()
    page = reverse("statement_detail", args=[incident.year, incident.number, statement.pk])
    assert told(approver) == [("approve", "Waits for approval: To all of staff", page)]
    assert (told(writer), told(reader)) == ([], [])
    (letter,) = [letter for letter in mail.outbox if letter.to == [approver.email]]
    assert "somebody who did not write it stands behind it" in letter.body


def test_what_was_released_before_the_mail_goes_waits_for_nobody(reader, person, incident):
    approver = person("approver")
    statement = say(Actor(person("communications"), "web"), incident)
    let_go(Actor(person("approver", "second@example.org"), "web"), incident, statement)
    tell_people()
    assert [letter for letter in mail.outbox if letter.to == [approver.email]] == []


def test_a_promise_is_told_of_a_quarter_of_an_hour_ahead_and_once(reader, person, incident):
    writer = person("communications")
    promise = Plan(
        "To all of staff",
        "staff",
        "intranet",
        "en",
        next_update_at=timezone.now() + timedelta(hours=2),
    )
    statement = say(Actor(writer, "web"), incident, promise)
    let_go(Actor(person("approver"), "web"), incident, statement)
    tell(remind_of_promises)
    assert SilenceNotice.objects.count() == 0
    now = timezone.now()
    Statement.objects.filter(pk=statement.pk).update(next_update_at=now + timedelta(minutes=14))
    Release.objects.filter(statement=statement).update(released_at=now - timedelta(hours=1))
    mail.outbox.clear()
    tell(remind_of_promises)
    tell(remind_of_promises)
    assert told(writer) == [
        (
            "promised",
            "A promised update is due soon: To all of staff",
            reverse("incident_statements", args=[incident.year, incident.number]),
        )
    ]
    (letter,) = mail.outbox
    assert "promised an update by" in letter.body


def test_whoever_promises_something_for_the_next_minutes_is_not_told_that_it_is_near(
    reader, person, incident
):
    soon = Plan(
        "Soon", "staff", "intranet", "en", next_update_at=timezone.now() + timedelta(minutes=9)
    )
    statement = say(Actor(person("communications"), "web"), incident, soon)
    let_go(Actor(person("approver"), "web"), incident, statement)
    tell(remind_of_promises)
    assert SilenceNotice.objects.count() == 0


def test_who_wrote_a_section_hears_of_comments_on_it_and_who_took_part_of_answers(
    reader, commander, person, incident, report
):
    other = Actor(person("responder"), "web")
    on = {"incident_id": incident.pk}
    comment = add_comment(actor=other, **on, key="summary", remark=Remark("By whom?"))
    add_comment(actor=other, **on, key="impact", remark=Remark("Nobody wrote this"))
    tell_people()
    page = reverse("postmortem_review", args=[incident.year, incident.number])
    assert told(commander.user)[-1] == (
        "comment",
        f"Responder commented on what you wrote, {incident.reference}: “By whom?”",
        f"{page}#comment-{comment.pk}",
    )
    assert told(other.user) == []
    answer_comment(actor=commander, **on, comment_id=comment.pk, text="By the system")
    tell_people()
    assert told(other.user)[-1][1:] == (
        f"Commander commented on what you wrote, {incident.reference}: “By the system”",
        f"{page}#comment-{comment.pk}",
    )


def test_who_is_named_in_a_comment_hears_of_it_once(reader, commander, incident, report):
    on = {"actor": commander, "incident_id": incident.pk}
    said = add_comment(**on, key="summary", remark=Remark(f"Ask @{reader.email} or @nobody"))
    tell_people()
    assert kinds(reader) == ["comment"]
    assert "Commander named you in a comment" in told(reader)[0][1]
    settle_comment(**on, comment_id=said.pk, version=1, is_settled=True)
    tell_people()
    assert kinds(reader) == ["comment"]
    assert Comment.objects.count() == 1


def test_what_is_gone_is_told_of_by_its_incident_alone(reader, commander, incident):
    Notification.objects.create(
        person=reader,
        kind=Kind.COMMENT,
        incident=incident,
        index=0,
        subject_id=4711,
        made_at=timezone.now(),
        is_in_page=True,
    )
    assert told(reader)[0][1] == str(incident)


def test_a_list_of_every_kind_asks_no_more_than_twelve_times(
    reader, commander, person, incident, report, client, django_assert_max_num_queries
):
    statement = say(Actor(person("communications"), "web"), incident)
    action = add_action(actor=commander, incident_id=incident.pk, plan=Work("Look", owner=reader))
    role = assign_role(actor=commander, incident_id=incident.pk, role="expert", person=reader)
    comment = add_comment(
        actor=commander, incident_id=incident.pk, key="summary", remark=Remark("Why?")
    )
    about = dict.fromkeys(Kind.values, statement.pk) | {
        Kind.ROLE: role.pk,
        Kind.ACTION: action.pk,
        Kind.DUE: action.pk,
        Kind.COMMENT: comment.pk,
    }
    for index, (kind, number) in enumerate(about.items()):
        Notification.objects.create(
            person=reader,
            kind=kind,
            what="statement" if kind == Kind.FOLLOWED else "",
            incident=incident,
            index=index,
            subject_id=number,
            made_at=timezone.now(),
            is_in_page=True,
        )
    client.force_login(reader)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("notification_list")).content.decode()
    assert page.count("<li>") >= len(Kind)
