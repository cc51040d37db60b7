"""How many must stand behind what is said is the organisation's to set."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.actor import Actor, system
from audit.models import LogEntry
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from incidents.selectors.figure import figures_of
from statements.chain import AS_MADE, chain_of
from statements.models import ApprovalRule, Statement
from statements.selectors.desk import desk_of
from statements.selectors.statement import read_statements
from statements.services.approval_rule import change_approval_rule
from tests.statements.conftest import PRESS, PUSH, STAFF

CUSTOMERS = replace(PUSH, channel="website")


def change(name, approvals, needs_communications=False, version=1, **more):
    return change_approval_rule(
        **{"actor": system(), "reason": "The board wants it"} | more,
        name=name,
        version=version,
        approvals=approvals,
        needs_communications=needs_communications,
    )


def asked(read):
    return read.chain.approvals, read.chain.needs_communications, [r.name for r in read.chain.rules]


def test_havari_begins_with_two_for_the_press_and_for_masses_and_one_for_others(draft, read):
    assert asked(read(draft(PRESS))) == (2, True, ["press"])
    assert asked(read(draft(STAFF))) == (1, False, ["staff"])
    assert asked(read(draft(CUSTOMERS))) == (1, False, ["customers"])
    assert asked(read(draft(PUSH))) == (2, True, ["mass"])
    made = {rule.name: chain_of(rule) for rule in ApprovalRule.objects.all()}
    assert {name: (c.approvals, c.needs_communications) for name, c in made.items()} == {
        name: (c.approvals, c.needs_communications) for name, c in AS_MADE.items()
    }


@pytest.mark.parametrize(
    ("audience", "channel", "is_mass"),
    [
        ("customers", "push", True),
        ("staff", "push", True),
        ("customers", "sms", True),
        ("customers", "e_mail", True),
        ("staff", "sms", False),
        ("press", "e_mail", False),
        ("customers", "website", False),
        ("customers", "social", False),
    ],
)
def test_what_rings_at_customers_reaches_a_mass_whomever_a_push_is_meant_for(
    draft, audience, channel, is_mass
):
    assert draft(replace(PUSH, audience=audience, channel=channel)).is_mass == is_mass


def test_the_strictest_of_the_rules_that_apply_counts(draft, read):
    statement = draft(PUSH)
    change("customers", 3)
    assert asked(read(statement)) == (3, True, ["customers", "mass"])
    change("customers", 4, needs_communications=True, version=2)
    assert asked(read(statement)) == (4, True, ["customers"])
    change("mass", 1)
    change("customers", 1, version=3)
    assert asked(read(statement)) == (1, False, ["customers", "mass"])


def test_a_changed_rule_counts_for_what_is_not_released_and_for_nothing_else(
    draft, approve, release, read
):
    out, waiting = draft(STAFF), draft(STAFF)
    approve(out, "approver")
    approve(waiting, "approver")
    release(out)
    change("staff", 2)
    assert read(out).lacks == 0
    assert read(waiting).lacks == 1
    with pytest.raises(Conflict, match="1 more"):
        release(waiting)


@pytest.mark.parametrize("approvals", [-1, 0, 6])
def test_a_rule_asks_for_one_to_five(db, approvals):
    for name in ("mass", "staff"):
        with pytest.raises(DomainError) as refusal:
            change(name, approvals)
        assert refusal.value.field == "approvals"


def test_a_changed_rule_is_logged_with_what_it_was_and_why(db):
    change("press", 3)
    payload = LogEntry.objects.latest("index").payload.content
    assert payload["before"] | payload["after"] == payload["after"]
    assert (payload["before"]["approvals"], payload["after"]["approvals"]) == (2, 3)
    assert payload["reason"] == "The board wants it"


def test_who_may_not_set_up_the_press_desk_changes_no_rule(person):
    with pytest.raises(NotPermitted):
        change("press", 3, actor=Actor(person("communications"), "web"))


def test_a_rule_there_is_not_or_that_changed_since_is_not_changed(db):
    with pytest.raises(NotFound):
        change("everybody", 3)
    with pytest.raises(Conflict):
        change("press", 3, version=2)
    with pytest.raises(DomainError, match="why"):
        change("press", 3, reason=" ")


def test_the_page_says_the_rule_and_keeps_what_was_typed(client, person, draft, incident):
    client.force_login(person("administrator"))
    address = reverse("approval_rule_change", args=["press"])
    refused = client.post(
        address, {"approvals": "0", "reason": "We are few", "version": "1"}
    ).content.decode()
    assert "At least one must approve" in refused
    assert "We are few" in refused
    client.post(address, {"approvals": "3", "reason": "A lawyer too", "version": "1"})
    page = reverse("statement_detail", args=[incident.year, incident.number, draft().pk])
    assert "Needs 3 approvals: the rule for “Press”." in client.get(page).content.decode()


def test_lists_ask_once_however_many_statements_and_masses_there_are(draft, people):
    def questions():
        with CaptureQueriesContext(connection) as queries:
            desk_of(people["viewer"].user)
        return len(queries)

    draft(STAFF)
    questions()
    one = questions()
    for plan in (PRESS, PUSH, PUSH, STAFF):
        draft(plan)
    assert questions() == one


def test_statements_are_read_with_their_releases_however_they_were_asked_for(
    draft, approve, release, incident
):
    def questions():
        plain = list(Statement.objects.select_related("incident"))
        figures = {incident.pk: figures_of(incident)}
        with CaptureQueriesContext(connection) as queries:
            for read in read_statements(plain, figures):
                assert str(read.release.released_by)
        return len(queries)

    def say():
        statement = draft(STAFF)
        approve(statement, "approver")
        release(statement)

    say()
    for_one = questions()
    say()
    say()
    assert questions() == for_one
