"""Writing in a section through its pages: drafts, merging, history, and kept wordings."""

import time

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.actor import Actor, system
from incidents.services.contributing_factor import Condition, add_factor
from incidents.services.timeline_entry import EntryContent, add_entry
from postmortems.models import Draft, KeptWording, SectionText
from postmortems.selectors.finding import findings_of
from postmortems.services.note import note_in_meeting
from postmortems.services.postmortem import complete_postmortem, start_postmortem
from postmortems.services.section import write_section

pytestmark = pytest.mark.django_db

BEGAN = "The list was preselected.\nIt went to all.\n"


@pytest.fixture
def page(client, commander, incident):
    """Open, or send to, a page of the summary."""
    start_postmortem(actor=commander, incident_id=incident.pk)
    write_section(actor=commander, incident_id=incident.pk, key="summary", version=0, text=BEGAN)
    client.force_login(commander.user)

    def go(name="section_write", *rest, **said):
        address = reverse(name, args=[incident.year, incident.number, *(rest or ["summary"])])
        return client.post(address, said) if said else client.get(address)

    return go


@pytest.fixture
def theirs(person, incident):
    """What a colleague saves there."""

    def write(text, version=1):
        write_section(
            actor=Actor(person("responder"), "web"),
            incident_id=incident.pk,
            key="summary",
            version=version,
            text=text,
        )

    return write


def standing():
    return SectionText.objects.standing().get(key="summary")


def test_what_is_typed_is_kept_as_a_draft_and_not_said_to_the_record(page):
    answer = page(text="Half a sen", version="1", draft="1")
    assert answer.status_code == 200
    assert standing().text == BEGAN
    assert Draft.objects.get().text == "Half a sen"
    assert "Half a sen" in page().content.decode()


def test_the_record_stands_beside_what_is_written_of_it(page, commander, incident):
    content = EntryContent(text="Nine times the usual", occurred_at=timezone.now())
    add_entry(actor=commander, incident_id=incident.pk, content=content)
    add_factor(
        actor=commander,
        incident_id=incident.pk,
        condition=Condition("One person could send"),
    )
    for key, said in (
        ("summary", "Nine times the usual"),
        ("timeline", "Nine times the usual"),
        ("factors", "One person could send"),
        ("impact", "Impact in the record"),
        ("actions", "None is planned yet."),
        ("recurrence", "Linked incidents, and what looks like this one"),
    ):
        assert said in page("section_write", key).content.decode(), key


def test_a_draft_goes_when_it_is_saved_and_when_it_is_let_go(page):
    page(text="Half", version="1", draft="1")
    assert page(text="Whole.", version="1").url.endswith("/postmortem#at-summary")
    assert not Draft.objects.exists()
    page(text="Half", version="2", draft="1")
    page("draft_discard", "summary", text="Half")
    assert not Draft.objects.exists()
    assert standing().text == "Whole."


def test_a_draft_stays_when_its_author_notes_something_or_takes_an_earlier_text(
    page, theirs, commander, incident
):
    theirs(BEGAN + "More.\n")
    page(text="Half a sen", version="2", draft="1")
    on = {"actor": commander, "incident_id": incident.pk}
    note_in_meeting(**on, key="summary", to="section", text="It was noon")
    page("section_restore", "summary", number="1", version="3")
    assert standing().text == BEGAN
    assert Draft.objects.get().text == "Half a sen"


def test_another_reads_no_draft_of_mine(page, client, person):
    page(text="Nobody but me", version="1", draft="1")
    client.force_login(person("responder"))
    assert "Nobody but me" not in page().content.decode()


def test_what_two_wrote_in_different_lines_both_stands(page, theirs):
    theirs(BEGAN.replace("preselected", "chosen by default"))
    answer = page(text=BEGAN.replace("all", "everybody"), version="1")
    assert answer.url.endswith("/postmortem"), "that both stand is told at the top"
    assert standing().text == "The list was chosen by default.\nIt went to everybody.\n"
    assert standing().number == 3


