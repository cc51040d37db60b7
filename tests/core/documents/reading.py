"""Reads a report back from each of its five forms, into the same list of facts.

A fact is what a reader can point at: a heading with its level, a paragraph, the number of a list's
item, the cells of a row, where a link leads.
"""

import io
import json
import re
from collections.abc import Iterator

import docx
import lxml.html
import pikepdf
from docx.oxml.ns import qn
from markdown_it import MarkdownIt

from core.documents.document import Document, text_of
from core.markdown import Code, Diagram, Heading, Items, Paragraph, Quote, Table

Fact = tuple[object, ...]


def same(text: str) -> str:
    """The words, however they are spaced or broken."""
    return " ".join(re.sub("[\u200b\u00ad]", "", text).split())


def squeezed(facts: list[Fact]) -> list[Fact]:
    """The facts without any space: a PDF has none where a line ends."""
    return [
        tuple(re.sub(r"\s", "", part) if isinstance(part, str) else part for part in fact)
        for fact in facts
    ]


def _text(words: str) -> Iterator[Fact]:
    if same(words):
        yield ("text", same(words))


# What the document says


def facts_in(document: Document) -> list[Fact]:
    facts: list[Fact] = [("heading", 1, same(text_of(document.title)))]
    for block in document.blocks:
        facts += _block(block)
    return facts


def _block(block) -> Iterator[Fact]:  # noqa: C901, PLR0912 - a case for each kind of block
    match block:
        case Heading(level, runs):
            yield ("heading", level, same(text_of(runs)))
            yield from _links(runs)
        case Paragraph(runs) | Code(runs):
            yield from _text(text_of(runs))
            yield from _links(runs)
        case Quote(inner):
            for each in inner:
                yield from _block(each)
        case Items(items, is_ordered, start):
            for number, item in enumerate(items, start=start):
                yield ("item", f"{number}." if is_ordered else "")
                for each in item:
                    yield from _block(each)
        case Table(header, rows):
            for row in (header, *rows):
                yield ("row", *(same(text_of(cell)) for cell in row))
                for cell in row:
                    yield from _links(cell)
        case Diagram(title, columns, boxes, lines):
            yield from _text(text_of(title))
            yield from _links(title)
            yield from _text(" → ".join(map(text_of, columns)))
            said = [text_of(box.runs) for box in boxes]
            alone = set(range(len(boxes))) - {place for line in lines for place in line}
            yield from _arrows([f"{said[one]} → {said[other]}" for one, other in lines])
            yield from _arrows([said[place] for place in sorted(alone)])


def _told(picture: str) -> Iterator[Fact]:
    heads, *lines = picture.split("\n")
    yield from _text(heads)
    yield from _arrows(lines)


def _arrows(lines) -> Iterator[Fact]:
    for line in lines:
        yield ("item", "")
        yield from _text(line)


def _links(runs) -> Iterator[Fact]:
    for run in runs:
        if run.href and same(run.text):
            yield ("link", same(run.text), run.href)


# JSON


def json_facts(content: bytes) -> list[Fact]:
    report = json.loads(content)
    facts: list[Fact] = [("heading", 1, same(report["title"]))]
    for block in report["blocks"]:
        facts += _json_block(block)
    return facts


def _json_block(block) -> Iterator[Fact]:  # noqa: C901, PLR0912 - a case for each kind of block
    def words(runs):
        return "".join(run["text"] for run in runs)

    def links(runs):
        for run in runs:
            if "href" in run and same(run["text"]):
                yield ("link", same(run["text"]), run["href"])

    match block["type"]:
        case "heading":
            yield ("heading", block["level"], same(words(block["runs"])))
            yield from links(block["runs"])
        case "paragraph" | "code":
            yield from _text(words(block["runs"]))
            yield from links(block["runs"])
        case "quote":
            for each in block["blocks"]:
                yield from _json_block(each)
        case "items":
            for number, item in enumerate(block["items"], start=block["start"]):
                yield ("item", f"{number}." if block["ordered"] else "")
                for each in item:
                    yield from _json_block(each)
        case "diagram":
            yield from _text(words(block["title"]))
            yield from links(block["title"])
            yield from _text(" → ".join(map(words, block["columns"])))
            said = [words(box["runs"]) for box in block["boxes"]]
            joined = {place for line in block["lines"] for place in line}
            yield from _arrows([f"{said[one]} → {said[other]}" for one, other in block["lines"]])
            yield from _arrows([w for place, w in enumerate(said) if place not in joined])
        case "table":
            for row in (block["header"], *block["rows"]):
                yield ("row", *(same(words(cell)) for cell in row))
                for cell in row:
                    yield from links(cell)


# HTML


def html_facts(content: bytes) -> list[Fact]:
    page = lxml.html.document_fromstring(content.decode())
    main = page.find(".//main")
    for apart in (*main.iterfind("nav"), main.find("p[@class='head']")):
        main.remove(apart)
    for line_break in main.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    return list(_html_parts(main))


