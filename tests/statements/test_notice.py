"""Who is told that an approval is void or that what was said is no longer right."""

from dataclasses import replace

import pytest
from django.core import mail
from django.urls import reverse

from audit.models import LogEntry
from incidents.services.impact import revise_estimate
from incidents.services.incident import change_access
from statements.models import LogFollower, StaleNotice, VoidNotice
from statements.tasks import tell_what_moved
from tests.statements.conftest import CLOSER, PRESS, STAFF
from tests.telling import tell
from tests.together import at_once


@pytest.fixture
def approved(draft, approve):
    """To the press, by two people who did not write it; nobody was told anything yet."""
    statement = draft(replace(PRESS, title="To the newspaper"))
    approve(statement, "approver", "communications")
    tell(tell_what_moved)
    assert mail.outbox == []
    return statement


@pytest.fixture
def released(draft, approve, release):
    statement = draft(replace(STAFF, title="To all of staff"))
    approve(statement, "approver")
    release(statement)
    tell(tell_what_moved)
    return statement


@pytest.fixture
def count_again(commander, incident, group):
    def revise():
        revise_estimate(
            actor=commander,
            incident_id=incident.pk,
            group_id=group.pk,
            based_on=2,
            value=replace(CLOSER, low=1_300_000, best=1_300_000, high=1_300_000),
            reason="Counted anew",
        )

    return revise


def told():
    return sorted(message.to[0] for message in mail.outbox)


EVERYBODY = ["approver@example.org", "communications@example.org", "editor@example.org"]


def test_authors_and_approvers_hear_once_which_figure_made_the_approvals_void(
    approved, recount, incident, settings
):
    settings.ADDRESS = "https://havari.example.org"
    recount()
    tell(tell_what_moved)
    tell(tell_what_moved)
    assert told() == EVERYBODY
    message = mail.outbox[0]
    assert message.subject == "Approval void: To the newspaper"
    assert "Recipients was “about 1.6 million”; the record says “1.4 million” now." in message.body
    assert "It needs 2 more approvals before it may go out." in message.body
    page = reverse("statement_detail", args=[incident.year, incident.number, approved.pk])
    assert f"https://havari.example.org{page}" in message.body
    assert VoidNotice.objects.count() == 2
    assert LogEntry.objects.filter(verb="statement.void_told").count() == 2


def test_other_words_are_told_of_too_and_what_was_told_is_not_told_again(
    approved, reword, recount, approve
):
    reword(approved, "Other words.")
    tell(tell_what_moved)
    assert "It was said in other words since." in mail.outbox[0].body
    mail.outbox.clear()
    recount()
    tell(tell_what_moved)
    assert mail.outbox == []
    approve(approved, "approver")
    reword(approved, "Better words.")
    tell(tell_what_moved)
    assert told() == EVERYBODY
    assert mail.outbox[0].body.count("no longer hold") == 1
    assert mail.outbox[0].body.count(", approved ") == 1


def test_each_reads_it_in_their_own_language(approved, people, recount):
    for role in ("approver", "communications"):
        person = people[role].user
        person.language = "da"
        person.save()
    recount()
    tell(tell_what_moved)
    said = {message.to[0]: message for message in mail.outbox}
    danish = said["approver@example.org"]
    assert danish.subject == "Godkendelsen gælder ikke længere: To the newspaper"
    assert "var »about 1.6 million«; nu siger det registrerede »1.4 million«" in danish.body
    assert said["editor@example.org"].subject == "Approval void: To the newspaper"


def test_the_name_of_a_time_is_in_the_readers_language_too(draft, approve, people, incident, seen):
    statement = draft(STAFF, text="Known at {time:declared}.")
    approve(statement, "approver")
    approver = people["approver"].user
    approver.language = "da"
    approver.save()
    tell(tell_what_moved)
    seen("declared", incident.declared_at)
    tell(tell_what_moved)
    said = {message.to[0]: message.body for message in mail.outbox}
    assert "Erklæret var »" in said["approver@example.org"]
    assert "Declared was “" in said["editor@example.org"]


def test_author_releaser_and_approvers_hear_once_for_each_figure_what_is_no_longer_right(
    released, recount, count_again
):
    recount()
    tell(tell_what_moved)
    tell(tell_what_moved)
    assert told() == ["approver@example.org", "editor@example.org"]
    message = mail.outbox[0]
    assert message.subject == "No longer right: To all of staff"
    assert "Recipients was “about 1.6 million”; the record says “1.4 million” now." in message.body
    count_again()
    tell(tell_what_moved)
    assert len(mail.outbox) == 4
    assert "the record says “1.3 million” now." in mail.outbox[-1].body
    assert StaleNotice.objects.count() == 2


def test_what_was_corrected_is_not_told_of_again(
    released, recount, count_again, draft, approve, release
):
    recount()
    correction = draft(replace(STAFF, kind="correction", corrects_id=released.pk), text="Fewer.")
    approve(correction, "approver")
    release(correction)
    tell(tell_what_moved)
    count_again()
    tell(tell_what_moved)
    assert mail.outbox == []


def test_who_may_not_see_the_incident_any_more_or_left_is_not_told(
    approved, recount, incident, commander, people
):
    left = people["approver"].user
    left.is_active = False
    left.save()
    change_access(
        actor=commander,
        incident_id=incident.pk,
        version=incident.version,
        is_restricted=True,
        people=[commander.user, left, people["editor"].user],
        groups=[],
        reason="A security matter",
    )
    recount()
    tell(tell_what_moved)
    assert told() == ["editor@example.org"]


def test_nothing_is_read_while_nothing_was_logged(approved, django_assert_num_queries):
    tell(tell_what_moved)
    with django_assert_num_queries(2):
        tell_what_moved()


def test_following_never_goes_back(approved, recount):
    seen = LogFollower.objects.get(name="statements").index
    recount()
    tell(tell_what_moved)
    assert LogFollower.objects.get(name="statements").index > seen


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_once(approved, recount):
    recount()
    tell(lambda: at_once(tell_what_moved, tell_what_moved))
    assert told() == EVERYBODY


def test_page_and_desk_say_what_no_longer_holds_and_why(
    client, approved, recount, incident, people
):
    recount()
    client.force_login(people["viewer"].user)
    desk = client.get(reverse("statement_list")).content.decode()
    assert "Approvals that no longer hold" in desk
    assert "The approval of Approver," in desk
    assert "the record says “1.4 million” now" in desk
    address = reverse("statement_detail", args=[incident.year, incident.number, approved.pk])
    page = client.get(address).content.decode()
    assert "What was approved, against what a reader would read now" in page
    assert "<ins>1.4</ins>" in page


def test_a_newer_figure_behind_the_load_is_told_to_who_approved_a_mass_message(
    draft, approve, state
):
    plan = replace(PRESS, audience="customers", channel="push", audience_size=1_000)
    approve(draft(plan), "approver")
    tell(tell_what_moved)
    state(login_capacity=20_000)
    tell(tell_what_moved)
    assert "The figures behind its load have changed." in mail.outbox[0].body
