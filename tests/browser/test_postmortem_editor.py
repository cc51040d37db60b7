"""Writing a postmortem when the connection breaks, the session ends, or somebody else writes too."""

import random
import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from audit.actor import Actor
from postmortems.models import Draft, SectionText
from postmortems.services.postmortem import start_postmortem
from postmortems.services.section import write_section

BEGAN = "The list was preselected.\n\nIt went to all.\n\nNobody was asked twice.\n"


@pytest.fixture
def context_options():
    return {"locale": "en"}


@pytest.fixture
def editor(incident, commander):
    start_postmortem(actor=commander, incident_id=incident.pk)
    write_section(actor=commander, incident_id=incident.pk, key="summary", version=0, text=BEGAN)
    return f"/incidents/{incident.reference}/postmortem/sections/summary"


@pytest.fixture
def another(browser, live_server, person):
    """Another person at another browser."""
    contexts = []

    def sign_in(role):
        context = browser.new_context(base_url=live_server.url, locale="en")
        contexts.append(context)
        enter(context, live_server, person(role))
        return context.new_page()

    yield sign_in
    for context in contexts:
        context.close()


def enter(context, live_server, user):
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )


def text_in(page):
    return page.locator("#id_text")


def kept(page):
    expect(page.locator("#state")).to_contain_text("Your draft was kept")


def standing():
    return SectionText.objects.standing().get(key="summary").text


def test_what_is_typed_is_kept_and_read_beside_as_one_pauses(signed_in, editor):
    page = signed_in("responder")
    page.goto(editor)
    text_in(page).fill("Somebody forgot to **ask**.")
    kept(page)
    expect(page.locator("#preview strong")).to_have_text("ask")
    expect(page.locator("#findings")).to_contain_text("forgot to")
    words = page.locator(".finding b").bounding_box()
    assert words["width"] > words["height"], "the words stand beside each other"
    page.get_by_role("button", name=re.compile("^Show")).click()
    selected = page.evaluate("getSelection().toString()")
    assert "forgot to" in selected
    assert Draft.objects.get().text == "Somebody forgot to **ask**."
    assert standing() == BEGAN


def test_one_stands_at_what_was_asked_for_and_at_what_was_saved(signed_in, editor):
    page = signed_in("responder")
    page.goto(editor)
    text_in(page).fill("The list was preselected.")
    page.get_by_role("button", name="Keep as a draft and show how it reads").press("Enter")
    expect(page.locator("#preview")).to_be_focused()
    expect(page.locator("#preview")).to_contain_text("The list was preselected.")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.locator("#at-summary")).to_be_focused()


def test_words_typed_without_a_connection_are_sent_when_it_is_back(signed_in, editor):
    page = signed_in("responder")
    page.goto(editor)
    page.context.set_offline(True)
    text_in(page).fill(BEGAN + "Typed in the tunnel.")
    expect(page.locator("#state")).to_contain_text("There is no connection")
    page.context.set_offline(False)
    kept(page)
    assert "Typed in the tunnel." in Draft.objects.get().text


def test_words_typed_without_a_connection_outlive_the_page(signed_in, editor):
    page = signed_in("responder")
    page.goto(editor)
    page.context.set_offline(True)
    text_in(page).fill(BEGAN + "Typed in the tunnel.")
    expect(page.locator("#state")).to_contain_text("There is no connection")
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(editor)
    expect(text_in(again)).to_have_value(BEGAN + "Typed in the tunnel.")
    kept(again)


def test_a_draft_is_there_in_another_browser(signed_in, editor, browser, live_server):
    page = signed_in("responder")
    page.goto(editor)
    text_in(page).fill(BEGAN + "From the laptop.")
    kept(page)
    context = browser.new_context(base_url=live_server.url, locale="en")
    enter(context, live_server, Draft.objects.get().author)
    elsewhere = context.new_page()
    elsewhere.goto(editor)
    expect(text_in(elsewhere)).to_have_value(BEGAN + "From the laptop.")
    context.close()


