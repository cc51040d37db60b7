from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from audit.actor import Actor, system
from incidents.services.impact import Estimate, Group, add_group, revise_estimate
from incidents.services.timeline_entry import EntryContent, add_entry
from statements.selectors.statement import statement_in
from statements.services.approval import approve_statement
from statements.services.premise import Told, state_premise
from statements.services.release import Delivery, release_statement
from statements.services.statement import Plan, draft_statement, word_statement

TEXT = "The message went to {count:recipients} Android users."
PRESS = Plan("Holding statement", "press", "press_release", "en")
STAFF = replace(PRESS, audience="staff", channel="intranet")
PUSH = replace(PRESS, audience="customers", channel="push", audience_size=1_600_000)
NOW = timezone.now()
GUESS = Estimate(1_500_000, 1_600_000, 1_700_000, NOW - timedelta(hours=1), "The press chief")
CLOSER = Estimate(1_400_000, 1_400_000, 1_400_000, NOW, "The log", is_actual=True)
STORY = {
    "customers": 4_000_000,
    "login_capacity": 20_000,
    "normal_logins": 3_000,
    "push_reach": 1_600_000,
    "push_per_thousand": 600,
    "push_minutes": 15,
}


@pytest.fixture
def people(person):
    return {
        role: Actor(person(role), "web") for role in ("communications", "approver", "viewer")
    } | {"editor": Actor(person("communications", "editor@example.org"), "web")}


@pytest.fixture
def group(commander, incident):
    group = add_group(actor=commander, incident_id=incident.pk, value=Group("Recipients"))
    revise_estimate(
        actor=commander, incident_id=incident.pk, group_id=group.pk, based_on=0, value=GUESS
    )
    return group


@pytest.fixture
def draft(people, incident, group):
    def make(plan=PRESS, text=TEXT):
        return draft_statement(
            actor=people["editor"], incident_id=incident.pk, plan=plan, text=text
        )

    return make


@pytest.fixture
def read(incident):
    return lambda statement: statement_in(incident, statement.pk)


@pytest.fixture
def approve(people, incident, read):
    def give(statement, *roles):
        for role in roles:
            approve_statement(
                actor=people[role],
                incident_id=incident.pk,
                statement_id=statement.pk,
                digest=read(statement).digest,
            )

    return give


@pytest.fixture
def release(people, incident, read):
    def let_out(statement, by="editor", digest=None, urgent_reason="", **more):
        return release_statement(
            actor=people[by],
            incident_id=incident.pk,
            statement_id=statement.pk,
            digest=digest or read(statement).digest,
            urgent_reason=urgent_reason,
            delivery=Delivery(**{"recipients": "The newspaper"} | more),
        )

    return let_out


@pytest.fixture
def state(db):
    """State figures behind the load for the first time."""

    def tell(**values):
        for name, value in values.items():
            told = Told(value, "Operations", NOW)
            state_premise(actor=system(), name=name, version=0, told=told)

    return tell


@pytest.fixture
def recount(commander, incident, group):
    def revise():
        revise_estimate(
            actor=commander,
            incident_id=incident.pk,
            group_id=group.pk,
            based_on=1,
            value=CLOSER,
            reason="Counted",
        )

    return revise


@pytest.fixture
def reword(people, incident, read):
    def say_otherwise(statement, text):
        return word_statement(
            actor=people["editor"],
            incident_id=incident.pk,
            statement_id=statement.pk,
            based_on=read(statement).wording.number,
            text=text,
        )

    return say_otherwise


@pytest.fixture
def seen(commander, incident):
    """Write a milestone into the timeline."""

    def add(milestone, at, precision="minute"):
        content = EntryContent("Seen", at, milestone=milestone, precision=precision)
        add_entry(actor=commander, incident_id=incident.pk, content=content)

    return add
