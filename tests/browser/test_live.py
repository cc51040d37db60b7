"""Two people in one room: each sees what the other records, as long as they may."""

import time
from dataclasses import replace
from datetime import timedelta
from unittest import mock
from urllib.request import urlopen

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.services.account import set_password
from audit.actor import Actor, system
from audit.log import newest_entry
from core.files.store import keep
from incidents.models import Incident
from incidents.services.attachment import attach_files, withdraw_attachment
from incidents.services.incident import (
    change_access,
    change_incident,
    change_status,
    declare_incident,
)
from incidents.services.link import link_incidents, unlink_incidents
from incidents.services.service import add_service
from incidents.services.timeline_entry import EntryContent, add_entry, correct_entry
from live.tickets import Ticket, written
from tests.core.files.brought import picture, upload
from tests.live.process import LiveProcess

WITHIN = 1.0


@pytest.fixture
def room(live, commander, incident, let_in):
    """The commander's page of the incident, which hears what is recorded."""
    page = let_in(commander.user)
    page.goto(f"/incidents/{incident.reference}")
    expect(page.locator("#present")).to_be_visible()
    return page


def seen(text, at=None):
    return EntryContent(text=text, occurred_at=at or timezone.now())


def write(incident, text, actor=None, **when):
    return add_entry(actor=actor or system(), incident_id=incident.pk, content=seen(text, **when))


def test_an_entry_appears_within_a_second_marked_and_is_read_out(room, incident):
    began = time.monotonic()
    write(incident, "Logins **fail**")
    entry = room.locator("#timeline .entry", has_text="Logins fail")
    entry.wait_for()
    assert time.monotonic() - began < WITHIN
    expect(entry).to_have_class("entry observation changed")
    expect(room.locator("#aloud")).to_contain_text("Logins fail")
    expect(room.locator("#timeline .entry")).to_have_count(1)
    room.keyboard.press("Shift")
    expect(entry).to_have_class("entry observation")


def test_entries_stand_in_the_order_of_what_happened_under_their_day(room, incident):
    now = timezone.now()
    for text, minutes in (("second", 10), ("third", 5), ("long ago", 60 * 24 * 3), ("first", 15)):
        write(incident, text, at=now - timedelta(minutes=minutes))
    expect(room.locator("#timeline .entry")).to_have_count(4)
    shown = room.locator("#timeline .entry .text").all_inner_texts()
    room.reload()
    assert room.locator("#timeline .entry .text").all_inner_texts() == shown


def test_a_correction_takes_the_place_of_the_entry_and_keeps_the_focus(room, commander, incident):
    first = write(incident, "Payments fail")
    room.locator(f"#entry-{first.pk}").focus()
    new = correct_entry(
        actor=commander,
        incident_id=incident.pk,
        entry_id=first.pk,
        content=seen("Logins fail"),
        reason="Misread",
    )
    expect(room.locator(f"#entry-{new.pk}")).to_be_focused()
    expect(room.locator("#timeline .entry")).to_have_count(1)


def test_what_somebody_types_stays_while_the_head_moves(room, commander, incident):
    room.get_by_label("New entry").fill("Half a sent")
    change_status(actor=commander, incident_id=incident.pk, status="monitoring", version=1)
    expect(room.locator("#room-chips")).to_contain_text("Monitoring")
    expect(room.get_by_label("New entry")).to_have_value("Half a sent")
    room.get_by_label("Status", exact=True).select_option("identified")
    room.get_by_role("button", name="Set status").click()
    expect(room.locator("#room-chips")).to_contain_text("Identified")
    assert Incident.objects.get().status == "identified", "the form was about what stood there"


def test_what_is_looked_at_does_not_move(room, incident):
    now = timezone.now()
    for n in range(30):
        write(incident, f"Step {n}", at=now - timedelta(minutes=60 - n))
    expect(room.locator("#timeline .entry")).to_have_count(30)
    looked_at = room.locator("#timeline .entry", has_text="Step 10")
    looked_at.scroll_into_view_if_needed()
    room.evaluate("scrollBy(0, 200)")
    before = looked_at.bounding_box()["y"]
    write(incident, "Newest of all")
    expect(room.locator("#timeline .entry")).to_have_count(31)
    assert abs(looked_at.bounding_box()["y"] - before) < 2


