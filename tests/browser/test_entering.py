"""What is added is written down once, in order, whatever becomes of the connection meanwhile."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.models import User
from audit.actor import system
from incidents.models import TimelineEntry
from incidents.services.incident import declare_incident

WAITING = "Waiting for the connection"


@pytest.fixture
def incident(db):
    return declare_incident(actor=system("command"), title="Logins fail")


@pytest.fixture
def room(signed_in, incident):
    page = signed_in("responder")
    page.goto(f"/incidents/{incident.reference}")
    return page


def write(page, text):
    page.get_by_label("New entry").fill(text)
    page.keyboard.press("Control+Enter")


def on_its_way(page):
    return page.locator("#unsent-entries li")


def standing(page):
    return page.locator("#timeline .entry")


def texts():
    return list(TimelineEntry.objects.order_by("pk").values_list("text", flat=True))


def test_an_entry_stands_there_without_a_new_page_and_the_box_is_free(room):
    room.evaluate("window.isSamePage = true")
    write(room, "Seen first")
    write(room, "Seen second")
    expect(standing(room)).to_have_count(2)
    expect(on_its_way(room)).to_have_count(0)
    expect(room.get_by_label("New entry")).to_be_focused()
    expect(room.get_by_label("New entry")).to_have_value("")
    assert room.evaluate("window.isSamePage")
    assert texts() == ["Seen first", "Seen second"]


def test_the_connection_is_cut_twice_and_everything_is_written_once_in_order(room, browser_context):
    wanted = []
    for cut in range(2):
        browser_context.set_offline(True)
        for number in range(2):
            wanted.append(f"Cut {cut}, entry {number}")
            write(room, wanted[-1])
        expect(on_its_way(room).get_by_text(WAITING)).to_have_count(2)
        browser_context.set_offline(False)
        expect(standing(room)).to_have_count(len(wanted))
        expect(on_its_way(room)).to_have_count(0)
    assert texts() == wanted


def test_an_answer_that_never_came_doubles_nothing(room):
    lost = []

    def lose(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())  # carried out; nobody is told
            return route.abort()
        return route.continue_()

    room.route("**/entries", lose)
    write(room, "Seen")
    expect(standing(room)).to_have_count(1)
    expect(on_its_way(room)).to_have_count(0)
    assert lost
    assert texts() == ["Seen"]


def test_what_waits_outlives_its_tab_and_tells_when_it_was_written(room, browser_context, incident):
    browser_context.set_offline(True)
    write(room, "Written without a connection")
    expect(on_its_way(room)).to_have_count(1)
    address = room.url
    # As if it had been written ten minutes ago.
    room.evaluate(
        """() => {
          const name = Object.keys(localStorage).find((each) => each.startsWith("havari.unsent "))
          const item = JSON.parse(localStorage.getItem(name))
          localStorage.setItem(name, JSON.stringify({ ...item, at: item.at - 600000 }))
        }"""
    )
    room.close()
    browser_context.set_offline(False)
    other = browser_context.new_page()
    other.goto(address)
    expect(standing(other)).to_have_count(1)
    entry = TimelineEntry.objects.get()
    late = entry.recorded_at - entry.occurred_at
    assert timedelta(minutes=9) < late < timedelta(minutes=12)


def test_two_tabs_send_what_waits_once(room, browser_context):
    other = browser_context.new_page()
    other.goto(room.url)
    browser_context.set_offline(True)
    for page, text in ((room, "From one tab"), (other, "From the other")):
        write(page, text)
    for page in (room, other):
        expect(on_its_way(page)).to_have_count(2)
    browser_context.set_offline(False)
    for page in (room, other):
        expect(standing(page)).to_have_count(2)
        expect(on_its_way(page)).to_have_count(0)
    assert sorted(texts()) == ["From one tab", "From the other"]


def test_a_refused_entry_stays_with_the_reason_and_goes_back_into_the_box(room):
    box = room.get_by_label("New entry")
    box.fill("Look at the graph")
    room.get_by_text("Happened now").click()
    room.get_by_label("Evidence links").fill("not an address")
    room.get_by_role("button", name="Add", exact=True).click()
    expect(on_its_way(room)).to_contain_text("Not written down: Evidence links")
    write(room, "The next is written all the same")
    expect(standing(room)).to_have_count(1)
    room.reload()
    on_its_way(room).get_by_role("button", name="Edit").click()
    expect(on_its_way(room)).to_have_count(0)
    expect(box).to_have_value("Look at the graph")
    room.get_by_text("Happened now").click()
    room.get_by_label("Evidence links").fill("https://graphs.example.org/1")
    room.get_by_role("button", name="Add", exact=True).click()
    expect(standing(room)).to_have_count(2)
    assert sorted(texts()) == ["Look at the graph", "The next is written all the same"]


def test_who_was_signed_out_meanwhile_is_told_and_sends_after_signing_in(
    room, browser_context, let_in
):
    browser_context.clear_cookies(name="sessionid")
    write(room, "Nobody is signed in")
    expect(on_its_way(room)).to_contain_text("you were signed out")
    assert not texts()
    other = let_in(User.objects.get(email="responder@example.org"))
    other.goto(room.url)
    expect(standing(other)).to_have_count(1)
    expect(on_its_way(room)).to_have_count(0)
    assert texts() == ["Nobody is signed in"]


def test_signing_out_asks_before_it_throws_words_away(room, browser_context):
    room.route("**/entries", lambda route: route.abort())
    write(room, "Not sent yet")
    expect(on_its_way(room)).to_have_count(1)
    room.once("dialog", lambda dialog: dialog.dismiss())
    room.get_by_role("button", name="Sign out").click()
    expect(on_its_way(room)).to_have_count(1)
    room.once("dialog", lambda dialog: dialog.accept())
    room.get_by_role("button", name="Sign out").click()
    room.wait_for_url("**/accounts/login/**")
    assert room.evaluate("localStorage.length") == 0


def test_the_box_is_at_hand_on_every_tab(room, incident):
    room.goto(f"{room.url}/impact")
    room.keyboard.press("n")
    expect(room.get_by_label("New entry")).to_be_focused()
    write(room, "Said on the impact page")
    expect(room.get_by_text("Written down.")).to_be_attached()
    expect(on_its_way(room)).to_have_count(0)
    assert texts() == ["Said on the impact page"]


def test_a_command_sent_before_it_was_shown_comes_back_with_what_it_does(signed_in, incident):
    room = signed_in("commander")
    room.goto(f"/incidents/{incident.reference}")
    write(room, "/status monitoring")
    expect(room.locator("#meaning")).to_contain_text("This will be done")
    expect(room.get_by_label("New entry")).to_have_value("/status monitoring")
    expect(on_its_way(room)).to_have_count(0)
    room.keyboard.press("Control+Enter")
    expect(standing(room)).to_have_count(1)
    incident.refresh_from_db()
    assert incident.status == "monitoring"


def test_several_lines_become_several_entries_that_all_appear(room):
    room.get_by_label("New entry").fill("08:05 The alarm went off\n08:10 Logins fail")
    expect(room.locator("#meaning li")).to_have_count(2)
    room.keyboard.press("Control+Enter")
    expect(standing(room)).to_have_count(2)
    expect(on_its_way(room)).to_have_count(0)
    assert TimelineEntry.objects.count() == 2
