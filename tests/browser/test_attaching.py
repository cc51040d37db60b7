"""Files go with an entry by choice, drop or paste, and arrive once however the connection fares."""

import pytest
from playwright.sync_api import expect

from audit.actor import system
from incidents.models import Attachment, TimelineEntry
from incidents.services.incident import declare_incident
from tests.core.files.brought import photo, picture

NOISE = b"10:00 alt vel\n" * 200_000
LOG = {"name": "app.log", "mimeType": "text/plain", "buffer": b"10:00 alt vel"}
GRAPH = {"name": "graph.png", "mimeType": "image/png", "buffer": picture()}
PROGRAM = {"name": "tool.png", "mimeType": "image/png", "buffer": b"MZ\0\0"}
PHONE = {"name": "IMG_1.HEIC", "mimeType": "image/heic", "buffer": b"\0\0\0\x18ftypheic\0\0\0\0"}
BROUGHT = """([kind, files]) => {
  const all = new DataTransfer()
  for (const { name, type, bytes } of files) all.items.add(new File([new Uint8Array(bytes)], name, { type }))
  const more = { bubbles: true, cancelable: true }
  const target = document.querySelector("form.compose textarea")
  target.dispatchEvent(kind === "paste"
    ? new ClipboardEvent("paste", { ...more, clipboardData: all })
    : new DragEvent("drop", { ...more, dataTransfer: all }))
}"""


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.STORAGES["attachments"]["OPTIONS"]["location"] = tmp_path / "files"
    settings.STORAGES = dict(settings.STORAGES)


@pytest.fixture
def incident(db):
    return declare_incident(actor=system("command"), title="Logins fail")


@pytest.fixture
def room(signed_in, incident):
    page = signed_in("responder")
    page.goto(f"/incidents/{incident.reference}")
    return page


def choose(page, *files):
    page.get_by_label("Attach files").set_input_files(list(files))
    expect(chosen(page)).to_have_count(len(files))


def chosen(page):
    return page.locator("#chosen li")


def on_its_way(page):
    return page.locator("#carried-files li")


def write(page, text):
    page.get_by_label("New entry").fill(text)
    page.keyboard.press("Control+Enter")


def attached():
    return sorted(Attachment.objects.values_list("name", "entry__text"))


def test_files_go_with_an_entry_and_stand_there_without_a_new_page(room):
    room.evaluate("window.isSamePage = true")
    choose(room, GRAPH, LOG)
    write(room, "Logins doubled")
    entry = room.locator("#timeline .entry")
    expect(entry.locator(".attachments li")).to_have_count(2)
    expect(on_its_way(room)).to_have_count(0)
    expect(chosen(room)).to_have_count(0)
    expect(room.get_by_label("New entry")).to_have_value("")
    expect(entry).to_have_count(1)
    assert room.evaluate("window.isSamePage")
    assert attached() == [("app.log", "Logins doubled"), ("graph.png", "Logins doubled")]


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_is_pasted_or_dropped_and_a_screenshot_gets_a_name_that_tells(room, kind):
    bytes_of = list(GRAPH["buffer"])
    room.evaluate(BROUGHT, [kind, [{"name": "image.png", "type": "image/png", "bytes": bytes_of}]])
    expect(chosen(room)).to_have_count(1)
    expect(room.locator("#bring-said")).to_contain_text("Will be attached:")
    write(room, "Seen on the wall")
    expect(room.locator("#timeline .attachments li")).to_have_count(1)
    ((name, _entry),) = attached()
    assert name.startswith("Screenshot 20") if kind == "paste" else name == "image.png"
    assert name.endswith(".png")


def test_what_is_not_taken_is_said_at_once_file_by_file_and_the_rest_stays_chosen(room):
    asked = []
    room.on("request", lambda request: asked.append(request.method))
    room.evaluate(
        """() => {
          const all = new DataTransfer()
          all.items.add(new File([new Uint8Array(25_000_001)], "film.png", { type: "image/png" }))
          document.querySelector("form.compose textarea").dispatchEvent(
            new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: all }))
        }"""
    )
    refusals = room.locator("#untaken")
    expect(refusals).to_contain_text("film.png: This file is larger than 25 MB")
    room.get_by_label("Attach files").set_input_files([LOG, PROGRAM, PHONE])
    expect(refusals).to_contain_text("tool.png: Attach a picture")
    expect(refusals).to_contain_text("IMG_1.HEIC: Photos in HEIC are not taken")
    expect(chosen(room)).to_have_text(["app.log 0 kB Remove"])
    assert "POST" not in asked


def test_words_are_asked_for_and_the_files_stay_chosen(room):
    choose(room, LOG)
    room.get_by_role("button", name="Add", exact=True).click()
    expect(room.locator("#unsent-said")).to_have_text("Write what the files show, then add them.")
    expect(chosen(room)).to_have_count(1)
    expect(room.get_by_label("New entry")).to_be_focused()