def _html_parts(parent) -> Iterator[Fact]:
    for part in parent:
        match part.tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                yield ("heading", int(part.tag[1]), same(part.text_content()))
                yield from _html_links(part)
            case "svg":
                yield from _told(part.find("desc").text)
            case "p" | "pre" | "figcaption":
                yield from _text(part.text_content())
                yield from _html_links(part)
            case "ul" | "ol":
                for number, item in enumerate(part, start=int(part.get("start", 1))):
                    yield ("item", f"{number}." if part.tag == "ol" else "")
                    yield from _html_parts(item)
            case "tr":
                yield ("row", *(same(cell.text_content()) for cell in part))
                yield from _html_links(part)
            case _:
                yield from _html_parts(part)


def _html_links(part) -> Iterator[Fact]:
    for link in part.iter("a"):
        if same(link.text_content()):
            yield ("link", same(link.text_content()), link.get("href"))


# Markdown


def markdown_facts(content: bytes) -> list[Fact]:
    parser = MarkdownIt("commonmark", {"maxNesting": 200}).enable(["table", "strikethrough"])
    facts = list(_markdown_parts(parser.parse(content.decode())))
    # The head is the paragraph below the title.
    return [facts[0], *facts[2:]]


def _markdown_parts(tokens) -> Iterator[Fact]:  # noqa: C901, PLR0912 - a case for each token
    stream = iter(tokens)
    is_ordered: list[bool] = []
    numbers: list[int] = []
    for token in stream:
        match token.type:
            case "heading_open":
                inline = next(stream)
                yield ("heading", int(token.tag[1]), same(_markdown_words(inline)))
                yield from _markdown_links(inline)
            case "inline":
                yield from _text(_markdown_words(token))
                yield from _markdown_links(token)
            case "fence" | "code_block" | "html_block":
                yield from _text(token.content)
            case "bullet_list_open" | "ordered_list_open":
                is_ordered.append(token.type.startswith("ordered"))
                numbers.append(int(token.attrs.get("start", 1)) - 1)
            case "bullet_list_close" | "ordered_list_close":
                is_ordered.pop()
                numbers.pop()
            case "list_item_open":
                numbers[-1] += 1
                yield ("item", f"{numbers[-1]}." if is_ordered[-1] else "")
            case "tr_open":
                cells = []
                for cell in stream:
                    if cell.type == "tr_close":
                        break
                    if cell.type == "inline":
                        cells.append(cell)
                yield ("row", *(same(_markdown_words(cell)) for cell in cells))
                for cell in cells:
                    yield from _markdown_links(cell)


BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def _markdown_words(inline) -> str:
    return "".join(BREAKS.get(child.type, child.content) for child in inline.children)


def _markdown_links(inline) -> Iterator[Fact]:
    target, words = "", ""
    for child in inline.children:
        if child.type == "link_open":
            target, words = child.attrGet("href"), ""
        elif child.type == "link_close":
            yield ("link", same(words), target)
        else:
            words += BREAKS.get(child.type, child.content)


# Word


def docx_facts(content: bytes) -> list[Fact]:
    word = docx.Document(io.BytesIO(content))
    return list(_WordReader(word).facts())


class _WordReader:
    def __init__(self, word) -> None:
        self.word = word
        self.styles = {style.style_id: style.name for style in word.styles}
        self.next_number: dict[str, int] = {}

    def facts(self) -> Iterator[Fact]:
        for part in self.word.element.body:
            if part.tag == qn("w:p"):
                yield from self._paragraph(part)
            elif part.tag == qn("w:tbl"):
                for row in part.iter(qn("w:tr")):
                    cells = list(row.iter(qn("w:tc")))
                    yield ("row", *(same(_word_words(cell)) for cell in cells))
                    for cell in cells:
                        yield from self._links(cell)

    def _paragraph(self, part) -> Iterator[Fact]:
        style = part.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = self.styles[style.get(qn("w:val"))] if style is not None else "Normal"
        if name == "Title" or name.startswith("Heading"):
            level = 1 if name == "Title" else int(name[-1])
            yield ("heading", level, same(_word_words(part)))
        else:
            number = part.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
            if number is not None:
                yield ("item", self._number(number.get(qn("w:val"))))
            yield from _text(_word_words(part))
        yield from self._links(part)
        for picture in part.iter(qn("wp:docPr")):
            yield from _told(picture.get("descr").partition("\n")[2])

    def _number(self, series: str) -> str:
        numbering = self.word.part.numbering_part.element
        found = numbering.find(f"{qn('w:num')}[@{qn('w:numId')}='{series}']")
        start = found.find(f".//{qn('w:startOverride')}")
        if start is None:
            return ""
        number = self.next_number.get(series, int(start.get(qn("w:val"))))
        self.next_number[series] = number + 1
        return f"{number}."

    def _links(self, part) -> Iterator[Fact]:
        for link in part.iter(qn("w:hyperlink")):
            if same(_word_words(link)):
                target = self.word.part.rels[link.get(qn("r:id"))].target_ref
                yield ("link", same(_word_words(link)), target)


