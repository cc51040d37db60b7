"""The Word document is one that Word and people using a screen reader can work with."""

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from core.documents import docx as word
from core.documents.document import plain
from core.markdown import blocks
from tests.core.documents.test_renderers import HOSTILE, MARKDOWN, diagram, document, typed
from tests.office import faults

PICTURE = diagram([plain("Sendt til alle"), plain("Én kunne sende"), plain("To frigiver")])


@pytest.fixture(scope="module")
def content() -> bytes:
    return word.render(
        document(
            *blocks(MARKDOWN),
            PICTURE,
            language="da",
            title=plain("INC-2026-0001 Push-beskeden æøå"),
        )
    )


@pytest.fixture(scope="module")
def opened(content):
    return docx.Document(io.BytesIO(content))


def test_it_says_what_it_is(opened):
    about = opened.core_properties
    assert (about.title, about.author) == ("INC-2026-0001 Push-beskeden æøå", "Havari")
    assert (about.language, about.subject) == ("da-DK", "INC-2026-0001")


def test_every_word_is_in_the_reports_language(opened):
    languages = {lang.get(qn("w:val")) for lang in opened.styles.element.iter(qn("w:lang"))}
    assert languages == {"da-DK"}


def test_headings_lists_quotes_and_code_are_what_they_look_like(opened):
    styles = [paragraph.style.name for paragraph in opened.paragraphs]
    assert styles[0] == "Title"
    assert {"Heading 2", "Heading 3", "List Paragraph", "Quote", "Code"} <= set(styles)


def test_header_rows_are_repeated_on_every_page(opened):
    for table in opened.tables:
        header, *rows = (row._tr.trPr for row in table.rows)
        assert header.find(qn("w:tblHeader")) is not None
        assert not any(row.find(qn("w:tblHeader")) is not None for row in rows)


def test_every_page_carries_the_head_and_its_number(opened):
    section = opened.sections[0]
    assert section.header.paragraphs[0].text == "INC-2026-0001 · version 1 · log of 3 entries"
    fields = section.footer._element.iter(qn("w:fldSimple"))
    assert [field.get(qn("w:instr")) for field in fields] == ["PAGE", "NUMPAGES"]


def test_links_are_links(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        rels = package.read("word/_rels/document.xml.rels").decode()
    assert 'Target="https://a.example/x_(1)?q=1&amp;b=2" TargetMode="External"' in rels


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_leaves_every_part_well_formed_and_without_fields(text):
    made = word.render(typed(text, title=plain(text)))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))
        body = package.read("word/document.xml").decode()
    assert "w:instrText" not in body.replace("w:instrText HYPERLINK", "")
    assert "<w:fldSimple" not in body


def test_word_would_open_it_as_it_is(content, tmp_path):
    assert faults(content, tmp_path) == []


def test_word_would_open_it_whatever_was_typed(tmp_path):
    parts = [part for text in HOSTILE for part in (*blocks(text), diagram([plain(text)] * 3))]
    assert faults(word.render(document(*parts)), tmp_path) == []


def test_the_validator_would_find_what_is_wrong(content, tmp_path):
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<w:tcPr>", b"<w:pPr/><w:tcPr>"))
    assert faults(broken.getvalue(), tmp_path)


def test_a_picture_says_what_it_shows_to_who_cannot_see_it(opened):
    (picture,) = opened.element.body.iter(qn("wp:docPr"))
    assert picture.get("descr").splitlines() == [
        "What leads to what",
        "First → Then → Last",
        "Sendt til alle → Én kunne sende",
        "Én kunne sende → To frigiver",
    ]


def test_a_picture_is_as_wide_as_the_text_and_no_wider(opened):
    section = opened.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    (picture,) = opened.inline_shapes
    assert picture.width <= room
