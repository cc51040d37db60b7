"""Statements as files: every word of them, who stands behind them by role, and plainly if a draft."""

import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import docx
import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from pypdf import PdfReader

from audit.actor import system
from audit.models import LogEntry
from core.documents.file import FORMATS
from core.errors import DomainError, NotFound
from core.markdown import blocks
from incidents.models import Incident
from incidents.services.incident import declare_incident
from statements.exports.statement import Made, statement_document
from statements.exports.told import told_statements
from statements.models import Release, Statement
from statements.services.export import StatementFormat, export_day, export_statement
from statements.services.release import review_release
from tests.core.documents.reading import docx_facts, facts_in, pdf_facts, squeezed
from tests.core.documents.test_pdf import failures
from tests.core.documents.test_renderers import TEXT, quick
from tests.core.documents.test_text import check_every_word
from tests.statements.said_record import TO_PRESS, TO_STAFF, account, names, said_record

pytestmark = pytest.mark.django_db
FORMS = StatementFormat.values
QUOTES = "\"a\" 'b' »c« «d» “e” \u2018f\u2019 „g“ \u201ah\u2018 \u2039i\u203a 「j」 `k` \xb4l\xb4 \u2033m\u2033"
WORD_HTML = (
    '<p class=MsoNormal style="mso-margin-top-alt:auto"><!--[if gte mso 9]><xml>x</xml><![endif]-->'
    "<b>Undskyld</b><o:p></o:p></p><script>alert(1)</script>"
)


@pytest.fixture
def said(db):
    return said_record()


def export(said, statement, form="text", *, with_approvals=False, actor=None):
    return export_statement(
        actor=actor or said.writer,
        incident_id=said.incident.pk,
        statement_id=statement.pk,
        format=form,
        with_approvals=with_approvals,
    )


def day(said, form="text", *, day=None, language="en", inside=True, actor=None, **more):
    return export_day(
        actor=actor or said.writer,
        day=day or timezone.localdate(),
        format=form,
        language=language,
        incident_id=said.incident.pk if inside else None,
        **more,
    )


def words_in(file) -> str:
    """What a reader reads in the file, on one line."""
    if file.name.endswith(".txt"):
        read = file.content.decode()
    elif file.name.endswith(".docx"):
        word = docx.Document(io.BytesIO(file.content))
        head = word.sections[0].header.paragraphs[0].text
        facts = docx_facts(file.content)
        read = "\n".join([head, *(str(part) for fact in facts for part in fact[1:])])
    else:
        pages = PdfReader(io.BytesIO(file.content)).pages
        read = "\n".join(page.extract_text() for page in pages)
    return " ".join(read.replace("\u200b", "").split())


# --- the words -----------------------------------------------------------------------------------


