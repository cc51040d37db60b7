"""The organisation's own sections, what reports begin from, and questions that never print."""

from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils.text import slugify
from hypothesis import assume, given
from hypothesis import strategies as st

from audit.actor import system
from core.errors import Conflict, DomainError
from incidents.services.contributing_factor import Condition, add_factor
from postmortems.drafts import keep_draft
from postmortems.models import Postmortem, SectionKey
from postmortems.outline import NEEDED, OutlineSection, as_read, as_text, outline_from
from postmortems.questions import GIVEN_QUESTIONS, Question
from postmortems.selectors.section import sections_of
from postmortems.selectors.template import offered_templates
from postmortems.services.comment import Remark, add_comment
from postmortems.services.export import RENDERERS, export_postmortem
from postmortems.services.postmortem import start_postmortem
from postmortems.services.section import write_section
from postmortems.services.template import (
    add_template,
    change_template,
    take_over_template,
    withdraw_template,
)
from tests.full_record import LISTED, SECTIONS
from tests.program import wrong

WORDS = st.text("abc æøå 12", min_size=1, max_size=40).map(str.strip).filter(bool)
QUESTIONS = st.builds(Question, WORDS, WORDS, st.booleans())


@st.composite
def outlines(draw):
    given = draw(st.permutations(list(SectionKey)))
    sections = [
        OutlineSection(key.value, questions=tuple(draw(st.lists(QUESTIONS, max_size=3))))
        for key in given
    ]
    own = draw(st.lists(st.tuples(WORDS, WORDS), max_size=4, unique_by=lambda pair: pair[1]))
    return sections, own


@given(outlines())
def test_what_is_edited_reads_as_it_was_written(drawn):
    sections, own = drawn
    # Two headings of our own may not have one name in addresses.
    assume(len({slugify(en) or slugify(da) or n for n, (da, en) in enumerate(own)}) == len(own))
    read = outline_from(as_text(sections) + "".join(f"# {da} | {en}\n" for da, en in own))
    assert read[: len(sections)] == sections
    assert [(each.da, each.en) for each in read[len(sections) :]] == own
    assert outline_from(as_text(read)) == read


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# summary\n# impact\n# timeline\n# actions\n", "factors"),
        (LISTED + "# summary\n", "twice"),
        (LISTED + "# Kun dansk\n", "Line 9"),
        (LISTED + "nothing of the kind\n", "Line 9"),
        (LISTED + "? Hvad? |\n", "Line 9"),
        ("? Hvad? | What?\n" + LISTED, "Line 1"),
        (LISTED + "".join(f"# a{n} | b{n}\n" for n in range(40)), "at most 40"),
        (LISTED + "? a | b\n" * 300, "at most 20"),
        (LISTED + f"# {'x' * 300} | y\n", "at most 200"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text, told):
    with pytest.raises(DomainError, match=told):
        outline_from(text)


@pytest.mark.django_db
@pytest.mark.parametrize("mark", ["\x00", "\ud800"])
def test_a_character_that_cannot_be_stored_is_told_and_no_fault_of_the_server(
    program, person, mark
):
    body = {"name": "Own", "sections": LISTED + f"# Godt{mark} | Good\n"}
    answer = program(person("administrator")).send("POST", "postmortem-templates", body)
    assert answer.status_code == 422
    assert "sections" in wrong(answer)


def test_every_section_of_havaris_has_a_question_in_both_languages():
    assert set(GIVEN_QUESTIONS) == {key.value for key in SectionKey}
    asked = [question for questions in GIVEN_QUESTIONS.values() for question in questions]
    assert all(question.da != question.en for question in asked)
    words = [question.en for question in asked]
    assert "What made this the easy thing to do?" in words
    assert not [each for each in words if each.startswith("Why")]


@pytest.fixture
def template(db):
    return add_template(actor=system(), value=SECTIONS)


@pytest.fixture
def mistaken(incident):
    incident.category = "mistaken_communication"
    incident.save()
    return incident


