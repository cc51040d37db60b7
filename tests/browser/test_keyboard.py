"""The keyboard alone is enough, and gets in nobody's way."""

import pytest
from playwright.sync_api import expect

from audit.actor import system
from incidents.models import ActionItem, Incident, TimelineEntry
from incidents.services.action_item import Plan as Work
from incidents.services.action_item import add_action
from incidents.services.incident import declare_incident
from incidents.services.timeline_entry import EntryContent, add_entry
from statements.services.statement import Plan, draft_statement


@pytest.fixture
def led(db):
    """An incident with two entries."""
    incident = declare_incident(actor=system("command"), title="Logins fail")
    for text in ("Customers cannot sign in", "The alarm went off"):
        content = EntryContent(text=text, occurred_at=incident.declared_at)
        add_entry(actor=system("command"), incident_id=incident.pk, content=content)
    return incident


def test_an_incident_is_declared_and_an_entry_added_without_the_mouse(signed_in):
    page = signed_in("responder")
    page.goto("/")
    page.keyboard.press("n")
    page.wait_for_url("**/incidents/declare")
    page.keyboard.type("Logins fail")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/INC-*")
    page.keyboard.press("n")
    page.keyboard.type("Customers cannot sign in")
    page.keyboard.press("Control+Enter")
    timeline = page.locator("#timeline")
    expect(timeline.get_by_text("Customers cannot sign in", exact=True)).to_be_visible()
    assert TimelineEntry.objects.get().incident == Incident.objects.get()


def test_keys_move_through_the_timeline_and_open_what_one_is_at(signed_in, led):
    page = signed_in("responder")
    page.goto("/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/INC-*")
    for key in ("j", "j", "k", "e"):
        page.keyboard.press(key)
    page.wait_for_url("**/correct")
    newest = led.timeline.order_by("occurred_at", "pk").last()
    expect(page.get_by_label("Text")).to_have_value(newest.text)


def test_a_statement_is_found_on_the_desk_and_reworded_by_keys(signed_in, led):
    plan = Plan("Holding statement", "press", "website", "en")
    draft_statement(
        actor=system("command"), incident_id=led.pk, plan=plan, text="We are looking into it."
    )
    page = signed_in("communications")
    page.goto("/")
    for key in ("g", "p"):
        page.keyboard.press(key)
    page.wait_for_url("**/statements")
    for key in ("j", "j", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("heading", level=1)).to_have_text("Holding statement")
    page.keyboard.press("e")
    page.wait_for_url("**/word")


def test_actions_are_chosen_and_withdrawn_without_the_mouse(signed_in, led):
    for title in ("One", "Two", "Three"):
        add_action(actor=system("command"), incident_id=led.pk, plan=Work(title))
    page = signed_in("responder")
    page.goto("/actions")
    for key in ("j", "x", "j", "j", "x"):
        page.keyboard.press(key)
    boxes = page.get_by_role("checkbox", name="Choose:")
    assert [box.is_checked() for box in boxes.all()] == [True, False, True]
    page.get_by_role("button", name="Change the chosen ones").press("Enter")
    page.get_by_role("radio", name="Withdraw").press("Space")
    expect(page.locator("#id_owner")).to_be_hidden()
    page.get_by_label("Reason").fill("The gateway is gone")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="This will be done:")).to_be_visible()
    page.get_by_role("button", name="Do this with 2 actions").press("Enter")
    expect(page.get_by_text("2 actions were changed.")).to_be_visible()
    assert [action.title for action in ActionItem.objects.all().open()] == ["Two"]


def test_keys_do_nothing_while_somebody_types(signed_in):
    page = signed_in("responder")
    page.goto("/")
    page.keyboard.press("/")
    search = page.get_by_role("searchbox", name="Search", exact=True)
    expect(search).to_be_focused()
    page.keyboard.type("n?/gij")
    expect(search).to_have_value("n?/gij")
    page.keyboard.press("Escape")
    expect(search).not_to_be_focused()
    page.keyboard.type("gt")
    page.wait_for_url("**/actions")


def test_keys_are_listed_and_can_be_switched_off(signed_in):
    page = signed_in("responder")
    page.goto("/actions")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    keys.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    expect(keys).not_to_be_visible()
    page.keyboard.press("?")
    page.keyboard.type("gi")
    expect(keys).not_to_be_visible()
    assert page.url.endswith("/actions")
    page.get_by_role("button", name="Keys").click()
    expect(keys.get_by_role("checkbox")).not_to_be_checked()