def test_what_is_pasted_is_the_words_and_nothing_else(said):
    statement = said.said(
        text="It went to **{count:recipients}** users.\n\nSee <https://a.example>."
    )
    file = export(said, statement)
    assert file.content.decode() == (
        "It went to about 1.6 million users.\n\nSee https://a.example.\n"
    )
    assert (file.name, file.media_type) == (
        f"{said.incident.reference}-statement-{statement.pk}.txt",
        "text/plain; charset=utf-8",
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", [QUOTES, WORD_HTML])
def test_every_quotation_mark_comes_out_and_what_was_pasted_from_word_is_harmless_text(
    said, form, text
):
    read = "".join(words_in(export(said, said.said(text=text), form)).split())
    wanted = "".join(text.split())
    if form == "pdf":  # which says what no font of it has
        wanted = wanted.replace("「j」", "[U+300C]j[U+300D]")
    for piece in wanted.split("`k`"):
        assert piece in read


@pytest.mark.parametrize("form", FORMS)
def test_an_address_that_runs_something_leads_nowhere(said, form):
    text = "[here](javascript:alert(1)) and [there](JaVaScRiPt:alert(2)) <javascript:alert(3)>"
    file = export(said, said.said(text=text), form)
    assert "javascript:alert(1)" in words_in(file)
    if form == "docx":
        rels = docx.Document(io.BytesIO(file.content)).part.rels.values()
        assert not [rel for rel in rels if rel.is_external]
    if form == "pdf":
        with pikepdf.open(io.BytesIO(file.content)) as pdf:
            assert not [part for page in pdf.pages for part in page.get("/Annots", [])]


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_no_word_of_a_statement_is_lost_in_word_or_pdf(said, form):
    statement = said.said()
    read = {"docx": docx_facts, "pdf": pdf_facts}[form]

    @quick(15)
    @given(text=TEXT)
    def none_is_lost(text):
        document = document_of(said, statement, text)
        with translation.override("en"):
            content = FORMATS[form][0](document)
        expected, found = facts_in(document), read(content)
        if form == "pdf":
            expected, found = squeezed(expected), squeezed(found)
        assert found == expected

    none_is_lost()


def document_of(said, statement, text):
    """The statement as if these had been its words."""
    with translation.override("en"):
        (told,) = told_statements(said.incident, [statement], with_approvals=False)
        return statement_document(replace(told, words=blocks(text)), Made(timezone.now(), None))


@pytest.mark.parametrize("form", FORMS)
def test_a_hundred_thousand_characters_come_out(said, form):
    line = "Vi undskylder **meget** for »beskeden«, se [siden](https://a.example/b). "
    text = (line * 1400)[:99_990].strip()
    file = export(said, said.said(text=text), form, with_approvals=True)
    assert words_in(file).count("undskylder") == text.count("undskylder")


def test_the_text_of_a_long_statement_has_every_word(said):
    check_every_word(blocks("ord og mere, " * 7_600))


def test_a_pdf_keeps_to_the_standards(said):
    said.said()
    said.said(TO_PRESS)
    for file in (day(said, "pdf", with_approvals=True), export(said, said.draft(), "pdf")):
        for profile in ("3a", "ua1"):
            assert failures(file.content, profile) == []


# --- what is not ready, or not right -------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("plan", "mark"), [(TO_STAFF, "Draft, not released"), (TO_PRESS, "Udkast, ikke udsendt")]
)
def test_a_draft_says_so_in_its_own_language(said, form, plan, mark):
    with translation.override("da" if plan.language == "en" else "en"):
        assert mark in words_in(export(said, said.draft(plan), form))


def test_a_draft_whose_approval_is_void_says_so(said):
    statement = said.draft()
    said.approve(statement)
    said.recount()
    read = words_in(export(said, statement, with_approvals=True))
    assert "What was approved is not what it says now." in read
    assert "1 approval missing." in read
    said.approve(statement)
    assert "What was approved is not" not in words_in(export(said, statement))


def test_what_is_no_longer_right_and_what_put_it_right_is_said(said):
    statement = said.said()
    said.recount()
    said.correct(statement)
    read = words_in(export(said, statement))
    assert "was “about 1.6 million”; the record says “1.4 million” now." in read
    assert "It was put right later: Fewer" in read


def test_the_record_of_a_correction_names_what_it_puts_right(said):
    statement = said.said()
    said.recount()
    read = words_in(export(said, said.correct(statement), with_approvals=True))
    assert f"It puts right: {statement.title}" in read


# --- who stands behind it ------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_the_record_tells_who_by_role_and_nobody_by_name(said, form):
    statement = said.draft()
    said.approve(statement, said.approver)
    said.approve(statement, said.communications)
    said.release(statement)
    file = export(said, statement, form, with_approvals=True)
    read = words_in(file)
    assert "an approver" in read
    assert "communications colleague 2, for communications" in read
    assert "Version 1 by communications colleague 1" in read
    assert not re.search(names(), read, re.IGNORECASE)


def test_haste_its_reason_and_its_review_are_told_without_names(said):
    statement = said.draft(replace(TO_PRESS, language="en"))
    said.approve(statement, said.communications)
    said.release(
        statement,
        urgent_reason="Anders Styrbæk was in the air",
        recipients="BT",
        spokesperson="Press chief Rasmus Toftegaard",
    )
    read = words_in(export(said, statement, with_approvals=True))
    assert "the review is open" in read
    review_release(
        actor=said.approver, **said.on, statement_id=statement.pk, review="Rasmus was right"
    )
    read = words_in(export(said, statement, with_approvals=True))
    assert "Released in haste: An approver was in the air" in read
    assert "was right" in read
    assert not re.search(names(), read, re.IGNORECASE)


