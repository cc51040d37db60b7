"""Writing with scripts: the picker at "{", how the text reads, and marks that come by themselves."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from audit.actor import Actor, system
from incidents.services.impact import Estimate, Group, add_group, revise_estimate
from statements.models import Approval, Statement
from statements.services.statement import Plan, change_statement, draft_statement

NOW = timezone.now()
GUESS = Estimate(1_500_000, 1_600_000, 1_700_000, NOW - timedelta(hours=1), "Pressechefen")
COUNTED = Estimate(1_400_000, 1_400_000, 1_400_000, NOW, "Loggen", is_actual=True)


@pytest.fixture
def context_options():
    return {"locale": "da"}


@pytest.fixture
def group(incident):
    group = add_group(actor=system(), incident_id=incident.pk, value=Group("Modtagere"))
    revise_estimate(
        actor=system(), incident_id=incident.pk, group_id=group.pk, based_on=0, value=GUESS
    )
    return group


def test_a_figure_is_picked_by_keyboard_and_its_words_and_basis_are_shown(
    signed_in, incident, group
):
    page = signed_in("communications", "da")
    page.goto(f"/incidents/{incident.reference}/statements/draft")
    page.get_by_label("Titel").fill("Til avisen")
    text = page.get_by_label("Tekst")
    text.click()
    text.press_sequentially("Det ramte ")
    text.press("{")
    page.keyboard.type("modt")
    expect(page.locator("#suggestions [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(text).to_have_value("Det ramte {count:modtagere}")
    expect(text).to_be_focused()
    text.press_sequentially(" brugere.")
    figure = page.locator("#preview a.figure")
    expect(figure).to_have_text("ca. 1,6 millioner")
    figure.focus()
    assert "1.600.000 (1.500.000-1.700.000) · Pressechefen" in figure.get_attribute("data-note")
    page.get_by_role("button", name="Gem udkastet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Til avisen")
    assert Statement.objects.get().wordings.get().text == "Det ramte {count:modtagere} brugere."


def test_a_brace_stays_when_nothing_is_picked_and_a_typed_figure_is_quoted_by_a_click(
    signed_in, incident, group
):
    page = signed_in("communications", "da")
    page.goto(f"/incidents/{incident.reference}/statements/draft")
    text = page.get_by_label("Tekst")
    text.click()
    text.press("{")
    page.keyboard.press("Escape")
    expect(text).to_have_value("{")
    text.fill("Det ramte 1,6 mio. brugere.")
    page.get_by_role("button", name=re.compile("Citer det")).click()
    expect(text).to_have_value("Det ramte {count:modtagere} brugere.")


def test_of_figures_that_were_typed_alike_the_one_that_is_clicked_is_quoted(
    signed_in, incident, group
):
    page = signed_in("communications", "da")
    page.goto(f"/incidents/{incident.reference}/statements/draft")
    text = page.get_by_label("Tekst")
    text.fill("\U0001f600 I går:\n\n11,6 mio. og 1,6 mio. beskeder.\nI dag 1,6 mio. brugere.")
    page.get_by_role("button", name=re.compile("Citer det")).last.click()
    expect(text).to_have_value(
        "\U0001f600 I går:\n\n11,6 mio. og 1,6 mio. beskeder.\nI dag {count:modtagere} brugere."
    )


def test_how_it_reads_is_shown_without_saving_anything(signed_in, incident, group):
    page = signed_in("communications", "da")
    page.goto(f"/incidents/{incident.reference}/statements/draft")
    page.get_by_label("Titel").fill("Til avisen")
    page.get_by_label("Tekst").fill("Det ramte {count:modtagere} brugere, [[hvornår]].")
    page.get_by_role("button", name="Vis, hvordan den læses").click()
    expect(page.locator("#preview")).to_contain_text("Det ramte ca. 1,6 millioner brugere")
    expect(page.locator("#preview")).to_contain_text("Mangler at blive udfyldt: hvornår")
    expect(page.get_by_label("Titel")).to_have_value("Til avisen")
    assert not Statement.objects.exists()


def test_a_revised_estimate_shows_in_an_open_page_within_a_second_or_so(
    signed_in, person, incident, group
):
    statement = draft_statement(
        actor=Actor(person("communications", "editor@example.org"), "web"),
        incident_id=incident.pk,
        plan=Plan("Til avisen", "staff", "intranet", "da"),
        text="Det ramte {count:modtagere} brugere.",
    )
    page = signed_in("communications", "da")
    page.goto(f"/incidents/{incident.reference}/statements/{statement.pk}")
    expect(page.locator("#words")).to_contain_text("ca. 1,6 millioner")
    revise_estimate(
        actor=system(),
        incident_id=incident.pk,
        group_id=group.pk,
        based_on=1,
        value=COUNTED,
        reason="Talt",
    )
    expect(page.locator("#words")).to_contain_text("1,4 millioner", timeout=3_000)


def test_whom_it_is_for_shows_in_an_open_page_and_is_not_approved_before_it_is_read_again(
    signed_in, person, incident, group
):
    author = Actor(person("communications", "editor@example.org"), "web")
    plan = Plan("Til medarbejderne", "staff", "intranet", "da")
    statement = draft_statement(
        actor=author, incident_id=incident.pk, plan=plan, text="Vi undersøger det."
    )
    page = signed_in("approver", "da")
    page.goto(f"/incidents/{incident.reference}/statements/{statement.pk}")
    expect(page.locator("#mass")).to_have_text("")
    change_statement(
        actor=author,
        incident_id=incident.pk,
        statement_id=statement.pk,
        version=1,
        plan=replace(plan, title="Til alle", channel="push", audience_size=1_600_000),
    )
    expect(page.locator("#mass")).to_contain_text("1.600.000", timeout=3_000)
    expect(page.locator("#title")).to_have_text("Til alle")
    # Nobody approves what changed under their hand: they are told to read it again.
    page.get_by_role("button", name="Godkend præcis disse ord").click()
    expect(page.get_by_text("siden du læste")).to_be_visible()
    assert not Approval.objects.exists()
    page.get_by_role("button", name="Godkend præcis disse ord").click()
    expect(page.get_by_text("Godkendt.")).to_be_visible()


def test_a_lost_connection_says_so_and_comes_back(signed_in, browser_context, incident, group):
    page = signed_in("communications", "da")
    page.goto("/statements")
    page.route("**/statements", lambda route: route.abort())
    expect(page.get_by_text("Forbindelsen er væk")).to_be_visible()
    page.unroute("**/statements")
    expect(page.get_by_text("Forbindelsen er væk")).to_be_hidden()
