"""What the report says, in which order, in whose words."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import trans_real

from audit.actor import Actor
from core.documents.document import Document, runs_in, text_of
from core.formats import format_date, unknown
from core.markdown import Diagram, Heading
from incidents.models import ActionItem
from incidents.services.action_item import Plan, add_action
from incidents.services.incident import declare_incident
from incidents.services.link import link_incidents
from incidents.services.role import assign_role, hand_over_role
from postmortems.exports.blameless import blameless_document
from postmortems.models import Postmortem, SectionKey
from postmortems.services.export import export_postmortem
from postmortems.services.postmortem import (
    complete_postmortem,
    start_postmortem,
)
from tests.core.documents.reading import facts_in
from tests.core.documents.test_renderers import check
from tests.full_record import THREE
from tests.postmortems.told_record import account, tell

pytestmark = pytest.mark.django_db


def report_of(told, language: str = "en", reader: Actor | None = None) -> Document:
    postmortem = Postmortem.objects.get(incident=told.incident)
    return blameless_document(reader or told.commander, postmortem, language)


def lines(document: Document) -> list[str]:
    return [text_of(runs) for block in document.blocks for runs in runs_in(block)]


def words(document: Document) -> str:
    return "\n".join([text_of(document.title), *document.head, *lines(document)])


def section(document: Document, title: str) -> str:
    """The words under a heading of the second level."""
    found, said = False, []
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 2:
            found = text_of(block.runs) == title
        elif found:
            said += [text_of(runs) for runs in runs_in(block)]
    return "\n".join(said)


@pytest.fixture
def told(db):
    return tell()


def test_every_section_stands_in_its_order(told):
    headings = [text_of(b.runs) for b in report_of(told).blocks if isinstance(b, Heading)]
    assert [heading for heading in headings if heading in {str(k.label) for k in SectionKey}] == [
        "Summary",
        "Impact",
        "Timeline",
        "Detection",
        "Trigger",
        "Contributing factors",
        "Response and recovery",
        "Mitigators and what went well",
        "Where we got lucky",
        "What was hard",
        "Action items",
        "Open questions",
        "Recurrence and related incidents",
        "Communications",
    ]


def test_an_empty_section_is_named_at_the_end(told):
    said = section(report_of(told), "What was not written")
    assert said == "Nothing was written under: Lessons."


def test_everything_that_was_typed_is_there(told):
    said = words(report_of(told))
    typed = {
        *(f"section {key}" for key in SectionKey if key != "lessons"),
        *["title", "incident summary", "service", "malice basis", "other title", "cause", "start"],
        *["detection", "mitigation", "no time", "wrong entry", "right entry", "rumour", "group"],
        *[
            "definition",
            "population source",
            "source",
            "method",
            "first source",
            "second group",
            "count",
        ],
        *[
            "factor",
            "withdrawn factor",
            "action",
            "evidence",
            "basis",
            "open action",
            "third group",
        ],
        *(f"reason of the {w}" for w in ("correction", "retraction", "revision", "withdrawal")),
    }
    assert not [place for place in typed if f"words of the {place}" not in said]


@pytest.mark.parametrize("language", ["da", "en"])
def test_all_five_forms_carry_the_same_facts(told, language):
    report = report_of(told, language)
    check(report)
    assert len(facts_in(report)) > 100


def test_every_page_has_reference_status_and_log(told):
    head = " ".join(report_of(told).head)
    assert told.incident.reference in head
    assert "Draft" in head
    assert re.search(r"log of \d+ entries, root [0-9a-f]{16}, not signed yet", head)


def test_corrections_retractions_and_late_entries_show(told):
    timeline = section(report_of(told), "Timeline")
    assert "Corrected: words of the reason of the correction" in timeline
    assert re.search(r"Earlier version, written .* told of 4 November 2026, 16:01 CET:", timeline)
    assert (
        "Taken back: words of the reason of the retraction\nIt said:\nwords of the rumour"
        in timeline
    )
    assert timeline.count("written down later, ") == 6


def test_times_are_no_more_exact_than_they_are_known(told):
    timeline = section(report_of(told), "Timeline")
    assert "Cause began\n4 November 2026\n" in timeline
    assert "Impact started\n4 November 2026, 16:00 CET" in timeline
    assert "Detected\n4 November 2026, about 16:00 CET" in timeline
    assert "Impact started - Detected\nat most 1 h" in timeline
    assert "Time not known\nAt an unknown time\nNote by " in timeline
    assert "At some time that day: Cause began" in timeline


def test_a_contradiction_stands_beside_the_figure(told):
    timeline = section(report_of(told), "Timeline")
    assert "Mitigated is told to lie before Impact started" in timeline
    assert "Impact started - Mitigated\nunknown: the two times contradict each other" in timeline


def test_counts_carry_hedge_share_source_and_what_was_believed_before(told):
    impact = section(report_of(told), "Impact")
    assert "About 1.6 million customers, 39.5% of all" in impact
    assert "1,587,432, estimate (1,500,000-1,700,000)\n39.5%" in impact
    assert "1\n4 November 2026, 16:00 CET\nunknown\nunknown" in impact
    assert "words of the source; words of the method. Reason: words of the reason" in impact
    assert "\n1 customer, 0.00002% of all" in impact
    assert "Not known how many customers" in impact


def test_relations_and_totals_are_said_in_words(told):
    impact = section(report_of(told), "Impact")
    assert '"words of the second group" lies wholly within "words of the group".' in impact
    assert (
        'Nobody is both in "words of the third group" and in "words of the second group".' in impact
    )
    assert "Customers: " in impact


def test_withdrawn_factors_and_checked_actions_show(told):
    report = report_of(told)
    factors = section(report, "Contributing factors")
    assert "Withdrawn: words of the withdrawn factor Reason: words of the reason" in factors
    actions = section(report, "Action items")
    assert "It did not work: words of the basis" in actions
    assert "nobody\nno date\nOpen" in actions


def test_an_action_whose_day_has_passed_is_overdue_in_the_report_too(told):
    yesterday = timezone.localdate() - timedelta(days=1)
    ActionItem.objects.filter(completed_at=None).update(due_on=yesterday)
    actions = section(report_of(told), "Action items")
    assert "Overdue" in actions
    assert "Open\n" not in actions


def test_a_withdrawn_action_is_told_as_withdrawn_with_its_reason_and_answers_nothing(told):
    withdrawn = {"withdrawn_at": timezone.now(), "withdrawn_reason": "words of the withdrawal"}
    yesterday = timezone.localdate() - timedelta(days=1)
    ActionItem.objects.filter(completed_at=None).update(due_on=yesterday, **withdrawn)
    report = report_of(told)
    actions = section(report, "Action items")
    assert "Withdrawn: words of the withdrawal" in actions
    assert "Overdue" not in actions
    assert "words of the open action" not in section(report, "Contributing factors")


def test_the_picture_leads_from_what_happened_to_what_is_done(told):
    (picture,) = [block for block in report_of(told).blocks if isinstance(block, Diagram)]
    said = [text_of(box.runs) for box in picture.boxes]
    assert "words of the factor" in said
    assert "words of the withdrawn factor" not in said
    assert ("words of the factor", "words of the action") in [
        (said[one], said[other]) for one, other in picture.lines
    ]


def test_the_records_own_summary_is_told_apart_from_the_reports(told):
    assert section(report_of(told), "Summary") == (
        "words of the section summary\nThe summary in the record:\nwords of the incident summary"
    )


@pytest.mark.parametrize(("language", "marked"), [("en", {"da"}), ("da", {""})])
def test_what_the_authors_wrote_is_marked_where_the_report_is_in_another_language(
    told, language, marked
):
    Postmortem.objects.update(language="da")
    typed = [
        run
        for block in report_of(told, language).blocks
        for runs in runs_in(block)
        for run in runs
        if "words of the section" in run.text
    ]
    assert typed
    assert {run.language for run in typed} == marked


def test_in_danish_figures_and_times_take_danish_form(told):
    said = words(report_of(told, "da"))
    for form in ("a. 1,6 millioner", "39,5 %", "1.587.432", "kl. 16.00 CET", "1.500.000-1.700.000"):
        assert form in said
    assert not re.search(r"\d:\d\d|1\.6|39\.5", said)


def test_the_language_is_the_one_asked_for_whoever_reads(told, settings):
    with translation.override("da"):
        english = words(report_of(told, "en"))
    settings.LANGUAGE_CODE = "da"
    assert words(report_of(told, "en")).splitlines()[3:] == english.splitlines()[3:]


def test_a_linked_incident_shows_only_to_those_who_may_know_of_it(told):
    hidden = declare_incident(actor=told.commander, title="Quiet", is_restricted=True)
    link_incidents(
        actor=told.commander, incident_id=told.incident.pk, target_id=hidden.pk, kind="related"
    )
    outsider = Actor(account("viewer", "Vibeke Lundsgaard", "vl@example.org"), "web")
    assert "Quiet" in words(report_of(told))
    assert "Quiet" not in words(report_of(told, reader=outsider))


def test_nobody_is_named_and_one_person_has_one_label(told):
    said = words(report_of(told))
    assert not re.search("Kirsten|Overby|Rasmus|Toftegaard", said)
    # Rasmus held the command first, then handed it over.
    assert re.search(
        r"Commander\nIncident commander 1\n.*\n.*\nCommander\nIncident commander 2", said
    )
    assert "Observation by incident commander 1" in said


def test_a_commander_by_group_who_did_not_command_is_a_responder(commander, incident):
    start_postmortem(actor=commander, incident_id=incident.pk)
    add_action(actor=commander, incident_id=incident.pk, plan=Plan(title="x", owner=commander.user))
    report = blameless_document(commander, Postmortem.objects.get(), "en")
    assert "A responder" in section(report, "Action items")


def test_who_held_a_role_first_is_its_first_whoever_wrote_first(commander, incident):
    earlier = account("commander", "Kirsten Overby", "ko@example.org")
    add_action(actor=commander, incident_id=incident.pk, plan=Plan(title="x", owner=commander.user))
    held = assign_role(actor=commander, incident_id=incident.pk, role="commander", person=earlier)
    hand_over_role(
        actor=commander, incident_id=incident.pk, role_held_id=held.pk, to=commander.user
    )
    start_postmortem(actor=commander, incident_id=incident.pk)
    report = blameless_document(commander, Postmortem.objects.get(), "en")
    commanders = re.findall(r"Incident commander \d", section(report, "At a glance"))
    assert commanders == ["Incident commander 1", "Incident commander 2"]


def test_completed_reports_say_when(told):
    complete_postmortem(actor=told.commander, incident_id=told.incident.pk, version=1)
    assert re.search(r"Postmortem\nCompleted .* CET", words(report_of(told)))
    file = export_postmortem(
        actor=told.commander, incident_id=told.incident.pk, format="markdown", language="en"
    )
    assert "edition 1" in file.content.decode()


def test_every_fixed_word_goes_through_the_translations(told, monkeypatch):
    """With every translation in brackets, nothing but what was typed stands outside them."""

    def marked(get):
        return lambda *said: f"⟦{get(*said)}⟧"

    translation.gettext("")  # the functions are looked up on first use
    translation.ngettext("", "", 1)
    for name in ("gettext", "ngettext"):
        monkeypatch.setattr(translation._trans, name, marked(getattr(trans_real, name)))
    report = report_of(told)
    outside = re.sub(r"words of the [a-z_ ]+|https://x.example/", "", words(report))
    while (inner := re.sub(r"⟦[^⟦⟧]*⟧", "", outside)) != outside:
        outside = inner
    # Dates, times and numbers are put into words by core.formats.
    formats = (
        f"INC CET about About million {format_date(THREE.date(), 'en')} {unknown('en')} Unknown"
    )
    today = format_date(timezone.localdate(), "en")
    left = re.findall(r"[^\W\d_]{2,}", outside)
    assert set(left) <= set(f"{formats} {today} min".split())