def test_where_both_changed_the_same_words_both_are_shown_and_none_is_lost(page, theirs):
    theirs(BEGAN.replace("all", "many"))
    answer = page(text=BEGAN.replace("all", "everybody"), version="1")
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "<del>many" in said
    assert "<ins>everybody" in said
    assert 'name="version" value="2"' in said
    assert standing().text == BEGAN.replace("all", "many")
    page(text=BEGAN.replace("all", "many, not everybody"), version="2")
    assert standing().text == BEGAN.replace("all", "many, not everybody")


def test_a_draft_comes_back_with_what_others_saved_since(page, theirs):
    theirs(BEGAN.replace("preselected", "chosen by default"))
    said = page(text=BEGAN.replace("all", "everybody"), version="1", draft="1").content.decode()
    assert "chosen by default" in said
    assert "everybody" in said
    assert 'name="version" value="2"' in said


def test_words_typed_while_the_report_was_completed_stay_in_the_draft(page, commander, incident):
    add_factor(actor=commander, incident_id=incident.pk, condition=Condition("One door for all"))
    page(text="Mine", version="1", draft="1")
    complete_postmortem(actor=commander, incident_id=incident.pk, version=1)
    answer = page(text="Mine, and more", version="1")
    assert answer.status_code == 422
    assert "Mine, and more" in answer.content.decode()
    assert Draft.objects.get().text == "Mine"


def test_a_text_that_is_too_long_is_refused_and_kept_on_the_page(page):
    answer = page(text="x" * 1_000_001, version="1")
    assert answer.status_code == 422
    assert "x" * 1_000_001 in answer.content.decode()


def test_history_shows_the_words_that_changed_between_any_two_texts(page):
    page(text=BEGAN.replace("all", "many"), version="1")
    page(text=BEGAN.replace("all", "some"), version="2")
    said = page("section_history").content.decode()
    assert "<del>many.</del><ins>some.</ins>" in said.replace("\n", "")
    answer = page("section_history")
    assert [text.number for text in answer.context["texts"]] == [3, 2, 1]


def test_an_earlier_text_stands_again_as_a_new_version(page):
    page(text="Worse.", version="1")
    page("section_restore", "summary", number="1", version="2")
    assert (standing().number, standing().text) == (3, BEGAN)


def test_an_earlier_text_is_not_put_over_words_that_were_not_seen(page):
    page(text="Worse.", version="1")
    page(text="Better.", version="2")
    page("section_restore", "summary", number="1", version="2")
    assert standing().text == "Better."


BLAMING = "It was human error."


def keep(page, **said):
    asked = {"words": "human error", "category": "human-error", "passage": BLAMING}
    return page("wording_keep", "summary", **(asked | {"reason": "quote", "note": "BT"} | said))


def test_a_kept_wording_is_not_open_until_its_sentence_changes(page):
    page(text=f"{BLAMING} It went to all.", version="1")
    assert keep(page).status_code == 302
    assert [read.kept.note for read in page().context["findings"]] == ["BT"]
    page(text="They say it was human error. It went to all.", version="2")
    assert [read.kept for read in page().context["findings"]] == [None]


def test_a_wording_that_is_not_pointed_at_is_not_kept(page):
    assert keep(page, words="all", category="blame").status_code == 422
    assert keep(page, reason="other", note=" ").status_code == 422
    assert not KeptWording.objects.exists()


def test_a_kept_wording_is_asked_about_again(page):
    page(text=BLAMING, version="1")
    keep(page)
    page("wording_take_back", KeptWording.objects.get().pk, ask="again")
    assert [read.kept for read in page().context["findings"]] == [None]


@pytest.mark.parametrize("end", [". ", " "])
def test_a_text_with_something_to_point_at_in_every_sentence_is_read_in_its_length(incident, end):
    postmortem = start_postmortem(actor=system(), incident_id=incident.pk, language="da")
    sentence = f"Vi burde have set det{end}"

    def seconds(count):
        began = time.process_time()
        read = findings_of(postmortem, {"summary": sentence * count})["summary"]
        assert max(len(each.passage) for each in read) < 3_000
        return time.process_time() - began

    seconds(100)
    assert seconds(6_000) < 12 * seconds(1_000) + 0.5
