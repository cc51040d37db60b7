"""Two people go through a checklist with the keyboard, each in a browser of their own."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from incidents.models import TimelineEntry
from incidents.services.incident import declare_incident

LEADS = "Checklist First ten minutes: Somebody leads the incident, and everybody knows who"


@pytest.fixture
def pages(enter, commander, person):
    incident = declare_incident(actor=commander, title="Logins fail")
    place = reverse("incident_checklists", args=[incident.year, incident.number])
    return enter(commander.user), enter(person("responder")), place


def test_a_step_ticked_by_one_is_ticked_for_the_other_and_only_once(pages):
    one, other, place = pages
    one.goto(place.removesuffix("/checklists"))
    one.get_by_role("link", name="none begun: choose one").press("Enter")
    one.locator("#offered li", has_text="First ten minutes").get_by_role("button").press("Enter")
    expect(one.get_by_role("heading", name="First ten minutes")).to_be_visible()
    other.goto(place)
    stale = other.context.new_page()
    stale.goto(place)
    stale.evaluate(
        "document.querySelectorAll('[data-live]').forEach((e) => e.removeAttribute('data-live'))"
    )
    one.keyboard.press("j")
    one.keyboard.press("x")
    first = "li[id^=step-]:first-child"
    for page in (one, other):
        expect(page.locator(first)).to_contain_text("Done")
        expect(page.locator("#room-clocks")).to_contain_text("1 of 11")
    expect(one.locator(first)).to_be_focused()
    box, step = (one.locator(each).bounding_box() for each in (".compose", first))
    assert step["y"] >= box["y"] + box["height"], "what was ticked is not behind the entry box"
    stale.get_by_role("button", name="Tick: Somebody leads").press("Enter")
    expect(stale.locator(".notice.error")).to_contain_text("Commander ticked this step already")
    assert [entry.text for entry in TimelineEntry.objects.all()] == [LEADS]
    undo(one)
    for page in (one, other):
        expect(page.get_by_role("button", name="Tick: Somebody leads")).to_be_visible()
        expect(page.locator("#room-clocks")).to_contain_text("0 of 11")


def undo(page):
    page.keyboard.press("e")
    page.get_by_label("Reason").fill("Nobody leads yet")
    page.keyboard.press("Enter")


def test_on_paper_a_step_that_waits_is_a_box_for_a_pen(pages):
    page, _other, place = pages
    page.goto(place)
    page.locator("#offered li", has_text="First ten minutes").get_by_role("button").press("Enter")
    page.emulate_media(media="print")
    expect(page.locator("button.tick")).to_have_count(11)
    expect(page.locator("button.tick").first).to_be_visible()
    expect(page.get_by_role("link", name="does not apply").first).to_be_hidden()
    expect(page.locator("#offered")).to_be_hidden()
