"""What holds of every page: nobody is shut out, nothing runs over, nothing breaks."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from accounts.models import User
from tests.full_record import keep_record
from tests.pages import addresses

SMALLEST = {"width": 360, "height": 640}
# One of each kind; the others are the same form with other fields.
KINDS = [
    "incident_list",
    "incident_declare",
    "incident_detail",
    "impact_detail",
    "incident_actions",
    "postmortem_detail",
    "incident_log",
    "action_list",
    "service_list",
    "entry_correct",
    "estimate_revise",
    "incident_access",
    "action_check",
    "section_write",
    "preferences_choose",
    "person_list",
    "person_detail",
    "role_list",
    "token_list",
    "mfa_index",
]


@pytest.fixture
def record(commander):
    other = User.objects.create_user("expert@example.org", full_name="Eva Ekspert")
    other.groups.set(commander.user.groups.all())
    return keep_record(commander, other)


@pytest.fixture
def everywhere(record):
    return addresses(record) | {"nowhere": "/nowhere"}


def faults(page, rules=None):
    options = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [(fault["id"], node["html"][:200]) for fault in found for node in fault["nodes"]]


@pytest.mark.parametrize("language", ["en", "da"])
def test_axe_finds_nothing_on_any_kind_of_page_in_light_or_dark(everywhere, signed_in, language):
    page = signed_in("administrator", language)
    found = {}
    for name in [*KINDS, "nowhere"]:
        page.goto(everywhere[name])
        page.evaluate(Axe().axe_script)
        page.emulate_media(color_scheme="light")
        found[name] = faults(page)
        page.emulate_media(color_scheme="dark")
        found[name] += faults(page, ["color-contrast"])
    assert not {name: fault for name, fault in found.items() if fault}


def test_every_page_opens_without_trouble_and_fits_on_a_small_phone(everywhere, signed_in):
    page = signed_in("administrator", "da")
    page.set_viewport_size(SMALLEST)
    too_wide = []
    for name, address in everywhere.items():
        answer = page.goto(address)
        assert answer.status == (404 if name == "nowhere" else 200), name
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            too_wide.append(name)
    assert not too_wide