def test_the_connection_is_cut_and_words_and_files_arrive_once_when_it_is_back(
    room, browser_context
):
    address = room.url
    browser_context.set_offline(True)
    choose(room, GRAPH, LOG)
    write(room, "Without a connection")
    expect(on_its_way(room)).to_have_count(2)
    expect(on_its_way(room).first).to_contain_text("Follows its entry")
    room.close()
    browser_context.set_offline(False)
    other = browser_context.new_page()
    other.goto(address)
    expect(other.locator("#timeline .attachments li")).to_have_count(2)
    expect(on_its_way(other)).to_have_count(0)
    assert len(attached()) == 2
    assert TimelineEntry.objects.count() == 1


def test_a_line_cut_in_the_middle_of_a_file_or_after_it_doubles_nothing(room):
    lost = []

    def lose(route):
        if route.request.method != "POST" or len(lost) == 2:
            return route.continue_()
        if lost:  # carried out; nobody is told
            route.fetch()
        lost.append(route.request.url)
        return route.abort()

    room.route("**/attachments/add", lose)
    choose(room, GRAPH)
    write(room, "Seen")
    expect(on_its_way(room)).to_contain_text("Waiting for the connection")
    expect(room.locator("#timeline .attachments li")).to_have_count(1)
    expect(on_its_way(room)).to_have_count(0)
    assert len(lost) == 2
    assert attached() == [("graph.png", "Seen")]


def test_progress_is_shown_and_a_file_that_takes_too_long_is_cancelled_with_the_keyboard(room):
    room.route("**/attachments/add", lambda _route: None)
    choose(room, {**LOG, "buffer": NOISE}, GRAPH)
    write(room, "Seen")
    row = on_its_way(room).filter(has_text="app.log")
    expect(row.get_by_role("progressbar", name="Sending: app.log")).to_be_visible()
    for name in ("app.log", "graph.png"):
        room.get_by_role("button", name=f"Cancel: {name}").focus()
        room.keyboard.press("Enter")
    expect(on_its_way(room)).to_have_count(0)
    expect(room.get_by_label("New entry")).to_be_focused()
    expect(room.locator("#timeline .entry")).to_have_count(1)
    assert not attached()


def test_a_file_the_server_refuses_says_why_and_the_others_follow(room):
    cut_off = {"name": "half.jpg", "mimeType": "image/jpeg", "buffer": photo()[:-200]}
    choose(room, cut_off, LOG)
    write(room, "Seen")
    expect(room.locator("#timeline .attachments li")).to_have_count(1)
    expect(on_its_way(room)).to_contain_text("Not attached:")
    expect(on_its_way(room)).to_contain_text("broken or cut off")
    assert attached() == [("app.log", "Seen")]


def test_an_entry_that_is_refused_goes_back_into_the_box_with_its_files(room):
    choose(room, LOG)
    room.get_by_label("New entry").fill("Look at the log")
    room.get_by_text("Happened now").click()
    room.get_by_label("Evidence links").fill("not an address")
    room.get_by_role("button", name="Add", exact=True).click()
    expect(room.locator("#unsent-entries li")).to_contain_text("Not written down")
    room.get_by_role("button", name="Edit").click()
    expect(chosen(room)).to_have_count(1)
    expect(on_its_way(room)).to_have_count(0)
    room.get_by_text("Happened now").click()
    room.get_by_label("Evidence links").fill("")
    room.get_by_role("button", name="Add", exact=True).click()
    expect(room.locator("#timeline .attachments li")).to_have_count(1)
    assert attached() == [("app.log", "Look at the log")]


def test_signing_out_asks_before_it_throws_files_away(room):
    room.route("**/attachments/add", lambda route: route.abort())
    choose(room, LOG)
    write(room, "Seen")
    expect(on_its_way(room)).to_contain_text("Waiting for the connection")
    room.once("dialog", lambda dialog: dialog.dismiss())
    room.get_by_role("button", name="Sign out").click()
    expect(on_its_way(room)).to_have_count(1)
    room.once("dialog", lambda dialog: dialog.accept())
    room.get_by_role("button", name="Sign out").click()
    room.wait_for_url("**/accounts/login/**")
    count = """() => new Promise((resolve) => {
      const asked = indexedDB.open("havari", 1)
      asked.onsuccess = () => {
        const store = asked.result.transaction("files").objectStore("files").count()
        store.onsuccess = () => resolve(store.result)
      }
    })"""
    assert room.evaluate(count) == 0


def test_while_a_line_is_written_its_files_are_not_sent_to_be_understood(room):
    sizes = []
    room.on(
        "request",
        lambda request: "meaning" in request.url and sizes.append(len(request.post_data_buffer)),
    )
    choose(room, {**LOG, "buffer": NOISE})
    with room.expect_response("**/meaning"):
        room.get_by_label("New entry").press_sequentially("08:10 Logins fail")
    assert max(sizes) < 10_000


def test_where_a_browser_keeps_nothing_the_form_takes_the_files_along(room):
    room.add_init_script("IDBFactory.prototype.open = () => { throw new Error('not here') }")
    room.reload()
    choose(room, LOG)
    write(room, "Seen")
    expect(room.locator("#timeline .attachments li")).to_have_count(1)
    assert attached() == [("app.log", "Seen")]
