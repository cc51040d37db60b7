"""The report as a Word document with real headings, lists and tables."""

import io
import re

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph

from core.markdown import Block, Code, Heading, Items, Paragraph, Quote, Run, Runs, Table
from postmortems.exports.document import Document

LANGUAGES = {"da": "da-DK", "en": "en-GB"}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(document: Document) -> bytes:
    """The document as DOCX."""
    word = docx.Document()
    _describe(word, document)
    _said(word.add_heading(level=1), (Run(document.title),))
    _said(word.add_paragraph(), (Run(" · ".join(document.head), italic=True),))
    for block in document.blocks:
        _block(word, block)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _describe(word: WordDocument, document: Document) -> None:
    about = word.core_properties
    about.title, about.author, about.language = document.title[:255], "Havari", document.language
    about.comments, about.last_modified_by = "", "Havari"
    look = word.styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGES[document.language])
    look.append(language)
    header = word.sections[0].header.paragraphs[0]
    _said(header, (Run(" · ".join(document.head)),))


def _block(word: WordDocument, block: Block, style: str | None = None) -> None:
    match block:
        case Paragraph(runs):
            _said(word.add_paragraph(style=style), runs)
        case Heading(level, runs):
            _said(word.add_heading(level=level), runs)
        case Code(runs):
            _said(word.add_paragraph(style=style), tuple(Run(r.text, code=True) for r in runs))
        case Quote(inner):
            for each in inner:
                _block(word, each, style or "Quote")
        case Items(items, is_ordered):
            for item in items:
                for each in item:
                    _block(word, each, "List Number" if is_ordered else "List Bullet")
        case Table(header, rows):
            _table(word, header, rows)


def _table(
    word: WordDocument, header: tuple[Runs, ...], rows: tuple[tuple[Runs, ...], ...]
) -> None:
    table = word.add_table(rows=0, cols=len(header), style="Table Grid")
    for number, cells in enumerate((header, *rows)):
        row = table.add_row()
        if number == 0:
            repeated = OxmlElement("w:tblHeader")
            row._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 - not in python-docx's API
        # row.cells is computed anew on each access, so it is asked for once.
        for cell, runs in zip(row.cells, cells, strict=True):
            bold = tuple(Run(run.text, bold=True) for run in runs) if number == 0 else runs
            _said(cell.paragraphs[0], bold)
    word.add_paragraph()


def _said(paragraph: WordParagraph, runs: Runs) -> None:
    for run in runs:
        said = paragraph.add_run(_NOT_XML.sub("\ufffd", run.text))
        said.bold, said.italic = run.bold or None, run.italic or None
        if run.code:
            said.font.name = "Consolas"
        if run.href:
            said.underline = True
            if run.href != run.text:
                paragraph.add_run(f" ({_NOT_XML.sub('', run.href)})")
