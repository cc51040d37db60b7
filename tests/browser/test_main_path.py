"""The whole path, from signing in to the file: with a mouse, in both languages, without scripts."""

import pikepdf
import pytest
from django.utils import translation
from playwright.sync_api import expect

from incidents.models import ActionItem, Incident

PASSWORD = "a-wreck-to-learn-from"


@pytest.fixture(params=[("en", True), ("da", True), ("da", False)], ids=["en", "da", "no-scripts"])
def setting(request):
    """The language people read, and whether the browser runs scripts."""
    return request.param


@pytest.fixture
def context_options(setting):
    language, has_scripts = setting
    return {"locale": language, "java_script_enabled": has_scripts}


@pytest.fixture
def say(setting):
    """What the page calls something in the reader's language."""

    def words(text, **values):
        with translation.override(setting[0]):
            return translation.gettext(text) % values

    return words


@pytest.fixture
def people(person, setting):
    made = {role: person(role) for role in ("commander", "responder")}
    for user in made.values():
        user.language = setting[0]
        user.set_password(PASSWORD)
        user.save()
    return made


def test_an_incident_is_led_from_its_declaration_to_its_report(
    browser_page, people, say, setting, tmp_path
):
    page = browser_page
    sign_in(page, people["commander"], say)
    declare(page, say)
    add_entries(page, say)
    correct_the_first(page, say)
    estimate_twice(page, say)
    hand_over(page, people, say)
    complete_an_action(page, say)
    export(page, say, tmp_path / "report.pdf")
    assert page.locator("html").get_attribute("lang") == setting[0]


def sign_in(page, user, say):
    page.goto("/")
    page.get_by_label(say("E-mail address")).fill(user.email)
    page.get_by_label(say("Password")).fill(PASSWORD)
    page.get_by_role("button", name=say("Sign in"), exact=True).click()
    expect(page.get_by_role("heading", name=say("Incidents"))).to_be_visible()


def declare(page, say):
    page.get_by_role("link", name=say("Declare an incident")).click()
    page.get_by_label(say("What happened?")).fill("Logins fail")
    page.get_by_role("button", name=say("Declare")).click()
    expect(page.get_by_role("heading", name="Logins fail")).to_be_visible()
    assert Incident.objects.get().title == "Logins fail"


def add_entries(page, say):
    write_entry(page, say, "Customers cannot sign in", "impact_started")
    write_entry(page, say, "The alarm went off", "detected")
    write_entry(page, say, "The queue is empty again", "mitigated", kind="action")
    phases = page.get_by_role("figure", name=say("Phases on a time axis"))
    expect(phases.get_by_text(say("Not yet detected")).first).to_be_visible()


def write_entry(page, say, text, milestone, kind="observation"):
    page.get_by_label(say("New entry")).fill(text)
    page.get_by_label(say("Kind"), exact=True).select_option(kind)
    page.get_by_label(say("Milestone"), exact=True).select_option(milestone)
    page.get_by_role("button", name=say("Add"), exact=True).click()
    expect(page.get_by_text(text, exact=True)).to_be_visible()


def correct_the_first(page, say):
    entry = page.get_by_role("listitem").filter(has_text="Customers cannot sign in")
    entry.get_by_role("link", name=say("correct")).click()
    page.get_by_label(say("Text")).fill("Many customers cannot sign in")
    page.get_by_label(say("Reason")).fill("Counted " * 40)
    page.get_by_role("button", name=say("Correct"), exact=True).click()
    expect(page.get_by_text(say("This was not saved"))).to_be_visible()
    page.get_by_label(say("Reason")).fill("Counted")
    page.get_by_role("button", name=say("Correct"), exact=True).click()
    expect(page.get_by_text("Many customers cannot sign in", exact=True)).to_be_visible()
    expect(page.get_by_text("Counted")).to_be_visible()


def estimate_twice(page, say):
    page.get_by_role("link", name=say("Impact"), exact=True).click()
    page.get_by_role("link", name=say("Name a group")).click()
    page.get_by_label(say("Name"), exact=True).fill("Locked out")
    page.get_by_label(say("unit").capitalize()).select_option("customers")
    page.get_by_role("button", name=say("Add"), exact=True).click()
    estimate(page, say, "", "")
    estimate(page, say, "1600000", "The press chief", reason="There is a number now")
    expect(page.get_by_role("cell", name=say("unknown"), exact=True).last).to_be_visible()
    revised = "1.600.000" if say("Yes") == "Ja" else "1,600,000"
    expect(page.get_by_role("cell", name=revised).first).to_be_visible()


def estimate(page, say, count, source, reason=""):
    page.get_by_role("link", name=say("revise")).first.click()
    for field in ("At least", "Best estimate", "At most"):
        page.get_by_label(say(field)).fill(count)
    page.get_by_label(say("Source"), exact=True).fill(source or "Nobody knows yet")
    if reason:
        page.get_by_label(say("Reason")).fill(reason)
    page.get_by_role("button", name=say("Revise"), exact=True).click()
    expect(page.get_by_text(say("Saved."))).to_be_visible()


def hand_over(page, people, say):
    page.get_by_role("link", name=say("Nobody yet: take command")).click()
    page.get_by_role("button", name=say("Assign")).click()
    page.get_by_role("link", name=say("hand over")).click()
    page.get_by_label(say("Hand over to")).select_option(str(people["responder"].pk))
    page.get_by_label(say("Note")).fill("The queue must be watched")
    page.get_by_role("button", name=say("Hand over")).click()
    header = page.locator("header.head")
    expect(header.get_by_text(people["responder"].full_name)).to_be_visible()


def complete_an_action(page, say):
    page.get_by_role("link", name=say("Factors and actions")).click()
    page.get_by_role("link", name=say("Plan an action")).click()
    page.get_by_label(say("What is to be done")).fill("Put a waiting room before the sign-in")
    page.get_by_label(say("Kind"), exact=True).select_option("mitigate")
    page.get_by_role("button", name=say("Add"), exact=True).click()
    page.get_by_role("link", name=say("complete")).click()
    page.get_by_label(say("Evidence that it is done")).fill("Change 4711")
    page.get_by_role("button", name=say("Complete")).click()
    expect(page.get_by_text(say("Done"), exact=True)).to_be_visible()
    assert ActionItem.objects.get().evidence == "Change 4711"


def export(page, say, path):
    page.get_by_role("link", name=say("Postmortem"), exact=True).click()
    page.get_by_role("button", name=say("Start the postmortem")).click()
    page.get_by_label(say("Format")).select_option("pdf")
    with page.expect_download() as download:
        page.get_by_role("button", name=say("Export")).click()
    download.value.save_as(path)
    with pikepdf.open(path) as report:
        assert "Logins fail" in str(report.docinfo["/Title"])
        assert str(report.Root.Lang)[:2] == page.locator("html").get_attribute("lang")
