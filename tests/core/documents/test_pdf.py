"""The PDF keeps what it promises: PDF/A-3a and PDF/UA-1, and no text makes it fail."""

import io
import json
import re
import subprocess
import sys

import page
import pikepdf
import pytest
import typst
from django.utils import translation
from pypdf import PdfReader

from core.documents import pdf
from core.documents.document import ours, plain
from core.markdown import Items, Paragraph, Table, blocks
from tests.core.documents.reading import pdf_facts
from tests.core.documents.test_renderers import HOSTILE, MARKDOWN, diagram, document, typed

LONG = "En lang tekst om en hændelse, som fylder mere end en linje på siden. " * 40


PICTURE = diagram([plain("Sendt til alle"), plain("Én kunne sende"), plain("To frigiver")])


def made(report, language: str = "da") -> bytes:
    with translation.override(language):
        return pdf.render(report)


def words(content: bytes) -> str:
    return "\n".join(str(fact) for fact in pdf_facts(content))


def failures(content: bytes, profile: str) -> list[str]:
    """What the validator finds wrong.

    But for a stream whose data ends in a carriage return: with the line feed that must follow, it
    takes the two for one line end and the length for wrong. It is not: qpdf reads it.
    """
    found = page.validate_pdf_bytes(content, profile=profile).failures
    return [f.message for f in found if f.rule_id != "PDFA3A-STREAM-LENGTH-001"]


@pytest.fixture(scope="module")
def content() -> bytes:
    table = Table((ours("Milestone"), ours("Time")), ((plain("Detected"), plain("16:03")),) * 90)
    parts = (*blocks(MARKDOWN), PICTURE, *(Paragraph(plain(LONG)),) * 5, table)
    return made(document(*parts, language="da", title=plain("INC-2026-0001 Push-beskeden æøå")))


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_it_conforms_to_the_standards(content, profile):
    assert failures(content, profile) == []


def test_the_validator_would_find_what_is_wrong(content):
    with pikepdf.open(io.BytesIO(content)) as opened:
        del opened.Root.MarkInfo
        file = io.BytesIO()
        opened.save(file)
    assert failures(file.getvalue(), "ua1")


def test_it_says_what_it_is(content):
    with pikepdf.open(io.BytesIO(content)) as opened:
        about = opened.open_metadata()
        assert about["pdfaid:part"] == "3"
        assert about["pdfaid:conformance"] == "A"
        assert about["pdfuaid:part"] == "1"
        assert about["dc:title"] == "INC-2026-0001 Push-beskeden æøå"
        assert str(opened.Root.Lang) == "da"
        assert bool(opened.Root.MarkInfo.Marked)
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)


def test_it_has_bookmarks(content):
    with pikepdf.open(io.BytesIO(content)) as opened, opened.open_outline() as outline:
        (title,) = outline.root
        assert title.title == "INC-2026-0001 Push-beskeden æøå"
        assert [part.title for part in title.children] == ["Summary"]


def test_the_json_is_attached_as_the_data_behind_it(content):
    with pikepdf.open(io.BytesIO(content)) as opened:
        (file,) = opened.Root.AF
        assert str(file.AFRelationship) == "/Data"
        assert str(file.UF) == "postmortem.json"
        attached = opened.attachments["postmortem.json"].get_file()
        assert attached.mime_type == "application/json"
        report = json.loads(attached.read_bytes())
    assert report["schema"] == "havari.postmortem/1"
    assert report["title"] == "INC-2026-0001 Push-beskeden æøå"


def test_every_page_carries_the_head_outside_the_text(content):
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert len(opened.pages) > 2
        for number, sheet in enumerate(opened.pages, start=1):
            assert b"/Artifact" in sheet.Contents.read_bytes(), number
    for sheet in PdfReader(io.BytesIO(content)).pages:
        assert "INC-2026-0001 · version 1 · log of 3 entries" in sheet.extract_text()
    assert "log of 3 entries" not in words(content)


def test_header_cells_have_a_scope(content):
    with pikepdf.open(io.BytesIO(content)) as opened:
        parts = [part for part in opened.objects if isinstance(part, pikepdf.Dictionary)]
        headers = [part for part in parts if part.get("/S") == "/TH"]
        assert headers
        scopes = {str(about.get("/Scope")) for header in headers for about in header.A}
        assert scopes == {"/Column"}


def test_a_picture_has_its_words_as_alternative_and_as_text(content):
    with pikepdf.open(io.BytesIO(content)) as opened:
        parts = [part for part in opened.objects if isinstance(part, pikepdf.Dictionary)]
        (figure,) = [part for part in parts if part.get("/S") == "/Figure"]
        assert str(figure.Alt).split("\n") == [
            "What leads to what",
            "First → Then → Last",
            "Sendt til alle → Én kunne sende",
            "Én kunne sende → To frigiver",
        ]
    assert "Én kunne sende" in "".join(
        sheet.extract_text() for sheet in PdfReader(io.BytesIO(content)).pages
    )