def test_the_words_themselves_stay_as_they_were_said(said):
    statement = said.said(text="Press chief Rasmus Toftegaard is sorry.")
    read = words_in(export(said, statement, with_approvals=True))
    assert "Press chief Rasmus Toftegaard is sorry." in read


def test_two_approvers_are_told_apart_by_number(said):
    other = account("approver", "Bodil Kjær", "bodil@example.org")
    statement = said.draft()
    said.approve(statement, said.approver, other)
    read = words_in(export(said, statement, with_approvals=True))
    assert "approver 1," in read
    assert "approver 2," in read


def test_figures_are_told_exactly_with_what_they_rest_on_and_the_hash(said):
    statement = said.said()
    said.recount()
    read = words_in(export(said, statement, with_approvals=True))
    release = Release.objects.get(statement=statement)
    assert "As it was said: about 1.6 million Exactly: 1,600,000 (1,500,000-1,700,000)" in read
    assert "Source: The press chief" in read
    assert "Rests on: revision 1 of Recipients" in read
    assert "Rests on: timeline entry" in read
    assert release.digest in read
    assert "an approver" in read
    assert "void" not in read


def test_the_record_tells_how_the_log_stood(said):
    statement = said.said()
    size = LogEntry.objects.count()
    read = words_in(export(said, statement, with_approvals=True))
    assert f"The log then held {size} entries with the root" in read


def test_without_the_record_nothing_of_it_leaves(said):
    statement = said.said()
    release = Release.objects.get(statement=statement)
    file = export(said, statement, "pdf")
    with pikepdf.open(io.BytesIO(file.content)) as pdf:
        data = json.loads(pdf.attachments["statements.json"].get_file().read_bytes())
    assert data["schema"] == "havari.statements/1"
    assert set(data["facts"]) == {"statements", "made_at"}
    assert "figures" not in data["facts"]["statements"][0]
    assert "approver" not in words_in(file)
    assert release.digest not in words_in(file)


def test_all_of_it_is_in_the_statements_language_whoever_released_and_reads_it(said):
    with translation.override("en"):
        statement = said.said(TO_PRESS, "Den gik ud {time:detected}.")
        read = words_in(export(said, statement, with_approvals=True))
    assert "Kilde: tidslinjen" in read
    assert "Tal: Opdaget" in read
    assert "en godkender" in read
    assert not re.search("approver|Released|Source|Version 1 by|Exactly", read)


# --- a day ---------------------------------------------------------------------------------------


def test_a_day_has_all_that_was_released_in_the_order_of_time_and_no_draft(said):
    said.said(text="First words.")
    said.said(TO_PRESS, "Andre ord.")
    said.draft(text="Not yet.")
    read = words_in(day(said))
    assert read.index("First words.") < read.index("Andre ord.")
    assert "Not yet." not in read
    assert "Nothing was released." in words_in(day(said, day=timezone.localdate() - timedelta(1)))


def test_the_day_is_the_organisations_and_not_the_readers(said):
    said.said(text="Late words.")
    before_midnight = datetime(2026, 3, 28, 22, 59, tzinfo=UTC)
    after_midnight = datetime(2026, 3, 29, 22, 1, tzinfo=UTC)
    with timezone.override("Asia/Tokyo"):
        for moment, on in ((before_midnight, 28), (after_midnight, 30)):
            Release.objects.update(released_at=moment)
            file = day(said, day=date(2026, 3, on))
            assert "Late words." in words_in(file)


def test_the_last_day_there_is_is_a_day(said):
    assert "Nothing was released." in words_in(day(said, day=date.max))


def test_each_statement_of_a_day_is_in_its_own_language_and_marked_as_such(said):
    said.said(TO_PRESS, "Vi undskylder.")
    file = day(said, "docx", with_approvals=True)
    assert "en godkender" in words_in(file)
    body = docx.Document(io.BytesIO(file.content)).element.xml
    assert '<w:lang w:val="da-DK"/></w:rPr><w:t xml:space="preserve">Vi undskylder.' in re.sub(
        r">\s+<", "><", body
    )
    with pikepdf.open(io.BytesIO(day(said, "pdf").content)) as pdf:
        assert "da" in {str(part.get("/Lang", "")) for part in dictionaries(pdf)}


