"""How long nobody was told anything, and who is reminded of it."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from audit.actor import system
from audit.models import LogEntry
from core.errors import Conflict, DomainError
from incidents.models import Incident, Milestone, Precision
from incidents.selectors.timeline_entry import Time, timeline_of, times_of
from incidents.services.incident import change_access, change_incident, declare_incident
from incidents.services.role import assign_role, end_role
from statements.models import Release, SilenceNotice, Statement
from statements.selectors.desk import desk_of
from statements.selectors.silence import (
    AGAIN,
    MOST,
    Overdue,
    Silence,
    clock_of,
    clocks_of,
    is_reminded_at,
    running_in,
    to_remind_of,
    whole_minutes,
)
from statements.services.silence import Limits, claim_silence_notice, set_silence_limits
from statements.services.statement import draft_statement
from statements.tasks import remind_of_silence
from tests.statements.conftest import PRESS, STAFF
from tests.telling import tell
from tests.together import at_once

START = datetime(2026, 11, 4, 15, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(days=-2000), timedelta(days=2000)).map(lambda each: START + each)
LENGTHS = st.timedeltas(timedelta(), timedelta(days=30))
MINUTES = st.integers(1, 7 * 24 * 60)


@pytest.fixture
def incident(commander):
    """One that many customers feel."""
    return declare_incident(actor=commander, title="Logins fail", severity="sev2")


@pytest.fixture
def spoken(draft, approve, release):
    """Something that was said, of staff unless told otherwise."""

    def say(plan=STAFF, **more):
        statement = draft(replace(plan, **more))
        approve(statement, "approver", "communications")
        release(statement)
        return statement

    return say


@pytest.fixture
def clock(incident):
    def at(**later):
        now = timezone.now() + timedelta(**later)
        times = times_of(incident, timeline_of(incident))
        clock = clock_of(incident, times, incident.statements.select_related("release"), now)
        # However it is worked out, among others or alone, it says the same.
        among = clocks_of({incident: clock.limit}, {incident.pk: times}, now)
        assert [vars_of(each) for each in among] == [vars_of(clock)]
        return clock

    return at


def vars_of(clock):
    return (clock.first_at, clock.spoken, clock.promised, clock.overdue)


def ago(incident, **how_long):
    """Let the incident have been declared so long ago."""
    Incident.objects.filter(pk=incident.pk).update(
        declared_at=timezone.now() - timedelta(**how_long)
    )
    incident.refresh_from_db()


def pass_by(statement, **how_long):
    """Let the promised update have been due so long ago."""
    at = timezone.now() - timedelta(**how_long)
    Statement.objects.filter(pk=statement.pk).update(next_update_at=at)
    Release.objects.filter(statement=statement).update(released_at=at - timedelta(hours=1))


def waiting():
    """The incidents whose clocks run."""
    return [each.incident for each in running_in(Incident.objects.all(), timezone.now())]


def told():
    return sorted(message.to[0] for message in mail.outbox)


# The clocks


def test_the_clock_runs_from_the_impact_and_stops_with_the_first_statement(
    incident, clock, spoken, seen
):
    ago(incident, minutes=20)
    assert clock().began.milestone == Milestone.DECLARED
    assert clock().time_to_first == "20 min"
    seen("impact_started", timezone.now() - timedelta(minutes=42))
    assert clock().began.milestone == Milestone.IMPACT_STARTED
    assert clock(hours=1).time_to_first.startswith("1 h 4")
    spoken()
    assert clock(hours=5).time_to_first.startswith("4")
    assert clock(hours=5).overdue == []


def test_an_impact_known_to_the_hour_gives_no_clock_of_minutes(incident, clock, seen):
    hour = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=3)
    seen("impact_started", hour, "hour")
    assert clock().time_to_first.startswith("between ")


def test_a_first_message_that_the_timeline_tells_of_stops_the_clock(incident, clock, seen):
    ago(incident, hours=3)
    assert len(clock().overdue) == 1
    seen("first_message", timezone.now() - timedelta(hours=2))
    assert clock().overdue == []
    assert clock().time_to_first == "1 h"


def test_press_and_customers_are_among_the_silences_as_soon_as_words_are_expected(clock, spoken):
    assert [(each.audience, each.last_at) for each in clock().spoken] == [
        ("press", None),
        ("customers", None),
    ]
    spoken()
    heard = {each.audience: each.silence for each in clock(minutes=90).spoken}
    assert heard == {"press": None, "customers": None, "staff": timedelta(minutes=90)}


def test_first_words_are_overdue_an_hour_after_people_knew_not_after_the_impact(
    incident, clock, seen
):
    ago(incident, minutes=59)
    seen("impact_started", timezone.now() - timedelta(hours=9))
    assert clock().overdue == []
    (late,) = clock(minutes=2).overdue
    assert (late.statement, late.by) == (None, timedelta(minutes=1))
    seen("detected", timezone.now() - timedelta(hours=2))
    assert clock().overdue[0].by == timedelta(hours=1)


@pytest.mark.parametrize(("severity", "is_expected"), [("sev1", True), ("sev3", False)])
def test_words_are_expected_where_many_are_hit(incident, clock, severity, is_expected):
    Incident.objects.filter(pk=incident.pk).update(severity=severity)
    incident.refresh_from_db()
    assert bool(clock(hours=2).overdue) is is_expected
    assert (incident in waiting()) is is_expected


def test_an_incident_that_is_over_waits_for_no_first_words_but_for_what_was_promised(
    incident, commander, clock, spoken
):
    Incident.objects.filter(pk=incident.pk).update(status="resolved")
    incident.refresh_from_db()
    assert clock(hours=2).overdue == []
    assert not waiting()
    promise = spoken(next_update_at=timezone.now() + timedelta(minutes=30))
    assert [each.statement for each in clock(hours=2).overdue] == [promise]
    assert incident in waiting()


def test_a_promise_is_kept_by_later_words_to_the_same_audience_only(clock, spoken):
    soon = timezone.now() + timedelta(minutes=30)
    promise = spoken(PRESS, next_update_at=soon)
    spoken(STAFF)
    assert [(each.statement, each.at) for each in clock().coming] == [(promise, soon)]
    later = spoken(PRESS, next_update_at=soon + timedelta(hours=1))
    assert [each.statement for each in clock().promised] == [later]
    spoken(PRESS)
    assert clock().promised == ()


def test_the_desk_tells_only_of_incidents_its_reader_may_know(incident, commander, people):
    ago(incident, hours=2)
    assert [each.incident for each in desk_of(people["viewer"].user).overdue] == [incident]
    restrict(incident, commander, [commander.user])
    desk = desk_of(people["viewer"].user)
    assert (desk.overdue, desk.clocks) == ([], [])


def restrict(incident, commander, people):
    change_access(
        actor=commander,
        incident_id=incident.pk,
        version=incident.version,
        is_restricted=True,
        people=people,
        groups=[],
        reason="A security matter",
    )


def silence_of(began, known, first, now, limit):
    def time(milestone, at):
        return Time(milestone, at, Precision.SECOND)

    return Silence(
        incident=Incident(status="investigating"),
        now=now,
        began=time(Milestone.IMPACT_STARTED, began),
        known=time(Milestone.DETECTED, known),
        limit=timedelta(minutes=limit),
        first_at=first,
        spoken=(),
        promised=(),
    )


@given(MOMENTS, LENGTHS, LENGTHS, MINUTES)
def test_first_words_are_late_exactly_from_the_end_of_the_limit(began, unseen, passed, limit):
    known = began + unseen
    now = known + passed
    clock = silence_of(began, known, None, now, limit)
    late = clock.overdue
    assert bool(late) is (passed >= timedelta(minutes=limit))
    assert all(each.since == known + timedelta(minutes=limit) <= now for each in late)
    assert silence_of(began, known, now, now, limit).overdue == []


@given(MOMENTS, st.timedeltas(timedelta(days=-30), timedelta(days=30)))
def test_a_time_to_first_words_is_never_negative_nor_longer_than_it_was(began, passed):
    clock = silence_of(began, began, began + passed, began + timedelta(days=60), 60)
    assert clock.is_early is (passed < timedelta())
    assert "-" not in clock.time_to_first
    whole = whole_minutes(passed)
    assert whole <= passed < whole + timedelta(minutes=1)


@given(MOMENTS, st.lists(st.timedeltas(timedelta(hours=-3), timedelta(hours=12)), max_size=40))
def test_whenever_the_clock_is_looked_at_nobody_is_reminded_early_or_often(since, looked):
    reminded = []
    for now in sorted(since + length for length in looked):
        if is_reminded_at(now, since, reminded):
            reminded.append(now)
    assert len(reminded) <= MOST
    assert all(now >= since for now in reminded)
    assert all(later - earlier >= AGAIN for earlier, later in itertools.pairwise(reminded))
    assert bool(reminded) is any(length >= timedelta() for length in looked)


@given(LENGTHS)
def test_an_overdue_clock_counts_whole_minutes(by):
    late = Overdue(Incident(), None, START, START + by)
    assert late.by <= by < late.by + timedelta(minutes=1)


# Reminding


def test_who_leads_communications_is_reminded_in_their_language(
    incident, commander, people, settings
):
    settings.ADDRESS = "https://havari.example.org"
    lead = people["communications"].user
    lead.language = "da"
    lead.save()
    assign_role(actor=commander, incident_id=incident.pk, role="communications_lead", person=lead)
    ago(incident, hours=1, minutes=12)
    tell(remind_of_silence)
    (message,) = mail.outbox
    assert message.to == [lead.email]
    assert message.subject == f"Intet er sagt endnu: {incident}"
    assert "for 12 min. siden" in message.body
    assert (
        f"https://havari.example.org{reverse('fact_sheet', args=[incident.year, 1])}"
        in message.body
    )
    assert "påmindelse 1 af højst 3" in message.body


def test_without_a_lead_everybody_who_writes_statements_and_may_know_is_reminded(
    incident, commander, people, person
):
    left = person("communications", "left@example.org")
    left.is_active = False
    left.save()
    restrict(incident, commander, [commander.user, people["communications"].user, left])
    ago(incident, hours=2)
    tell(remind_of_silence)
    assert told() == ["communications@example.org"]


def test_a_lead_who_laid_the_role_down_or_may_not_know_any_more_is_not_reminded(
    incident, commander, people, person
):
    lead = person("communications", "lead@example.org")
    held = assign_role(
        actor=commander, incident_id=incident.pk, role="communications_lead", person=lead
    )
    restrict(incident, commander, [commander.user, people["editor"].user])
    ago(incident, hours=2)
    tell(remind_of_silence)
    assert told() == ["editor@example.org"]
    end_role(actor=commander, incident_id=incident.pk, role_held_id=held.pk)


def test_nobody_to_remind_is_not_noted_as_reminded(incident):
    ago(incident, hours=2)
    tell(remind_of_silence)
    assert (mail.outbox, SilenceNotice.objects.count()) == ([], 0)


def test_a_silence_is_told_of_once_an_hour_and_three_times(incident, people):
    ago(incident, hours=1)
    start = timezone.now()
    claimed = [
        minutes
        for minutes in range(0, 600, 5)
        if claim_silence_notice(
            actor=system(),
            incident_id=incident.pk,
            statement_id=None,
            now=start + timedelta(minutes=minutes),
        )
    ]
    assert claimed == [0, 60, 120]
    assert LogEntry.objects.filter(verb="silence.reminded").count() == 3


def test_a_promise_that_passed_is_told_of_until_it_is_kept(incident, people, spoken):
    promise = spoken(PRESS, title="To the newspaper", next_update_at=timezone.now() + AGAIN)
    tell(remind_of_silence)
    assert mail.outbox == []
    pass_by(promise, minutes=7)
    tell(remind_of_silence)
    tell(remind_of_silence)
    assert told() == ["communications@example.org", "editor@example.org"]
    message = mail.outbox[0]
    assert message.subject == "A promised update is overdue: To the newspaper"
    assert "7 min ago" in message.body
    assert str(incident) in message.body
    spoken(PRESS)
    later = timezone.now() + 3 * AGAIN
    assert to_remind_of(Incident.objects.all(), later) == []


def test_words_that_came_between_looking_and_claiming_are_not_reminded_of(incident, people, spoken):
    ago(incident, hours=2)
    assert len(to_remind_of(Incident.objects.all(), timezone.now())) == 1
    spoken()
    claimed = claim_silence_notice(
        actor=system(), incident_id=incident.pk, statement_id=None, now=timezone.now()
    )
    assert claimed is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_remind_once(incident, people):
    ago(incident, hours=2)
    tell(lambda: at_once(remind_of_silence, remind_of_silence))
    assert told() == ["communications@example.org", "editor@example.org"]
    assert SilenceNotice.objects.count() == 1


def test_nothing_is_asked_of_the_record_while_no_clock_runs(
    commander, django_assert_max_num_queries
):
    declare_incident(actor=commander, title="Hardly felt", severity="sev4")
    with django_assert_max_num_queries(4):
        remind_of_silence()


# Limits


def test_an_organisation_sets_limits_of_its_own(incident, clock, person):
    actor = system()
    limits = set_silence_limits(actor=actor, version=1, limits=Limits(sev2=15, sev4=120))
    assert clock(minutes=16).overdue
    assert (limits.version, limits.sev1) == (2, None)
    with pytest.raises(Conflict):
        set_silence_limits(actor=actor, version=1, limits=Limits(sev2=10))
    for wrong in (0, 10**6):
        with pytest.raises(DomainError) as refusal:
            set_silence_limits(actor=actor, version=2, limits=Limits(sev3=wrong))
        assert refusal.value.field == "sev3"
    set_silence_limits(actor=actor, version=2, limits=Limits())
    assert not waiting()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_set_the_first_limits_at_once_one_is_told():
    done = at_once(
        lambda: set_silence_limits(actor=system(), version=1, limits=Limits(sev1=10)),
        lambda: set_silence_limits(actor=system(), version=1, limits=Limits(sev1=20)),
    )
    assert sorted(type(each).__name__ for each in done) == ["Conflict", "SilenceLimits"]


def test_limits_are_set_on_a_page_that_keeps_what_was_typed(client, person):
    client.force_login(person("administrator"))
    page = reverse("silence_limits")
    assert b'value="60"' in client.get(page).content
    typed = {"sev1": "0", "sev2": "45", "version": "1"}
    answer = client.post(page, typed)
    assert answer.status_code == 422
    assert "Give whole minutes from 1 to 10080" in answer.content.decode()
    assert 'value="45"' in answer.content.decode()
    assert client.post(page, typed | {"sev1": "30"}).status_code == 302
    assert b'value="30"' in client.get(page).content


# Pages and the API


def test_the_desk_begins_with_what_is_overdue_in_words(client, incident, people, spoken):
    promise = spoken(PRESS, title="To the newspaper", next_update_at=timezone.now() + AGAIN)
    pass_by(promise, minutes=95)
    client.force_login(people["editor"].user)
    page = client.get(reverse("statement_list")).content.decode()
    assert page.index("Overdue") < page.index("no longer right") < page.index("In work")
    assert "overdue by 1 h 35 min" in page
    assert "As of " in page
    with translation.override("da"):
        user = people["editor"].user
        user.language = "da"
        user.save()
        page = client.get(reverse("statement_list")).content.decode()
    assert "forsinket med 1 time 35 min." in page


def test_a_finished_incident_still_says_how_long_the_first_words_took(
    client, incident, people, spoken
):
    ago(incident, minutes=33)
    spoken()
    change_incident(
        actor=system(), incident_id=incident.pk, version=1, changes={"status": "closed"}
    )
    client.force_login(people["viewer"].user)
    page = client.get(reverse("incident_statements", args=[incident.year, incident.number]))
    text = page.content.decode()
    assert "Time to the first statement" in text
    assert "33 min" in text
    assert "Silence: " not in text


def test_a_program_reads_the_clocks(program, incident, people):
    ago(incident, hours=2)
    api = program(people["viewer"].user)
    one = api.get(reverse("api_silence", args=[incident.reference])).json()
    assert one["incident"] == incident.reference
    assert [each["statement"] for each in one["overdue"]] == [None]
    (listed,) = api.get(reverse("api_silences")).json()["results"]
    assert listed["incident"] == incident.reference


def test_a_desk_of_two_hundred_statements_asks_no_more_than_twelve_times(
    client, commander, people, draft, django_assert_max_num_queries
):
    for number in range(20):
        each = declare_incident(actor=commander, title=f"Logins fail {number}", severity="sev1")
        for _turn in range(10):
            draft_statement(
                actor=people["editor"], incident_id=each.pk, plan=STAFF, text="{time:declared}."
            )
    client.force_login(people["editor"].user)
    client.get(reverse("statement_list"))
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("statement_list"))
    assert page.content.decode().count("Holding statement</a>") == 200
    assert len(queries) <= 12