def test_a_page_that_was_asked_for_before_takes_nothing_away_that_was_told_since(
    room, commander, incident
):
    held = []
    room.route(
        f"**/incidents/{incident.reference}",
        lambda route: route.continue_() if held else held.append(route),
    )
    other = declare_incident(actor=commander, title="Logins fail")
    on = {"actor": commander, "incident_id": incident.pk, "kind": "triggered"}
    # A link is told by taking the page anew; its answer is made now, and comes late.
    link_incidents(**on, target_id=other.pk)
    wait_for(room, lambda: held)
    answer = held[0].fetch()
    write(incident, "Newest of all")
    expect(room.locator("#timeline .entry")).to_have_count(1)
    held[0].fulfill(response=answer)
    expect(room.locator("#room-links")).to_contain_text("Logins fail")
    expect(room.locator("#timeline .entry")).to_have_count(1)


def wait_for(page, condition):
    """Let the page's events come until it holds."""
    for _times in range(200):
        if condition():
            return
        page.wait_for_timeout(50)
    raise AssertionError("It never came.")


def test_who_is_in_the_room_is_shown_and_gone_when_they_leave(
    room, incident, person, browser, live_server
):
    other = _let_in(browser, live_server, person("responder"))
    other.goto(f"/incidents/{incident.reference}")
    expect(room.locator("#present")).to_contain_text("Commander, Responder")
    other.context.close()
    expect(room.locator("#present")).not_to_contain_text("Responder")


def _let_in(browser, live_server, user):
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    context = browser.new_context(base_url=live_server.url)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    return context.new_page()


def test_when_the_incident_is_restricted_nobody_else_hears_what_is_recorded_next(
    room, incident, person, browser, live_server
):
    other = _let_in(browser, live_server, person("responder"))
    other.goto(f"/incidents/{incident.reference}")
    expect(room.locator("#present")).to_contain_text("Responder")
    commander = Actor(user=room_user(), channel="web")
    change_access(
        actor=commander,
        incident_id=incident.pk,
        version=1,
        is_restricted=True,
        people=[commander.user],
        reason="It concerns a person",
    )
    write(incident, "A secret")
    expect(room.locator("#timeline")).to_contain_text("A secret")
    expect(other.locator("#live-lost")).to_be_visible()
    expect(room.locator("#present")).not_to_contain_text("Responder")
    assert "A secret" not in other.content()
    other.context.close()


def room_user():
    from accounts.models import User

    return User.objects.get(email="commander@example.org")


def test_the_stream_ends_with_the_session(room, incident):
    set_password(actor=system(), person=room_user(), password="quite another password")
    expect(room.locator("#live-lost")).to_contain_text("You were signed out")
    write(incident, "A secret")
    assert "A secret" not in room.content()


def test_without_the_stream_the_page_asks_and_hears_again_when_it_is_back(room, incident, live):
    write(incident, "Before")
    expect(room.locator("#timeline")).to_contain_text("Before")
    live.kill()
    write(incident, "Meanwhile")
    expect(room.locator("#timeline")).to_contain_text("Meanwhile")
    again = LiveProcess(live.page_port, live.port)
    try:
        write(incident, "After")
        expect(room.locator("#timeline .entry")).to_have_count(3)
        expect(room.locator("#present")).to_be_visible()
    finally:
        again.stop()


# --- without a browser ---------------------------------------------------------------------------


def opened(live, ticket, last):
    return urlopen(f"{live.address}/stream?ticket={ticket}&last={last}", timeout=20)  # noqa: S310 - our own process


def lines_of(answer, until):
    """What was heard until a line holds `until`."""
    heard = []
    for line in answer:
        heard.append(line.decode())
        if until in heard[-1]:
            return "".join(heard)
    raise AssertionError(heard)


@pytest.fixture
def ticket(commander, incident, client):
    client.force_login(commander.user)
    return Ticket(commander.user.pk, client.session.session_key, incident.pk, asks=False)


