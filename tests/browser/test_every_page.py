"""What holds of every page: nobody is shut out, nothing runs over, nothing breaks."""

from itertools import takewhile

import pytest
from axe_playwright_python.sync_playwright import Axe

from accounts.models import User
from tests.full_record import keep_record
from tests.pages import addresses

# Only whoever wrote it may change it: the commander who kept the record.
AUTHORS_OWN, HOLDERS_OWN = {"dissent_change"}, {"role_confirm"}
SMALLEST = {"width": 360, "height": 640}
# One of each kind; the others are the same form with other fields.
KINDS = [
    "incident_list",
    "incident_declare",
    "incident_detail",
    "incident_overview",
    "incident_briefing",
    "incident_wall",
    "incident_bring",
    "incident_import",
    "import_bring",
    "import_preview",
    "attachment_list",
    "attachment_detail",
    "role_hand_over",
    "impact_detail",
    "incident_actions",
    "postmortem_detail",
    "incident_log",
    "incident_statements",
    "fact_sheet",
    "statement_list",
    "press_setup",
    "public_page",
    "public_page_set_up",
    "component_add",
    "statement_draft",
    "statement_detail",
    "statement_release",
    "lineage",
    "statements_export",
    "action_list",
    "filter_list",
    "filter_save",
    "insights",
    "service_list",
    "entry_correct",
    "section_write",
    "preferences_choose",
    "incident_checklists",
    "checklist_list",
    "checklist_detail",
    "checklist_change",
    "calendar_list",
    "calendar_add",
    "person_list",
    "role_list",
    "mfa_index",
    "notification_list",
    "notifications_choose",
    "webhook_list",
    "webhook_add",
    "webhook_detail",
    "webhook_replay",
    "log_list",
    "postmortem_review",
    "token_list",
    "alert_source_list",
    "alert_source_change",
    "alert_source_detail",
    "search",
]


@pytest.fixture
def record(commander):
    other = User.objects.create_user("expert@example.org", full_name="Eva Ekspert")
    other.groups.set(commander.user.groups.all())
    return keep_record(commander, other)


@pytest.fixture
def everywhere(record):
    return addresses(record) | {"nowhere": "/nowhere"}


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("da", "dark")])
def test_axe_finds_nothing_on_any_kind_of_page(everywhere, signed_in, language, theme):
    page = signed_in("administrator", language)
    page.emulate_media(color_scheme=theme)
    found = {}
    for name in [*KINDS, "nowhere"]:
        page.goto(everywhere[name])
        found[name] = Axe().run(page).response["violations"]
    assert {name: faults(violations) for name, violations in found.items() if violations} == {}


def faults(violations):
    return [(fault["id"], node["html"][:200]) for fault in violations for node in fault["nodes"]]


def test_every_page_opens_without_trouble_and_fits_on_a_small_phone(
    everywhere, record, commander, person, let_in
):
    too_wide = []
    for reader, names in (
        (person("administrator"), everywhere.keys() - AUTHORS_OWN - HOLDERS_OWN),
        (commander.user, AUTHORS_OWN),
        (record.held.person, HOLDERS_OWN),
    ):
        page = let_in(reader, "da")
        page.set_viewport_size(SMALLEST)
        for name in sorted(names):
            answer = page.goto(everywhere[name])
            assert answer.status == (404 if name == "nowhere" else 200), name
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                too_wide.append(name)
    assert not too_wide


def test_on_a_small_phone_every_desk_and_every_section_is_in_sight(everywhere, signed_in):
    page = signed_in("administrator", "da")
    page.set_viewport_size(SMALLEST)
    for name in ("incident_log", "token_list"):
        page.goto(everywhere[name])
        ends = page.locator(".rail a, .tabs a").evaluate_all(
            "links => links.map(link => link.getBoundingClientRect().right)"
        )
        assert max(ends) <= SMALLEST["width"], name


REACHABLE = """() => {
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
  const kept = [...document.querySelectorAll(all)].filter((each) =>
    each.checkVisibility({ visibilityProperty: true }) && !each.disabled && each.tabIndex >= 0)
  // Of several radio buttons one is reached, the others by the arrows.
  const lists = new Set()
  window.reachable = kept.filter((each) => {
    if (each.type !== "radio") return true
    const list = each.name
    if (lists.has(list)) return false
    lists.add(list)
    return true
  })
  window.reached = new Set()
  // From the top, wherever the page put the focus by itself.
  document.body.tabIndex = -1
  document.body.focus()
  document.body.removeAttribute("tabindex")
  return window.reachable.length
}"""
STEP = """() => {
  const at = document.activeElement
  if (!at || at === document.body) return "end"
  window.reached.add(at.type === "radio" ? window.reachable.find((each) => each.name === at.name) : at)
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at)
  // The browser itself marks the part of a date or a time one is in.
  if (/^(date|time)/.test(at.type)) return "shown"
  const isShown = (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none"
  return isShown ? "shown" : `not shown: ${at.outerHTML.slice(0, 120)}`
}"""
MISSED = """() => window.reachable.filter((each) => each.isConnected && !window.reached.has(each)).map((each) => each.outerHTML.slice(0, 120))"""


def test_tab_reaches_everything_shows_where_it_is_and_is_held_nowhere(everywhere, signed_in):
    page = signed_in("administrator")
    wrong = {}
    for name in KINDS:
        page.goto(everywhere[name])
        # A field for a date has several stops.
        most = 3 * page.evaluate(REACHABLE) + 10
        steps = list(takewhile(lambda said: said != "end", (_tab(page) for _step in range(most))))
        told = {step for step in steps if step != "shown"} | set(page.evaluate(MISSED))
        if told or len(steps) == most:
            wrong[name] = told or "held"
    assert wrong == {}


def _tab(page):
    page.keyboard.press("Tab")
    return page.evaluate(STEP)