def test_words_typed_after_the_session_ended_are_sent_after_signing_in_again(
    signed_in, editor, live_server
):
    page = signed_in("responder")
    page.goto(editor)
    text_in(page).fill(BEGAN + "One.")
    kept(page)
    author = Draft.objects.get().author
    Session.objects.all().delete()
    text_in(page).fill(BEGAN + "One. Two.")
    expect(page.locator("#state")).to_contain_text("You are signed out")
    enter(page.context, live_server, author)
    kept(page)
    assert Draft.objects.get().text == BEGAN + "One. Two."
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert standing() == BEGAN + "One. Two."


def test_signing_out_leaves_no_words_to_whoever_comes_next(signed_in, editor):
    page = signed_in("responder")
    page.goto(editor)
    page.context.set_offline(True)
    text_in(page).fill("Mine alone")
    expect(page.locator("#state")).to_contain_text("There is no connection")
    assert "Mine alone" in page.evaluate("JSON.stringify(localStorage)")
    page.context.set_offline(False)
    kept(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("login|/$"))
    assert "Mine alone" not in page.evaluate("JSON.stringify(localStorage)")


def test_what_a_colleague_saves_comes_in_without_moving_the_cursor(
    signed_in, editor, another, incident, person
):
    page = signed_in("responder")
    page.goto(editor)
    text_in(page).press("Control+End")
    text_in(page).press_sequentially("My last line")
    colleague = Actor(person("communications"), "web")
    write_section(
        actor=colleague,
        incident_id=incident.pk,
        key="summary",
        version=1,
        text=BEGAN.replace("preselected", "chosen by default"),
    )
    together = BEGAN.replace("preselected", "chosen by default") + "My last line"
    expect(text_in(page)).to_have_value(together)
    page.keyboard.type(", goes on")
    expect(text_in(page)).to_have_value(together + ", goes on")


def test_who_else_writes_there_is_said(signed_in, editor, another):
    page, other = signed_in("responder"), another("communications")
    page.goto(editor)
    other.goto(editor)
    text_in(other).press_sequentially("x")
    kept(other)
    expect(page.locator("#writing")).to_contain_text("Writing here too: Communications")


@pytest.mark.parametrize("seed", [1, 2])
def test_two_people_at_two_browsers_lose_no_word(signed_in, editor, another, seed):
    chance = random.Random(seed)  # noqa: S311 - which of two types next is no secret
    pages = [signed_in("responder"), another("communications")]
    for page in pages:
        page.goto(editor)
    typed = []
    # One writes on at the end of the first line, the other adds lines after the last.
    text_in(pages[0]).evaluate("(text) => text.setSelectionRange(25, 25)")
    text_in(pages[1]).press("Control+End")
    for turn in range(8):
        who = chance.randrange(2)
        word = f"word{turn}"
        typed.append(word)
        text_in(pages[who]).press_sequentially(f" {word}" if who == 0 else f"{word}\n")
        if chance.random() < 0.4:
            save(pages[who], editor, who)
    for who, page in enumerate(pages):
        save(page, editor, who)
    missing = [word for word in typed if word not in standing()]
    assert not missing
    assert all(line in standing() for line in BEGAN.split("\n"))


def save(page, editor, who):
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.goto(editor)
    if who == 0:
        text_in(page).evaluate(
            "(text) => text.setSelectionRange(text.value.indexOf('\\n'), text.value.indexOf('\\n'))"
        )
    else:
        text_in(page).press("Control+End")


def test_without_scripts_the_same_words_changed_by_two_are_both_shown(
    browser, live_server, editor, person, incident
):
    context = browser.new_context(base_url=live_server.url, locale="en", java_script_enabled=False)
    enter(context, live_server, person("responder"))
    page = context.new_page()
    page.goto(editor)
    text_in(page).fill(BEGAN.replace("all", "everybody"))
    write_section(
        actor=Actor(person("communications"), "web"),
        incident_id=incident.pk,
        key="summary",
        version=1,
        text=BEGAN.replace("all", "many"),
    )
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("del")).to_have_text("many.")
    expect(page.locator("ins")).to_have_text("everybody.")
    expect(text_in(page)).to_have_value(BEGAN.replace("all", "everybody"))
    text_in(page).fill(BEGAN.replace("all", "many, not everybody"))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert standing() == BEGAN.replace("all", "many, not everybody")
    context.close()