def test_a_page_that_was_away_is_told_what_it_missed(live, incident, ticket):
    known = newest_entry()[0]
    write(incident, "Missed one")
    write(incident, "Missed two")
    with opened(live, written(ticket), known) as answer:
        heard = lines_of(answer, "Missed two")
    assert f"id: {newest_entry()[0]}\n" in heard
    assert "Missed one" in heard


@pytest.mark.parametrize("shown", ["none", "nonsense", "changed", "of another session", "old"])
def test_a_ticket_that_does_not_hold_opens_nothing(live, incident, ticket, shown):
    said = written(ticket)
    with mock.patch("time.time", return_value=time.time() - 31):
        old = written(ticket)
    forged = {
        "none": "",
        "nonsense": "nonsense",
        "changed": said[:50] + ("A" if said[50] != "A" else "B") + said[51:],
        "of another session": written(replace(ticket, session="another")),
        "old": old,
    }
    opened(live, said, 0).close()
    with pytest.raises(OSError, match="403"):
        opened(live, forged[shown], 0)


def test_the_facts_beside_the_timeline_follow(room, commander, incident):
    service = add_service(actor=system(), name="Login service")
    change_incident(
        actor=commander,
        incident_id=incident.pk,
        version=incident.version,
        changes={"severity": "sev1", "services": [service], "summary": "Nobody gets in"},
    )
    about = room.locator("#room-about")
    expect(about).to_contain_text("SEV1")
    expect(about).to_contain_text("Login service")
    expect(about).to_contain_text("Nobody gets in")


def test_links_follow_in_the_rooms_of_both_and_a_hidden_one_in_neither(
    room, live, commander, incident, person, browser_context, let_in
):
    other = declare_incident(actor=commander, title="Payments fail")
    hidden = declare_incident(actor=commander, title="Nobody is to know")
    change_access(
        actor=commander, incident_id=hidden.pk, version=1, is_restricted=True, reason="Secret"
    )
    there = browser_context.new_page()
    there.goto(f"/incidents/{other.reference}")
    expect(there.locator("#present")).to_be_visible()
    reader = let_in(person("responder"))
    reader.goto(f"/incidents/{incident.reference}")
    expect(reader.locator("#present")).to_be_visible()
    on = {"actor": commander, "incident_id": incident.pk, "kind": "triggered"}
    link_incidents(**on, target_id=hidden.pk)
    link = link_incidents(**on, target_id=other.pk)
    expect(room.locator("#room-links")).to_contain_text("Payments fail")
    expect(there.locator("#room-links")).to_contain_text(incident.reference)
    expect(reader.locator("#room-links")).to_contain_text("Payments fail")
    assert "Nobody is to know" not in reader.content()
    unlink_incidents(
        actor=commander, incident_id=incident.pk, link_id=link.pk, reason="Read too much in"
    )
    expect(there.locator("#room-links")).to_be_empty()


def test_a_file_appears_with_its_entry_and_in_the_list_of_files_of_others(
    room, commander, incident, browser_context, settings, tmp_path
):
    settings.STORAGES["attachments"]["OPTIONS"]["location"] = tmp_path / "files"
    settings.STORAGES = dict(settings.STORAGES)
    files = browser_context.new_page()
    files.goto(f"/incidents/{incident.reference}/attachments")
    expect(files.locator("#present")).to_be_visible()
    entry = write(incident, "Logins doubled")
    standing = room.locator(f"#entry-{entry.pk}")
    standing.focus()
    on = {"actor": commander, "incident_id": incident.pk}
    (attachment,) = attach_files(**on, files=[keep(upload(picture()))], entry_id=entry.pk)
    expect(standing.locator(".attachments img")).to_be_visible()
    expect(standing).to_be_focused()
    expect(files.locator("#attachments img")).to_be_visible()
    withdraw_attachment(**on, attachment_id=attachment.pk, version=1, reason="A name")
    expect(standing).to_contain_text("Withdrawn: A name")
    expect(files.locator("#attachments")).to_contain_text("Withdrawn: A name")
