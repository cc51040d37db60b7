"""Markdown that people write: as HTML that cannot do harm, or as blocks for a document."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block, reference
from markdown_it.token import Token

LONGEST_PARSED = 200_000
_LONGEST_KNOWN = 1_000
_DEEPEST = 16
_HEADING_SHIFT = 2
_AS_TYPED = {"code_inline", "code_block", "fence"}
_TAGS = {
    "p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "class", "data-note", "aria-describedby"}, "ol": {"start"}}
# Marks that turn, hide or split text: bidirectional and zero-width controls, soft hyphens, C0 and C1
# controls, and code points that are no characters. Joiners stay: some scripts and emoji need them.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_LINE_END = re.compile("\r\n|[\r\u2028\u2029]")
_LABEL = re.compile(r"\[([^\[\]]+)\]")
_DATE = re.compile(
    r"\d{1,2}\.[ \u00a0]*(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*\b",
    re.IGNORECASE,
)


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A list, unless the line begins with a date: "4. november" is not the fourth of anything."""
    return not _DATE.match(_line(state, start)) and list_block(state, start, end, silent)


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Where a link leads, unless nothing refers to it: "[14:02]: restarted" is no target."""
    found = _LABEL.match(_line(state, start))
    if "labels" not in state.env:
        state.env["labels"] = Counter(label.casefold() for label in _LABEL.findall(state.src))
    is_used = found and state.env["labels"][found[1].casefold()] > 1
    return bool(is_used) and reference(state, start, end, silent)


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """What is nested too deep stands there as it was typed; the parser would leave it out."""
    if state.level < _DEEPEST:
        return False
    line = start
    while line < end and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
        line += 1
    state.push("paragraph_open", "p", 1)
    words = state.push("inline", "", 0)
    words.content, words.children = state.getLines(start, line, state.blkIndent, False).strip(), []
    words.map = [start, line]
    state.push("paragraph_close", "p", -1)
    state.line = line
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _made_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST + 3})
    parser.enable(["table", "strikethrough"]).disable("image")
    rules = parser.block.ruler
    rules.before("table", "too_deep", _too_deep)
    rules.at("list", _list, {"alt": ["paragraph", "reference", "blockquote"]})
    rules.at("reference", _reference)
    return parser


_parser = _made_parser()


def visible(text: str) -> str:
    """The text without marks that turn, hide or break it; line ends as one line feed."""
    return _INVISIBLE.sub("", _LINE_END.sub("\n", text))


def tokens(text: str) -> list[Token]:
    """The text read as Markdown; HTML and images stay the characters they were typed as."""
    stream = _parser.parse(visible(text))
    for token in stream:
        token.children = _with_addresses(token.children) if token.children else token.children
    return stream


def _with_addresses(children: list[Token]) -> list[Token]:
    """A link without words, such as a picture without a caption, says where it leads."""
    told: list[Token] = []
    for token in children:
        if token.type == "link_close" and told[-1].type == "link_open":
            told.append(Token("text", "", 0, content=str(told[-1].attrs["href"])))
        told.append(token)
    return told


def to_html(text: str, marking: Callable[[str], Iterable[Token]] | None = None) -> SafeString:
    """The text as HTML for a page: no scripts, no images, headings from the third level down.

    `marking` says what stands in place of plain words; within a link or code its words alone.
    A text longer than 200,000 characters is shown as it was typed, in one block.
    """
    if len(text) > LONGEST_PARSED:
        return mark_safe(f"<pre>{nh3.clean_text(visible(text))}</pre>")  # noqa: S308 - escaped
    if marking is None and len(text) <= _LONGEST_KNOWN:
        return _known_html(text)
    return _to_html(text, marking)


def _to_html(text: str, marking: Callable[[str], Iterable[Token]] | None = None) -> SafeString:
    stream = tokens(text)
    for token in stream:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + _HEADING_SHIFT, 6)}"
        if marking and token.type in _AS_TYPED:
            token.content = _plainly(token.content, marking)
        if marking and token.children:
            token.children = list(_marked(token.children, marking))
    html = _parser.renderer.render(stream, _parser.options, {})
    return mark_safe(  # noqa: S308 - cleaned by nh3 down to the tags above
        nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes={"http", "https", "mailto"},
            link_rel="nofollow noopener noreferrer",
        )
    )


def _marked(
    children: Iterable[Token], marking: Callable[[str], Iterable[Token]]
) -> Iterator[Token]:
    is_link = False
    for token in children:
        is_link = token.type == "link_open" or (is_link and token.type != "link_close")
        if token.type == "text" and not is_link:
            yield from marking(token.content)
            continue
        if token.type == "text" or token.type in _AS_TYPED:
            token.content = _plainly(token.content, marking)
        yield token


def _plainly(words: str, marking: Callable[[str], Iterable[Token]]) -> str:
    return "".join(each.content for each in marking(words))


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that look alike; `href` is where a link leads.

    `is_ours`: words of the program, not of a person. `language`, where it is not the document's.
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    struck: bool = False
    href: str = ""
    is_ours: bool = False
    language: str = ""

    def saying(self, text: str) -> "Run":
        """Other words that look the same. `replace` would take most of a long report's time."""
        return Run(
            text,
            self.bold,
            self.italic,
            self.code,
            self.struck,
            self.href,
            self.is_ours,
            self.language,
        )


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words in a row."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the document's own."""

    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Code:
    """Characters exactly as they were typed."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody else said."""

    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item is blocks of its own. `start` is the first number of an ordered one."""

    items: "tuple[tuple[Block, ...], ...]"
    is_ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a header."""

    header: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True, slots=True)