def test_the_most_particular_template_is_offered_first_and_none_that_is_for_others(
    template, mistaken
):
    everywhere = replace(SECTIONS, name="All", categories=())
    for_all = add_template(actor=system(), value=everywhere)
    both = replace(SECTIONS, name="Both", severities=(mistaken.severity,))
    most = add_template(actor=system(), value=both)
    add_template(actor=system(), value=replace(both, name="Data", categories=("data",)))
    assert offered_templates(mistaken) == [most, template, for_all]


def test_a_report_keeps_its_sections_whatever_happens_to_the_template(
    template, mistaken, commander
):
    on = {"actor": commander, "incident_id": mistaken.pk}
    start_postmortem(**on, template_id=template.pk)
    other = replace(SECTIONS, sections=LISTED + "# Nyt | New\n")
    change_template(actor=system(), template_id=template.pk, version=1, value=other)
    withdraw_template(actor=system(), template_id=template.pk, version=2)
    template.delete()
    postmortem = Postmortem.objects.get()
    assert (postmortem.template_name, postmortem.template_version) == ("Mistaken message", 1)
    assert [section.title for section in sections_of(postmortem)][-1] == "Management's answer"


def test_taking_a_template_over_drops_no_words(template, mistaken, commander):
    on = {"actor": commander, "incident_id": mistaken.pk}
    start_postmortem(**on)
    write_section(**on, key="luck", version=0, text="It was quiet.")
    take_over_template(**on, version=1, template_id=template.pk)
    keys = [section.key for section in sections_of(Postmortem.objects.get())]
    assert keys[-1] == "luck"
    assert "lessons" not in keys
    assert set(NEEDED) <= set(keys)


def test_taking_a_template_over_keeps_the_place_of_a_draft_and_of_a_comment(
    client, template, mistaken, commander
):
    on = {"actor": commander, "incident_id": mistaken.pk}
    start_postmortem(**on)
    keep_draft(**on, key="luck", version=0, text="It was qui")
    add_comment(**on, key="lessons", remark=Remark("Who writes this?"))
    take_over_template(**on, version=1, template_id=template.pk)
    client.force_login(commander.user)
    editor = reverse("section_write", args=[mistaken.year, mistaken.number, "luck"])
    assert "It was qui" in client.get(editor).content.decode()
    assert "lessons" in [section.key for section in sections_of(Postmortem.objects.get())]


def test_two_templates_have_two_names(template):
    with pytest.raises(Conflict):
        add_template(actor=system(), value=SECTIONS)


def test_questions_about_people_appear_where_people_acted(client, template, incident, commander):
    on = {"actor": commander, "incident_id": incident.pk}
    start_postmortem(**on, template_id=template.pk)
    client.force_login(commander.user)
    editor = reverse("section_write", args=[incident.year, incident.number, "factors"])
    assert "What did they see?" not in client.get(editor).content.decode()
    add_factor(**on, condition=Condition("No second pair of eyes", "process"))
    said = client.get(editor).content.decode()
    assert "What did they see?" in said
    assert "What made this the easy thing to do?" in said


@pytest.mark.parametrize("file_format", sorted(RENDERERS))
def test_no_question_is_printed_and_own_headings_are(template, mistaken, commander, file_format):
    on = {"actor": commander, "incident_id": mistaken.pk}
    start_postmortem(**on, template_id=template.pk)
    key = as_read(Postmortem.objects.get().outline)[-1].key
    write_section(**on, key=key, version=0, text="We pay.")
    for language, heading in (("da", "Ledelsens svar"), ("en", "Management's answer")):
        document = export_postmortem(**on, format=file_format, language=language)
        said = document.content.decode("utf-8", "replace")
        assert "What happened?" not in said
        assert "What did they see?" not in said
        if file_format in {"markdown", "json"}:
            assert heading in said.replace("\\", "")


def test_the_start_form_offers_the_fitting_template_first(client, template, mistaken, commander):
    client.force_login(commander.user)
    page = reverse("postmortem_detail", args=[mistaken.year, mistaken.number])
    assert "selected>Mistaken message" in client.get(page).content.decode()
    start = reverse("postmortem_start", args=[mistaken.year, mistaken.number])
    client.post(start, {"template": template.pk, "language": "da"})
    assert Postmortem.objects.get().template_name == "Mistaken message"