def dictionaries(pdf):
    return [part for part in pdf.objects if isinstance(part, pikepdf.Dictionary)]


def test_what_the_reader_may_not_open_is_counted_and_not_told(said):
    said.said(text="Secret words.")
    other = declare_incident(actor=said.commander, title="Logins fail")
    open_one = replace(said, incident=other)
    open_one.said(text="Open words.")
    Incident.objects.filter(pk=said.incident.pk).update(is_restricted=True)
    read = words_in(day(said, inside=False))
    assert "Open words." in read
    assert "1 more statement went out that day, about an incident you may not open." in read
    assert "Secret words." not in read
    assert said.incident.reference not in read
    with pytest.raises(NotFound):
        day(said)
    everything = words_in(day(said, inside=False, actor=system("command")))
    assert "Secret words." in everything
    assert "more statement" not in everything


# --- what is kept of it --------------------------------------------------------------------------


def test_the_log_keeps_who_took_which_file(said):
    statement = said.said()
    for make, incident in (
        (lambda: export(said, statement, with_approvals=True), said.incident.pk),
        (lambda: day(said, "docx"), said.incident.pk),
        (lambda: day(said, inside=False), None),
    ):
        file = make()
        entry = LogEntry.objects.order_by("-index").first()
        assert (entry.verb, entry.actor_id) == ("statement.exported", said.writer.user.pk)
        assert entry.incident_id == incident
        kept = json.loads(bytes(entry.payload.body))["after"]
        assert kept["sha256"] == sha256(file.content).hexdigest()
        assert kept["file"] == file.name


def test_a_format_or_language_there_is_not_is_refused_by_name(said):
    with pytest.raises(DomainError) as refusal:
        export(said, said.draft(), "rtf")
    assert refusal.value.field == "format"
    with pytest.raises(DomainError) as refusal:
        day(said, language="sv")
    assert refusal.value.field == "language"


def test_a_statement_of_another_incident_is_not_there(said):
    statement = said.draft()
    other = declare_incident(actor=said.commander, title="Logins fail")
    with pytest.raises(NotFound):
        export(replace(said, incident=other), statement)


# --- by page and by program ----------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_by_page_it_is_a_file_to_keep(client, said, form):
    statement = said.said()
    place = [said.incident.year, said.incident.number]
    client.force_login(said.writer.user)
    a_day = {"format": form, "language": "da", "day": str(timezone.localdate())}
    for address, told in (
        (reverse("statement_export", args=[*place, statement.pk]), {"format": form}),
        (reverse("incident_statements_export", args=place), a_day),
        (reverse("statements_export"), a_day | {"with_approvals": "on"}),
    ):
        answer = client.post(address, told)
        assert answer.status_code == 200
        assert answer["Content-Type"] == FORMATS[form][2]
        assert re.fullmatch(r'attachment; filename="[\w.-]+"', answer["Content-Disposition"])


def test_by_page_a_day_that_is_none_is_named_and_the_rest_is_kept(client, said):
    client.force_login(said.writer.user)
    told = {"format": "docx", "language": "da", "day": "31.31", "with_approvals": "on"}
    answer = client.post(reverse("statements_export"), told)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "31.31" in page
    assert '<option value="docx" selected>' in page
    assert "checked" in page
    assert LogEntry.objects.order_by("-index").first().verb != "statement.exported"


def test_by_program_it_is_the_same_file(program, said):
    statement = said.said(text="Words to paste.")
    api = program(said.writer.user)
    reference = said.incident.reference
    answer = api.send(
        "POST", f"incidents/{reference}/statements/{statement.pk}/export", {"format": "text"}
    )
    assert answer.content.decode() == "Words to paste.\n"
    a_day = {"format": "text", "language": "en", "day": str(timezone.localdate())}
    for address in (f"incidents/{reference}/statements/export", "statements/export"):
        assert "Words to paste." in api.send("POST", address, a_day).content.decode()
    wrong = api.send("POST", "statements/export", a_day | {"day": "soon"})
    assert wrong.status_code == 422
    assert [error["field"] for error in wrong.json()["errors"]] == ["day"]
    assert Statement.objects.count() == 1