def test_a_picture_as_high_as_they_become_stays_on_one_page():
    boxes = [plain(f"Box {number}: {'as long as a label may be ' * 9}") for number in range(27)]
    content = made(document(Paragraph(plain(LONG)), diagram(boxes), Paragraph(plain(LONG))))
    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(content)).pages]
    (told,) = [sheet for sheet in sheets if "Box 0:" in sheet]
    assert all(f"Box {number}:" in told for number in range(27))


def test_everything_on_a_page_is_marked_as_text_or_as_an_artifact(content):
    with pikepdf.open(io.BytesIO(content)) as opened:
        for number, sheet in enumerate(opened.pages, start=1):
            assert not list(unmarked(sheet)), number


def unmarked(sheet):
    """What is painted outside of any mark."""
    depth = 0
    for _operands, operator in pikepdf.parse_content_stream(sheet):
        depth += {"BMC": 1, "BDC": 1, "EMC": -1}.get(str(operator), 0)
        if depth == 0 and str(operator) in {"Tj", "TJ", "f", "f*", "S", "B", "Do", "sh"}:
            yield str(operator)


def test_every_font_is_in_the_file(content):
    with pikepdf.open(io.BytesIO(content)) as opened:
        fonts = [
            part
            for part in opened.objects
            if isinstance(part, pikepdf.Dictionary) and part.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all({"/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


def test_no_font_of_the_machine_is_used(content):
    with pikepdf.open(io.BytesIO(content)) as opened:
        fonts = {
            re.sub(r"^/[A-Z]{6}\+", "", str(o.FontName))
            for o in opened.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        }
    assert fonts
    assert {name.split("-")[0] for name in fonts} <= {"NotoSans", "DejaVuSansMono"}


@pytest.mark.parametrize(
    "text",
    [
        "æøåÆØÅ éüñ ß \u201cquoted\u201d \u2013 … € ½",
        "Ελληνικά Привет ไทย नमस्ते",
        "✅ 🔥 ⚠️ ❌ 😀 👍🏽",
        "→ ≥ ─│┌ ✓ ∑",
    ],
)
def test_signs_of_many_scripts_come_out_as_text(text):
    said = re.sub(r"\s", "", words(made(typed(text))))
    assert re.sub(r"\s", "", text) in said


@pytest.mark.parametrize("text", ["مرحبا بالعالم", "שלום"])
def test_what_is_read_from_the_right_comes_out_as_text(text):
    said = words(made(typed(text)))
    assert all(letter in said for letter in set(text) - {" "})
    assert "U+" not in said


def test_a_sign_no_font_has_stands_as_its_number_and_is_explained():
    content = made(typed("中文 kl. 1️⃣ og \ue000"), "en")
    said = words(content)
    assert "[U+4E2D][U+6587] kl. 1" in said
    assert "[U+E000]" in said
    assert "stands as its number in Unicode" in said
    assert failures(content, "3a") == []
    with pikepdf.open(io.BytesIO(content)) as opened:
        attached = opened.attachments["postmortem.json"].get_file().read_bytes().decode()
    assert "中文 kl. 1" in attached


def test_an_ordinary_report_has_no_such_note():
    made(typed("中"), "en")
    assert "Unicode" not in words(made(typed("Ordinary words"), "en"))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_conforms_too(text):
    content = made(document(*blocks(text), diagram([plain(text)] * 3), title=plain(text)))
    for profile in ("3a", "ua1"):
        assert failures(content, profile) == []


def test_when_typst_does_not_name_the_sign_only_plain_ones_are_left(monkeypatch):
    monkeypatch.setattr(pdf, "_reported", lambda _diagnostic: set())
    monkeypatch.setattr(pdf, "_missing", set())
    assert "[U+4E2D] æ" in words(made(typed("中 æ")))


def test_a_long_word_stays_on_the_page():
    content = made(document(Paragraph(plain("x" * 900)), Items(((Paragraph(plain("y" * 900)),),))))
    sheet = PdfReader(io.BytesIO(content)).pages[0]
    lines = [line for line in sheet.extract_text().splitlines() if set(line) & {"x", "y"}]
    assert len(lines) > 15


def test_it_is_made_without_a_network_or_fonts_of_the_machine(tmp_path):
    """A process with no font folders at all makes the same pages."""
    code = (
        "import django, sys; django.setup()\n"
        "from tests.core.documents.test_renderers import typed\n"
        "from core.documents import pdf\n"
        "sys.stdout.buffer.write(pdf.render(typed('Hændelse 🔥')))"
    )
    made_bare = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        env={
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "HOME": str(tmp_path),
            "FONTCONFIG_PATH": "/nonexistent",
            "PATH": "",
            "HAVARI_VAR": str(tmp_path),
        },
    ).stdout
    assert pdf_facts(made_bare) == pdf_facts(made(typed("Hændelse 🔥")))


def test_a_fault_of_the_template_is_not_hidden(monkeypatch):
    monkeypatch.setattr(pdf, "_TEMPLATE", b"#panic()")
    with pytest.raises(typst.TypstError):
        made(typed("x"))
