"""The document as a Word file with real headings, lists, tables and links.

python-docx makes the package, its styles, properties, links and numbering. The body is written as
text into the finished package: through its objects, a long document takes seconds.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html import escape

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from core.diagram import description, drawn
from core.documents.columns import column_widths, is_short
from core.documents.document import Document, text_of
from core.documents.image import content_of, size_within
from core.documents.picture import png
from core.markdown import (
    Block,
    Code,
    Diagram,
    Heading,
    Image,
    Items,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    Written,
)

LANGUAGES = {"da": "da-DK", "en": "en-GB"}
CELL, KEPT_CELL, CODE, MARK = "Cell", "Kept Cell", "Code", "Mark"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ACCENT, _QUIET, _LINE = RGBColor(0x1F, 0x4E, 0x9C), RGBColor(0x55, 0x5B, 0x66), "C8CCD4"
_DEEPEST_LIST, _LAST_NUMBER = 8, 32_767
_INDENT = 360
# Letters on a line of a table, and how wide it is in twentieths of a point.
_TABLE_LINE, _TABLE_WIDTH = 104, 9410
_LONGEST_KEPT_ROW = 1500
_PICTURE_WIDTH, _PICTURE_HEIGHT = Cm(16.6), Cm(20)


def render(document: Document) -> bytes:
    """The document as DOCX."""
    word = docx.Document()
    _leave_out_old_styles(word)
    _describe(word, document)
    _dress(word, document.language)
    _hyphenate(word)
    body = Body(word)
    blocks = (body.block(block) for block in document.blocks)
    written = body.paragraph(document.title, "Title") + "".join(blocks)
    file = io.BytesIO()
    word.save(file)
    return _with_body(file, written)


def _with_body(package: io.BytesIO, body: str) -> bytes:
    """The package with the body put into its document, before the settings of the section."""
    file = io.BytesIO()
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "word/document.xml":
                before, mark, after = content.partition(b"<w:sectPr")
                content = before + body.encode() + mark + after
            new.writestr(part, content)
    return file.getvalue()


def _leave_out_old_styles(word: WordDocument) -> None:
    """A second set of styles, of a Word long gone, would contradict ours: Word offers to repair it."""
    rels = word.part.rels
    for place in [name for name, rel in rels.items() if rel.reltype.endswith("/stylesWithEffects")]:
        del rels[place]


def _describe(word: WordDocument, document: Document) -> None:
    about = word.core_properties
    about.title, about.author = _NOT_XML.sub("", document.name)[:255], "Havari"
    about.language, about.subject = LANGUAGES[document.language], document.reference
    about.comments, about.last_modified_by = "", "Havari"
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    _line(section.header.paragraphs[0], " · ".join(document.head))
    footer = section.footer.paragraphs[0]
    for field in ("PAGE", "NUMPAGES"):
        if field == "NUMPAGES":
            _line(footer, " / ")
        _field(footer, field)


def _line(paragraph: WordParagraph, text: str) -> None:
    paragraph.add_run(_NOT_XML.sub("\ufffd", text))


def _field(paragraph: WordParagraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    paragraph._p.append(field)  # noqa: SLF001 - fields are not in python-docx's API


def _dress(word: WordDocument, language: str) -> None:
    """Calm type, one accent colour; the language of every word that has none of its own."""
    styles = word.styles
    for kind in styles.element.iter(qn("w:lang")):
        kind.set(qn("w:val"), LANGUAGES[language])
    looks = {
        "Normal": (10.5, None, False),
        "Title": (22, None, True),
        "Heading 2": (15, _ACCENT, True),
        "Heading 3": (12, None, True),
        "Heading 4": (10.5, None, True),
        "Caption": (9, _QUIET, False),
    }
    for name, (size, colour, is_bold) in looks.items():
        font = styles[name].font
        font.name, font.size, font.bold, font.italic = "Calibri", Pt(size), is_bold, False
        font.color.rgb = colour or RGBColor(0x1A, 0x1D, 0x23)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name in ("Header", "Footer"):
        styles[name].font.size, styles[name].font.color.rgb = Pt(8), _QUIET
    for name in (CELL, KEPT_CELL, CODE, MARK):
        own = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        own.base_style, own.font.size = styles["Normal"], Pt(8.5)
    for name in (CELL, KEPT_CELL, MARK):
        form = styles[name].paragraph_format
        form.space_before = form.space_after = Pt(2)
    for name in (KEPT_CELL, MARK, "Caption"):
        styles[name].paragraph_format.keep_with_next = True
    styles[MARK].font.color.rgb = _QUIET
    styles[CODE].font.name = "Consolas"
    for name, (above, below) in {"Heading 2": (20, 6), "Heading 3": (12, 4)}.items():
        form = styles[name].paragraph_format
        form.space_before, form.space_after = Pt(above), Pt(below)


def _hyphenate(word: WordDocument) -> None:
    """Words are parted in the narrow columns of tables alone."""
    settings, styles = word.settings.element, word.styles
    settings.find(qn("w:defaultTabStop")).addnext(OxmlElement("w:autoHyphenation"))
    for name, value in (("Normal", "1"), (CELL, "0"), (KEPT_CELL, "0")):
        own = OxmlElement("w:suppressAutoHyphens")
        own.set(qn("w:val"), value)
        form = styles[name].element.get_or_add_pPr()
        form.find(qn("w:spacing")).addprevious(own)


class Body:
    """Writes blocks as XML; links and lists are entered into the package on the way."""

    def __init__(self, word: WordDocument) -> None:
        self._part = word.part
        self._numbering = Numbering(word)
        self._links: dict[str, str] = {}
        self._pictures = 0

    def block(self, block: Block, style: str = "", indent: int = 0) -> str:
        """The block in a paragraph style, `indent` lists or quotes deep."""
        if isinstance(block, Diagram):
            return self._diagram(block)
        if isinstance(block, Image):
            return self._image(block)
        return self._written(block, style, indent)

    def _written(self, block: Written, style: str, indent: int) -> str:
        match block:
            case Paragraph(runs):
                return self.paragraph(*_marked(runs, style), indent)
            case Heading(level, runs):
                return self.paragraph(runs, f"Heading {level}")
            case Code(runs):
                return self.paragraph(runs, CODE, indent)
            case Quote(inner):
                return "".join(self.block(each, "Quote", indent + 1) for each in inner)
            case Items():
                return "".join(self._items(block, indent))
            case Table(header, rows):
                return self._table(header, rows)

    def paragraph(self, runs: Runs, style: str = "", indent: int = 0, number: str = "") -> str:
        """A paragraph; `number` makes it the first of a list's item."""
        about = f'<w:pStyle w:val="{style.replace(" ", "")}"/>' if style else ""
        if number:
            about += number
        elif indent:
            about += f'<w:ind w:left="{indent * _INDENT}"/>'
        said = "".join(map(self._run, runs))
        return f"<w:p><w:pPr>{about}</w:pPr>{said}</w:p>"

    def _items(self, items: Items, indent: int) -> Iterator[str]:
        level = min(indent, _DEEPEST_LIST)
        series = self._numbering.of(items, level)
        for item in items.items:
            number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{series}"/></w:numPr>'
            first, *rest = item or (Paragraph(()),)
            if isinstance(first, Paragraph | Code):
                yield self.paragraph(first.runs, "List Paragraph", number=number)
            else:
                yield self.paragraph((), "List Paragraph", number=number)
                yield self.block(first, indent=indent + 1)
            for each in rest:
                yield self.block(each, indent=indent + 1)

    def _table(self, header: tuple[Runs, ...], rows: tuple[tuple[Runs, ...], ...]) -> str:
        edges = "".join(
            f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/>'
            for edge in ("top", "bottom", "insideH")
        )
        letters = column_widths([header, *rows], _TABLE_LINE)
        widths = [_TABLE_WIDTH * each // sum(letters) for each in letters]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        bold = tuple(tuple(_bold(run) for run in cell) for cell in header)
        style = KEPT_CELL if is_short(rows) else CELL
        written = [self._row(bold, widths, KEPT_CELL, is_header=True)]
        written += [self._row(row, widths, style) for row in rows[:-1]]
        written += [self._row(row, widths, CELL) for row in rows[-1:]]
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}'
            '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
            '</w:tblCellMar><w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(written)}</w:tbl>{self.paragraph((), CELL)}"
        )

    def _diagram(self, diagram: Diagram) -> str:
        shown = self._picture(png(drawn(diagram)), _PICTURE_WIDTH, description(diagram))
        return f"{self.paragraph(diagram.title, 'Caption')}{shown}"

    def _image(self, image: Image) -> str:
        content = content_of(image)
        width, _height = size_within(content, _PICTURE_WIDTH.pt, _PICTURE_HEIGHT.pt)
        return self._picture(content, Pt(width), text_of(image.shows))

    def _picture(self, content: bytes, width: Length, alternative: str) -> str:
        drawing = self._part.new_pic_inline(io.BytesIO(content), width=width)
        for side in ("distT", "distB", "distL", "distR"):
            drawing.set(side, "0")
        self._pictures += 1
        drawing.docPr.set("id", str(self._pictures))
        drawing.docPr.set("descr", _NOT_XML.sub("\ufffd", alternative))
        return f"<w:p><w:r><w:drawing>{drawing.xml}</w:drawing></w:r></w:p>"

    def _row(
        self, cells: tuple[Runs, ...], widths: list[int], style: str, *, is_header: bool = False
    ) -> str:
        is_kept = sum(len(text_of(cell)) for cell in cells) < _LONGEST_KEPT_ROW
        about = "<w:cantSplit/>" * is_kept + "<w:tblHeader/>" * is_header
        said = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"{self.paragraph(cell, style)}</w:tc>"
            for cell, width in zip(cells, widths, strict=True)
        )
        return f"<w:tr><w:trPr>{about}</w:trPr>{said}</w:tr>"

    def _run(self, run: Run) -> str:
        look = "".join(
            (
                '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>' * run.code,
                "<w:b/>" * run.bold,
                "<w:i/>" * run.italic,
                "<w:strike/>" * run.struck,
                '<w:color w:val="1F4E9C"/>' * bool(run.href),
                '<w:u w:val="single"/>' * bool(run.href),
                f'<w:lang w:val="{LANGUAGES[run.language]}"/>' if run.language else "",
            )
        )
        text = escape(_NOT_XML.sub("\ufffd", run.text), quote=False)
        lines = "<w:br/>".join(
            f'<w:t xml:space="preserve">{line}</w:t>' for line in text.split("\n")
        )
        said = f"<w:r><w:rPr>{look}</w:rPr>{lines}</w:r>".replace("\t", " ")
        return (
            f'<w:hyperlink r:id="{self._link(run.href)}">{said}</w:hyperlink>' if run.href else said
        )

    def _link(self, address: str) -> str:
        if address not in self._links:
            safe = _NOT_XML.sub("", address)
            self._links[address] = self._part.relate_to(
                safe, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
        return self._links[address]


def _marked(runs: Runs, style: str) -> tuple[Runs, str]:
    """The line that says who and what is quiet, and stays with the words it is about."""
    if runs and all(run.is_ours and run.italic for run in runs):
        return tuple(replace(run, italic=False) for run in runs), MARK
    return runs, style


def _bold(run: Run) -> Run:
    return replace(run, bold=True, struck=False)


class Numbering:
    """The lists of a document. Each ordered one begins anew, at its own first number."""

    def __init__(self, word: WordDocument) -> None:
        self._root = word.part.numbering_part.element
        for child in list(self._root):
            self._root.remove(child)
        for kind, is_ordered in enumerate((False, True)):
            self._root.append(parse_xml(_abstract(kind, is_ordered=is_ordered)))
        self._count = 0
        self._bullets = self._series(0, "")

    def of(self, items: Items, level: int) -> int:
        """The series of a list that begins at this level."""
        if not items.is_ordered:
            return self._bullets
        start = min(items.start, _LAST_NUMBER)
        return self._series(
            1,
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>',
        )

    def _series(self, kind: int, override: str) -> int:
        self._count += 1
        self._root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{self._count}"><w:abstractNumId w:val="{kind}"/>'
                f"{override}</w:num>"
            )
        )
        return self._count


def _abstract(kind: int, *, is_ordered: bool) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{"decimal" if is_ordered else "bullet"}"/>'
        f'<w:lvlText w:val="{f"%{level + 1}." if is_ordered else "•"}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{(level + 1) * _INDENT}" w:hanging="{_INDENT}"/></w:pPr></w:lvl>'
        for level in range(_DEEPEST_LIST + 1)
    )
    return (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{kind}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
