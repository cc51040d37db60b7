"""Markdown that people write: as HTML that cannot do harm, or as blocks for a document."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

LONGEST_PARSED = 200_000
_DEEPEST = 20
_HEADING_SHIFT = 2
_TAGS = {
    "p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
# Marks that turn or hide text (bidirectional controls, zero-width, C0/C1 controls).
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_parser = (
    MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST})
    .enable(["table", "strikethrough"])
    .disable("image")
)


def visible(text: str) -> str:
    """The text without marks that turn, hide or break it; line ends as one line feed."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def tokens(text: str) -> list[Token]:
    """The text read as Markdown; HTML and images stay the characters they were typed as."""
    return _parser.parse(visible(text))


def to_html(text: str) -> SafeString:
    """The text as HTML for a page: no scripts, no images, headings from the third level down.

    A text longer than 200,000 characters is shown as it was typed, in one block.
    """
    if len(text) > LONGEST_PARSED:
        return mark_safe(f"<pre>{nh3.clean_text(visible(text))}</pre>")  # noqa: S308 - escaped
    stream = tokens(text)
    for token in stream:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + _HEADING_SHIFT, 6)}"
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


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that look alike; `href` is where a link leads."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str = ""


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
    """A list; each item is blocks of its own."""

    items: "tuple[tuple[Block, ...], ...]"
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a header."""

    header: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]


Block = Paragraph | Heading | Code | Quote | Items | Table


def blocks(text: str) -> tuple[Block, ...]:
    """The text as blocks; headings start at the third level, as on a page.

    A text longer than 200,000 characters comes back as it was typed, in one block.
    """
    if len(text) > LONGEST_PARSED:
        return (Code((Run(visible(text)),)),)
    return _blocks(SyntaxTreeNode(tokens(text)).children)


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> tuple[Block, ...]:
    return tuple(block for node in nodes for block in _block(node))


def _block(node: SyntaxTreeNode) -> Iterator[Block]:
    match node.type:
        case "paragraph":
            yield Paragraph(_runs(node))
        case "heading":
            yield Heading(min(int(node.tag[1]) + _HEADING_SHIFT, 6), _runs(node))
        case "fence" | "code_block":
            yield Code((Run(node.content.rstrip("\n"), code=True),))
        case "blockquote":
            yield Quote(_blocks(node.children))
        case "bullet_list" | "ordered_list":
            items = tuple(_blocks(item.children) for item in node.children)
            yield Items(items, is_ordered=node.type == "ordered_list")
        case "table":
            rows = [tuple(_runs(cell) for cell in row.children) for row in _rows(node)]
            yield Table(rows[0], tuple(rows[1:]))
        case "hr":
            yield Paragraph((Run("* * *"),))


def _rows(table: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    return [row for part in table.children for row in part.children]


def _runs(node: SyntaxTreeNode) -> Runs:
    inline = node.children[0] if node.children else None
    return tuple(_inline(inline.children, Run(""))) if inline else ()


def _inline(nodes: Sequence[SyntaxTreeNode], look: Run) -> Iterator[Run]:
    for node in nodes:
        match node.type:
            case "text":
                yield replace(look, text=node.content)
            case "softbreak":
                yield replace(look, text=" ")
            case "hardbreak":
                yield replace(look, text="\n")
            case "code_inline":
                yield replace(look, text=node.content, code=True)
            case "strong":
                yield from _inline(node.children, replace(look, bold=True))
            case "em":
                yield from _inline(node.children, replace(look, italic=True))
            case "link":
                target = str(node.attrs.get("href", ""))
                safe = target if target.startswith(_LINKS) else ""
                yield from _inline(node.children, replace(look, href=safe))
            case _:
                yield from _inline(node.children, look)


_LINKS = ("http://", "https://", "mailto:")
