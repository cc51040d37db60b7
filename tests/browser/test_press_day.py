"""The press desk at work, in Danish and without scripts: draft, approve, release, revise, correct."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from audit.actor import Actor, system
from incidents.services.impact import Estimate, Group, add_group, revise_estimate
from statements.models import Release
from statements.selectors.statement import statement_in
from statements.services.statement import approve_statement

NOW = timezone.now()
GUESS = Estimate(1_500_000, 1_600_000, 1_700_000, NOW - timedelta(hours=1), "Pressechefen")
COUNTED = Estimate(1_400_000, 1_400_000, 1_400_000, NOW, "Loggen", is_actual=True)


@pytest.fixture
def context_options():
    return {"locale": "da", "java_script_enabled": False}


@pytest.fixture
def group(incident):
    group = add_group(actor=system(), incident_id=incident.pk, value=Group("Modtagere"))
    revise_estimate(
        actor=system(), incident_id=incident.pk, group_id=group.pk, based_on=0, value=GUESS
    )
    return group


def test_a_figure_is_said_by_two_and_says_when_it_is_no_longer_right(
    signed_in, person, incident, group
):
    page = signed_in("communications", "da")
    page.goto("/")
    page.get_by_role("link", name=incident.title).click()
    page.get_by_role("navigation", name="Afsnit").get_by_role("link", name="Udtalelser").click()
    page.get_by_role("link", name="Skriv udkast til en udtalelse").click()
    expect(page.get_by_text("ca. 1,6 millioner")).to_be_visible()
    page.get_by_label("Titel").fill("Til medarbejderne")
    page.get_by_label("Målgruppe").select_option("staff")
    page.get_by_label("Kanal").select_option("intranet")
    page.get_by_label("Tekst").fill("Beskeden gik til {count:modtagere} brugere.")
    page.get_by_role("button", name="Gem udkastet").click()
    page.get_by_role("link", name="Til medarbejderne").click()
    expect(page.get_by_text("Beskeden gik til ca. 1,6 millioner brugere.")).to_be_visible()

    expect(page.get_by_role("button", name="Godkend præcis disse ord")).to_have_count(0)
    expect(page.get_by_text("Den, der har skrevet en udtalelse")).to_be_visible()
    statement = incident.statements.get()
    approve_statement(
        actor=Actor(person("approver"), "web"),
        incident_id=incident.pk,
        statement_id=statement.pk,
        digest=statement_in(incident, statement.pk).resolved.digest,
    )
    page.reload()
    page.get_by_role("link", name="Udsend", exact=True).click()
    page.get_by_label("Til hvem").fill("Alle medarbejdere")
    page.get_by_role("button", name="Udsend", exact=True).click()
    expect(page.get_by_text("Hvad der blev sagt")).to_be_visible()
    assert Release.objects.get().words == "Beskeden gik til ca. 1,6 millioner brugere."

    revise_estimate(
        actor=system(),
        incident_id=incident.pk,
        group_id=group.pk,
        based_on=1,
        value=COUNTED,
        reason="Talt",
    )
    page.goto("/statements")
    expect(page.get_by_text("var »ca. 1,6 millioner«; nu siger det")).to_be_visible()
    page.get_by_role("link", name=re.compile("Ret ?: Til medarbejderne")).click()
    expect(page.get_by_label("Art", exact=True)).to_have_value("correction")
    expect(page.get_by_label("Hvad den retter")).to_have_value(str(statement.pk))
