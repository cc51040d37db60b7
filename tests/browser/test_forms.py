"""Nothing that was typed is lost, sent twice, or read as something else."""

import gzip

import pytest
from playwright.sync_api import expect

from audit.actor import system
from incidents.models import TimelineEntry
from incidents.services.incident import declare_incident

FIRST_VISIT = 60_000
PHONE = {"width": 390, "height": 844}
TEXT = "Customers cannot sign in"


@pytest.fixture
def room(signed_in, db):
    """An incident's page, open before a responder."""
    incident = declare_incident(actor=system("command"), title="Logins fail")
    page = signed_in("responder")
    page.goto(f"/incidents/{incident.reference}")
    return page


@pytest.fixture
def plain_room(room):
    """The same in a browser that keeps nothing: there the box is a form like every other."""
    room.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error() } })"
    )
    room.reload()
    return room


def box(page):
    return page.get_by_label("New entry")


def add(page):
    return page.get_by_role("button", name="Add", exact=True)


def test_a_half_written_date_is_not_read_as_now(room):
    box(room).fill(TEXT)
    room.get_by_text("Happened now").click()
    room.get_by_label("Happened at").press("1")
    add(room).click()
    expect(room.get_by_label("Happened at")).to_be_focused()
    assert not TimelineEntry.objects.exists()


def test_pressing_twice_writes_one_entry(room):
    box(room).fill(TEXT)
    add(room).dblclick()
    expect(room.locator("#timeline").get_by_text(TEXT, exact=True)).to_be_visible()
    assert TimelineEntry.objects.count() == 1


def test_a_refusal_gets_the_focus_and_keeps_the_text(plain_room):
    box(plain_room).fill(TEXT)
    plain_room.get_by_text("Happened now").click()
    plain_room.get_by_label("Evidence links").fill("not an address")
    add(plain_room).click()
    expect(plain_room.get_by_role("alert")).to_be_focused()
    assert plain_room.title().startswith("Error:")
    expect(box(plain_room)).to_have_value(TEXT)
    expect(plain_room.get_by_label("Evidence links")).to_have_value("not an address")


def test_what_was_not_sent_is_there_again_until_it_is_sent_or_cleared(room):
    address = room.url
    box(room).fill(TEXT)
    room.goto("/actions")
    room.goto(address)
    expect(box(room)).to_have_value(TEXT)
    room.get_by_role("button", name="Clear it").click()
    room.reload()
    expect(box(room)).to_have_value("")
    box(room).fill(TEXT)
    add(room).click()
    expect(room.get_by_text(TEXT, exact=True)).to_be_visible()
    room.goto(address)
    expect(box(room)).to_have_value("")


def test_signing_out_leaves_no_draft_for_whoever_comes_next(room):
    box(room).fill(TEXT)
    room.get_by_role("button", name="Sign out").click()
    room.wait_for_url("**/accounts/login/**")
    assert room.evaluate("sessionStorage.length") == 0


def test_who_was_signed_out_meanwhile_finds_the_text_again(plain_room, browser_context):
    box(plain_room).fill(TEXT)
    browser_context.clear_cookies(name="sessionid")
    add(plain_room).click()
    expect(plain_room.get_by_role("heading", name="signed out")).to_be_visible()
    expect(plain_room.get_by_label("Text")).to_have_value(TEXT)
    assert not TimelineEntry.objects.exists()


def test_filters_stand_in_the_address(room):
    room.goto("/")
    room.get_by_label("Monitoring").check()
    room.get_by_label("SEV3").check()
    room.get_by_role("button", name="Show").click()
    room.wait_for_url("**/?q=&status=monitoring&severity=sev3&service=")
    expect(room.get_by_label("Monitoring")).to_be_checked()
    expect(room.get_by_text("No incident fits these filters.")).to_be_visible()


def test_on_a_phone_the_entry_box_is_at_the_thumb(room):
    room.set_viewport_size(PHONE)
    form = room.locator("form.compose")
    at_rest = form.bounding_box()
    assert at_rest["y"] + at_rest["height"] == PHONE["height"]
    box(room).focus()
    expect(room.get_by_label("Milestone")).to_be_visible()
    assert form.bounding_box()["height"] > at_rest["height"]


def test_a_first_visit_is_light(room):
    sizes = {}
    room.on("response", lambda seen: sizes.update({seen.url: len(gzip.compress(seen.body()))}))
    room.reload(wait_until="networkidle")
    assert len(sizes) > 5
    assert sum(sizes.values()) <= FIRST_VISIT
