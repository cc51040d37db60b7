"""An incident is declared within seconds, and not twice."""

from time import monotonic

from playwright.sync_api import expect

from audit.actor import system
from incidents.models import Incident, TimelineEntry
from incidents.services.incident import declare_incident


def test_from_anywhere_one_key_and_one_line_declare(signed_in):
    page = signed_in("commander")
    page.goto("/insights")
    began = monotonic()
    page.keyboard.press("c")
    page.wait_for_url("**/incidents/declare")
    expect(page.get_by_label("What happened?")).to_be_focused()
    page.keyboard.type("Cards fail")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/INC-*")
    assert monotonic() - began < 20
    assert Incident.objects.get().title == "Cards fail"


def test_what_is_open_is_offered_while_typing_and_joined(signed_in):
    declare_incident(actor=system("command"), title="Logins fail")
    page = signed_in("responder")
    page.goto("/incidents/declare")
    page.get_by_label("What happened?").press_sequentially("Login failing again")
    page.get_by_role("button", name="Join this one").click()
    page.wait_for_url("**/incidents/INC-*")
    expect(page.get_by_text("Login failing again", exact=True)).to_be_visible()
    assert TimelineEntry.objects.get().incident == Incident.objects.get()


def test_whoever_saw_the_offer_is_not_asked_again(signed_in):
    declare_incident(actor=system("command"), title="Logins fail")
    page = signed_in("responder")
    page.goto("/incidents/declare")
    page.get_by_label("What happened?").fill("Logins fail")
    expect(page.get_by_role("heading", name="Is it one of these?")).to_be_visible()
    page.get_by_role("button", name="Declare", exact=True).click()
    page.wait_for_url("**/incidents/INC-*")
    assert Incident.objects.count() == 2