class DiagramBox:
    """What stands in a box of a diagram, and in which of its columns, the first being 0."""

    column: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Diagram:
    """Boxes in columns; `lines` lead from one box to another, by their places among `boxes`."""

    title: Runs
    columns: tuple[Runs, ...]
    boxes: tuple[DiagramBox, ...]
    lines: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, kept by the SHA-256 of what is in it; `shows` says it to whoever cannot see it."""

    shows: Runs
    sha256: str


Written = Paragraph | Heading | Code | Quote | Items | Table
Block = Written | Diagram | Image


def blocks(text: str) -> tuple[Block, ...]:
    """The text as blocks; headings start at the third level, as on a page.

    A text longer than 200,000 characters comes back as it was typed, in one block.
    """
    if len(text) > LONGEST_PARSED:
        return (Code((Run(visible(text), code=True),)),)
    return _known_blocks(text) if len(text) <= _LONGEST_KNOWN else _read(text)


def _read(text: str) -> "tuple[Block, ...]":
    return tuple(_blocks(iter(tokens(text))))


# A timeline is exported in several formats and again after every correction: most of its texts
# were read before. Short ones alone, so that what is remembered stays within some ten megabytes.
_known_blocks = lru_cache(maxsize=2_000)(_read)
_known_html = lru_cache(maxsize=2_000)(_to_html)


def _blocks(stream: Iterator[Token], end: str = "") -> Iterator[Block]:
    for token in stream:
        match token.type:
            case "paragraph_open":
                yield Paragraph(_runs(next(stream)))
            case "heading_open":
                level = min(int(token.tag[1]) + _HEADING_SHIFT, 6)
                yield Heading(level, _runs(next(stream)))
            case "fence" | "code_block":
                yield Code((Run(token.content.rstrip("\n"), code=True),))
            case "blockquote_open":
                yield Quote(tuple(_blocks(stream, "blockquote_close")))
            case "bullet_list_open" | "ordered_list_open":
                items = tuple(_items(stream, token.type.replace("open", "close")))
                start = int(token.attrs.get("start", 1))
                yield Items(items, is_ordered=token.tag == "ol", start=start)
            case "table_open":
                header, *rows = _rows(stream)
                yield Table(header, tuple(rows))
            case "hr":
                yield Paragraph((Run("* * *"),))
            case closed if closed == end:
                return


def _items(stream: Iterator[Token], end: str) -> Iterator[tuple[Block, ...]]:
    for token in stream:
        if token.type == end:
            return
        yield tuple(_blocks(stream, "list_item_close"))


def _rows(stream: Iterator[Token]) -> list[tuple[Runs, ...]]:
    rows: list[list[Runs]] = []
    for token in stream:
        match token.type:
            case "tr_open":
                rows.append([])
            case "inline":
                rows[-1].append(_runs(token))
            case "table_close":
                break
    return [tuple(row) for row in rows]


def _runs(inline: Token) -> Runs:
    """Neighbours that look alike are one run."""
    return tuple(
        look.saying(text)
        for look, pieces in groupby(_inline(inline.children or []), itemgetter(0))
        if (text := "".join(piece for _look, piece in pieces))
    )


_MARKS = {
    "strong_open": 1,
    "em_open": 1,
    "s_open": 1,
    "strong_close": -1,
    "em_close": -1,
    "s_close": -1,
}
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}
_LINKS = ("http://", "https://", "mailto:")


def _inline(children: list[Token]) -> Iterator[tuple[Run, str]]:
    """How each piece looks, and its words."""
    # Counted, not recursive: emphasis may be nested thousands deep.
    depth: Counter[str] = Counter()
    look, target = Run(""), ""
    for token in children:
        if token.type in _MARKS:
            depth[token.tag] += _MARKS[token.type]
            strong, em, struck = (depth[tag] > 0 for tag in ("strong", "em", "s"))
            look = replace(look, bold=strong, italic=em, struck=struck)
        elif token.type == "link_open":
            target = str(token.attrs.get("href", ""))
            look = replace(look, href=target if target.startswith(_LINKS) else "")
        elif token.type == "link_close":
            if target and not look.href:
                # It leads nowhere from here, but it was said.
                yield look, f" ({target})"
            look = replace(look, href="")
        else:
            is_code = token.type == "code_inline"
            shown = replace(look, code=True) if is_code else look
            yield shown, _BREAKS.get(token.type, token.content)
