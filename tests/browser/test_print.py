"""What is on paper: all that was said, nothing to press, black on white."""

import io
import re

import pytest
from pypdf import PdfReader

from accounts.models import User
from tests.full_record import keep_record
from tests.pages import addresses

PRESSED = ("take back", "correct:", "attach:", "Import a timeline", "Screen on the wall", "Add")
AROUND = ("Declare", "Insights", "Sign out", "Search everything")


@pytest.fixture
def everywhere(commander):
    other = User.objects.create_user("expert@example.org", full_name="Eva Ekspert")
    other.groups.set(commander.user.groups.all())
    return addresses(keep_record(commander, other))


@pytest.fixture
def printed(signed_in, everywhere):
    page = signed_in("administrator", "en")
    page.emulate_media(media="print", color_scheme="dark")

    def words(name):
        page.goto(everywhere[name])
        sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
        return " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())

    return words


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("incident_detail", ["The message", "Nine times the usual", "earlier version"]),
        ("incident_overview", ["What is open", "Roles"]),
        ("incident_briefing", ["What happened", "Who is hit"]),
        ("postmortem_detail", ["One person could send to everybody"]),
    ],
)
def test_a_printed_page_says_all_and_offers_nothing_to_press(printed, name, said):
    text = printed(name)
    assert [words for words in said if words not in text] == []
    assert [words for words in (*PRESSED, *AROUND) if re.search(rf"\b{words}(?!\w)", text)] == []


def test_paper_is_white_whatever_the_screen_is(signed_in, everywhere):
    page = signed_in("administrator", "en")
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(everywhere["incident_detail"])
    ink = page.evaluate("getComputedStyle(document.querySelector('.entry .text')).color")
    assert max(map(int, re.findall(r"\d+", ink)[:3])) < 80