def _word_words(part) -> str:
    return "".join(
        "\n" if piece.tag == qn("w:br") else piece.text or ""
        for piece in part.iter(qn("w:t"), qn("w:br"))
    )


# PDF, as assistive technology reads it: by its structure tree


def pdf_facts(content: bytes) -> list[Fact]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return list(_PdfReader(pdf).facts())


class _PdfReader:
    def __init__(self, pdf) -> None:
        self.pdf = pdf
        self.words = {page.obj.objgen: _marked_words(page) for page in pdf.pages}

    def facts(self) -> Iterator[Fact]:
        yield from self._parts(self.pdf.Root.StructTreeRoot)

    def _parts(self, element) -> Iterator[Fact]:
        for kid in _kids(element):
            match str(kid.get("/S", "")):
                case "/H1" | "/H2" | "/H3" | "/H4" | "/H5" | "/H6":
                    yield ("heading", int(str(kid.S)[2]), same(self._said(kid)))
                    yield from self._links(kid)
                case "/LI":
                    label, *body = _kids(kid)
                    said = same(self._said(label))
                    yield ("item", said if said[-1:] == "." else "")
                    for part in body:
                        yield from self._text_or_parts(part)
                case "/TR":
                    yield ("row", *(same(self._said(cell)) for cell in _kids(kid)))
                    yield from self._links(kid)
                case "/P":
                    yield from self._text_or_parts(kid)
                case "/Figure":
                    yield from _told(str(kid.Alt).partition("\n")[2])
                case "/Code":
                    yield from _text(self._said(kid))
                case _:
                    yield from self._parts(kid)

    def _text_or_parts(self, kid) -> Iterator[Fact]:
        if any(_is_block(each) for each in _kids(kid)):
            yield from self._parts(kid)
        else:
            yield from _text(self._said(kid))
            yield from self._links(kid)

    def _links(self, element) -> Iterator[Fact]:
        for kid in _kids(element):
            if str(kid.get("/S", "")) == "/Link" and same(self._said(kid)):
                inside = [part for part in kid.K if isinstance(part, pikepdf.Dictionary)]
                target = next(part.Obj.A.URI for part in inside if "/Obj" in part)
                yield ("link", same(self._said(kid)), str(target))
            else:
                yield from self._links(kid)

    def _said(self, element) -> str:
        said = ""
        page = element.get("/Pg")
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                said += self.words[page.objgen].get(kid, "")
            elif "/MCID" in kid:
                said += self.words[kid.get("/Pg", page).objgen].get(int(kid.MCID), "")
            elif "/S" in kid:
                said += self._said(kid)
        return said


def _is_block(element) -> bool:
    # A code span has words in it, a block of code has paragraphs.
    return str(element.S) in _BLOCKS or (
        str(element.S) == "/Code" and any(str(kid.S) == "/P" for kid in _kids(element))
    )


_BLOCKS = {"/P", "/L", "/Table", "/BlockQuote", "/Div"}


def _kids(element) -> list:
    kids = element.get("/K", [])
    kids = kids if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _marked_words(page) -> dict[int, str]:
    """The words of each marked piece of the page; what is marked as an artifact is left out."""
    words: dict[int, str] = {}
    marks: list[tuple[int | None, str | None]] = []
    fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    letters: dict[bytes, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BMC":
                # What is read from the right stays part of the piece around it.
                is_inside = marks and str(operands[0]) == "/ReversedChars"
                marks.append(marks[-1] if is_inside else (None, None))
            case "BDC":
                about = operands[1] if isinstance(operands[1], pikepdf.Dictionary) else {}
                number = about.get("/MCID")
                instead = about.get("/ActualText")
                outer = marks[-1] if marks else (None, None)
                mark = int(number) if number is not None else outer[0]
                if instead is not None and mark is not None:
                    words[mark] = words.get(mark, "") + str(instead)
                marks.append((mark, outer[1] if instead is None else str(instead)))
            case "EMC":
                marks.pop()
            case "Tf":
                letters = fonts[str(operands[0])]
            case "Tj" | "TJ":
                mark, instead = marks[-1] if marks else (None, None)
                if mark is not None and instead is None:
                    strings = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
                    said = b"".join(bytes(s) for s in strings if isinstance(s, pikepdf.String))
                    pairs = (said[at : at + 2] for at in range(0, len(said), 2))
                    words[mark] = words.get(mark, "") + "".join(letters.get(p, "?") for p in pairs)
    return words


def _letters(font) -> dict[bytes, str]:
    """What each two-byte code of the font stands for."""
    table = font.ToUnicode.read_bytes().decode("ascii", "replace")
    letters = {}
    for section in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w*)>", section):
            letters[bytes.fromhex(code)] = bytes.fromhex(text).decode("utf-16-be")
    for section in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", section):
            for step in range(int(last, 16) - int(first, 16) + 1):
                code = (int(first, 16) + step).to_bytes(2, "big")
                begin = bytes.fromhex(text).decode("utf-16-be")
                letters[code] = begin[:-1] + chr(ord(begin[-1]) + step)
    return letters
