"""A mass message says what it will do before it goes, and a slip of the list is found."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.actor import Actor, system
from audit.models import LogEntry
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from incidents.models import Incident
from incidents.selectors.log_entry import read_entries
from statements.mass import expected, frozen
from statements.models import Release
from statements.selectors.set_up import set_up_for
from statements.selectors.statement import Standing
from statements.services.premise import Told, state_premise
from statements.services.statement import change_statement
from tests.statements.conftest import NOW, PUSH, STAFF, STORY
from tests.test_pages import MOST_QUERIES


@pytest.fixture
def approved(draft, approve, state):
    state(**STORY)
    statement = draft(PUSH)
    approve(statement, "approver", "communications")
    return statement


def test_it_says_what_the_message_of_the_story_would_have_done(draft, read, state):
    state(**STORY)
    mass = read(draft(PUSH)).mass
    assert (mass.size, mass.customers, mass.load, mass.room) == (
        1_600_000,
        4_000_000,
        64_000,
        17_000,
    )
    assert (mass.waves.count, mass.waves.most, mass.waves.minutes) == (4, 425_000, 15)
    assert not mass.fits
    assert not mass.has_no_room


def test_what_nobody_stated_is_unknown_and_never_zero(draft, read):
    mass = read(draft(PUSH)).mass
    assert [mass.load, mass.room, mass.waves, mass.customers, mass.reach] == [None] * 5
    assert not mass.has_no_room
    assert {each.name for each in mass.unknown} == set(STORY)


def test_a_login_that_has_no_room_is_said_to_have_none(draft, read, state):
    state(**STORY | {"normal_logins": 20_000})
    mass = read(draft(PUSH)).mass
    assert (mass.room, mass.waves, mass.has_no_room) == (0, None, True)


def test_a_list_that_is_shorter_than_the_reach_tells_what_everybody_would_make(draft, read, state):
    state(**STORY)
    mass = read(draft(replace(PUSH, audience_size=20))).mass
    assert (mass.is_part, mass.fits, mass.load, mass.load_of_all) == (True, True, 1, 64_000)
    assert read(draft(replace(PUSH, audience_size=1_600_001))).mass.is_too_many


def test_nothing_of_this_is_said_of_what_reaches_no_mass(draft, read):
    assert read(draft(STAFF)).mass is None


def test_nobody_approves_a_mass_message_that_does_not_say_how_many_it_goes_to(draft, approve):
    with pytest.raises(DomainError, match="how many") as refusal:
        approve(draft(replace(PUSH, audience_size=None)), "approver")
    assert refusal.value.field == "audience_size"


@pytest.mark.parametrize("size", [0, -1, 10**10 + 1])
def test_a_size_is_a_number_of_people(draft, size):
    with pytest.raises(DomainError) as refusal:
        draft(replace(PUSH, audience_size=size))
    assert refusal.value.field == "audience_size"


def test_whoever_believes_it_goes_to_a_test_list_of_twenty_is_stopped(approved, release):
    with pytest.raises(DomainError, match=r"You typed 20, but this goes to 1,600,000") as refusal:
        release(approved, by="communications", typed_size=20)
    assert refusal.value.field == "typed_size"
    with pytest.raises(DomainError, match="Type how many"):
        release(approved, by="communications")
    assert not Release.objects.exists()
    assert release(approved, by="communications", typed_size=1_600_000).pk


def test_a_second_person_releases_it_in_haste_too(draft, approve, release, state):
    state(**STORY)
    statement = draft(PUSH)
    approve(statement, "communications")
    urgent = {"typed_size": 1_600_000, "urgent_reason": "Logins fail"}
    with pytest.raises(NotPermitted, match="somebody else"):
        release(statement, **urgent)
    with pytest.raises(DomainError, match="You typed 20"):
        release(statement, by="communications", **urgent | {"typed_size": 20})
    assert release(statement, by="communications", **urgent).urgent_reason == "Logins fail"


def test_whoever_made_it_a_mass_message_is_an_author_of_it(
    draft, approve, release, people, incident
):
    statement = draft(STAFF)
    change_statement(
        actor=people["communications"],
        incident_id=incident.pk,
        statement_id=statement.pk,
        version=1,
        plan=PUSH,
    )
    approve(statement, "approver")
    with pytest.raises(NotPermitted, match="somebody else"):
        release(statement, by="communications", typed_size=1_600_000, urgent_reason="Logins fail")


def test_a_newer_figure_behind_the_load_voids_the_approvals(approved, read):
    told = Told(30_000, "Operations", NOW)
    state_premise(actor=system(), name="login_capacity", version=1, told=told)
    assert read(approved).standing is Standing.VOID


def test_another_source_of_the_same_figure_voids_nothing(approved, read):
    told = Told(20_000, "The load test", NOW)
    state_premise(actor=system(), name="login_capacity", version=1, told=told)
    assert read(approved).standing is Standing.APPROVED


def test_what_was_shown_is_frozen_with_the_release_and_told_by_the_log(
    approved, release, read, people
):
    shown = read(approved).mass
    released = release(approved, by="communications", typed_size=1_600_000)
    told = Told(30_000, "Operations", NOW)
    state_premise(actor=system(), name="login_capacity", version=1, told=told)
    kept = read(approved).mass
    assert (kept.size, kept.load, kept.room, kept.waves) == (
        shown.size,
        shown.load,
        shown.room,
        shown.waves,
    )
    assert [(g.name, g.value, g.source) for g in kept.given] == [
        (g.name, g.value, g.source) for g in shown.given
    ]
    entry = LogEntry.objects.select_related("payload").get(verb="statement.released")
    assert entry.payload.content["after"]["mass"] == released.mass
    (words,) = read_entries([entry], people["viewer"].user, is_whole=True)
    assert any(
        "goes to 1,600,000, 40.0% of all customers; 64,000 logins a minute at once; "
        "room for 17,000; 4 waves" in each.after
        for each in words.differences
    )


def test_what_is_frozen_is_read_as_it_was(draft, state):
    state(**STORY)
    statement = draft(PUSH)
    set_up = set_up_for([statement])
    mass = expected(statement, set_up.premises, set_up.earlier)
    data = mass.as_data("da")
    assert frozen(data).as_data("da") == data
    assert "1.600.000, 40,0 % af alle kunder" in data["words"]


def test_the_last_mass_message_counts_for_every_incident_but_names_none(
    approved, release, draft, read
):
    first, later = read(approved).mass, draft(PUSH)
    assert (first.last_at, first.last_day) == (None, 0)
    released = release(approved, by="communications", typed_size=1_600_000)
    Incident.objects.update(is_restricted=True)
    mass = read(later).mass
    assert (mass.last_at, mass.last_day) == (released.released_at, 1_600_000)
    Release.objects.update(released_at=NOW - timedelta(hours=25))
    assert read(later).mass.last_day == 0


def test_the_pages_say_it_within_the_questions_a_page_may_ask(client, people, approved, incident):
    place = [incident.year, incident.number, approved.pk]
    client.force_login(people["communications"].user)
    for name in ("statement_detail", "statement_release"):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse(name, args=place)).content.decode()
        assert "64,000 a minute" in page
        assert "in 4 waves of at most 425,000, 15 min apart" in page
        assert "Havari sends nothing itself" in page
        assert len(queries) <= MOST_QUERIES


def test_the_page_keeps_what_was_typed_when_the_number_is_wrong(
    client, people, approved, incident, read
):
    client.force_login(people["communications"].user)
    address = reverse("statement_release", args=[incident.year, incident.number, approved.pk])
    said = {"recipients": "All app users", "typed_size": "20", "digest": read(approved).digest}
    page = client.post(address, said)
    assert page.status_code == 422
    assert "You typed 20, but this goes to 1,600,000" in page.content.decode()
    assert 'value="All app users"' in page.content.decode()
    assert client.post(address, said | {"typed_size": "1,600,000"}).status_code == 302
    page = client.get(
        reverse("statement_detail", args=[incident.year, incident.number, approved.pk])
    )
    assert "What was expected of this mass message" in page.content.decode()


def test_an_author_is_not_even_asked_to_release_it(client, people, approved, incident):
    client.force_login(people["editor"].user)
    place = [incident.year, incident.number, approved.pk]
    assert client.get(reverse("statement_release", args=place)).status_code == 403
    page = client.get(reverse("statement_detail", args=place)).content.decode()
    assert reverse("statement_release", args=place) not in page


def test_the_reach_is_offered_where_the_size_is_not_said(client, people, draft, incident, state):
    state(push_reach=1_600_000)
    client.force_login(people["editor"].user)
    statement = draft(replace(PUSH, audience_size=None))
    place = [incident.year, incident.number, statement.pk]
    page = client.get(reverse("statement_change", args=place)).content.decode()
    assert 'value="1,600,000"' in page


def test_programs_read_and_do_it_too(program, people, approved, read, incident):
    asks = program(people["communications"].user)
    place = f"incidents/{incident.reference}/statements/{approved.pk}"
    answer = asks.ask(place).json()
    assert answer["needs"] == {
        "approvals": 2,
        "needs_communications": True,
        "rules": ["mass"],
    }
    assert answer["mass"]["load"] == 64_000
    assert [(each["size"], each["after"]) for each in answer["mass"]["waves"]][-1] == (325_000, 45)
    said = {"digest": answer["digest"], "recipients": "All app users"}
    refused = asks.send("POST", f"{place}/release", said | {"typed_size": 20})
    assert refused.status_code == 422
    assert "You typed 20" in refused.content.decode()
    done = asks.send("POST", f"{place}/release", said | {"typed_size": 1_600_000})
    assert done.json()["mass"]["size"] == 1_600_000


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("push_per_thousand", 1_001, "value"),
        ("push_minutes", 0, "value"),
        ("push_minutes", 1_441, "value"),
        ("customers", 10**10 + 1, "value"),
        ("normal_logins", -1, "value"),
    ],
)
def test_a_figure_behind_the_load_is_one_that_can_be(db, name, value, field):
    with pytest.raises(DomainError) as refusal:
        state_premise(actor=system(), name=name, version=0, told=Told(value, "Operations", NOW))
    assert refusal.value.field == field


def test_a_figure_behind_the_load_has_a_source_and_a_moment_and_may_become_unknown_again(state):
    by = {"actor": system(), "name": "customers"}
    with pytest.raises(DomainError) as refusal:
        state_premise(**by, version=0, told=Told(5))
    assert refusal.value.field == "source"
    with pytest.raises(DomainError) as refusal:
        state_premise(**by, version=0, told=Told(5, "Operations"))
    assert refusal.value.field == "as_of"
    with pytest.raises(DomainError, match="future"):
        state_premise(**by, version=0, told=Told(5, "Operations", NOW + timedelta(days=1)))
    state(customers=5)
    assert state_premise(**by, version=1, told=Told(None)).value is None
    with pytest.raises(Conflict):
        state_premise(**by, version=1, told=Told(6, "Operations", NOW))
    with pytest.raises(NotFound):
        state_premise(**by | {"name": "weather"}, version=0, told=Told(None))


def test_who_may_not_set_up_the_press_desk_states_no_figure(person):
    with pytest.raises(NotPermitted):
        state_premise(
            actor=Actor(person("communications"), "web"),
            name="customers",
            version=0,
            told=Told(5, "Operations", NOW),
        )
