"""The report as Markdown (CommonMark with tables); what people wrote stays text."""

import re
from collections.abc import Iterator

from core.markdown import Block, Code, Heading, Items, Paragraph, Quote, Run, Runs, Table
from postmortems.exports.document import Document, text_of

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&])|^(?=[#+=-]|\s{4})|(?<=^\d)(?=[.)])", re.MULTILINE)


def render(document: Document) -> bytes:
    """The document as UTF-8 Markdown."""
    head = " · ".join(escaped(line) for line in document.head)
    parts = [f"# {escaped(document.title)}", head, *map(_block, document.blocks)]
    return ("\n\n".join(parts) + "\n").encode()


def escaped(text: str) -> str:
    """The words so that no Markdown reader sees markup in them."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text)


def _block(block: Block) -> str:
    match block:
        case Paragraph(runs):
            return _runs(runs)
        case Heading(level, runs):
            return f"{'#' * level} {_one_line(runs)}"
        case Code(runs):
            return _fenced(text_of(runs))
        case Quote(inner):
            return _prefixed("\n\n".join(map(_block, inner)), "> ", "> ")
        case Items(items, is_ordered):
            return "\n".join(_items(items, is_ordered=is_ordered))
        case Table(header, rows):
            lines = [_row(header), "|" + " --- |" * len(header), *map(_row, rows)]
            return "\n".join(lines)


def _items(items: tuple[tuple[Block, ...], ...], *, is_ordered: bool) -> Iterator[str]:
    for number, item in enumerate(items, start=1):
        mark = f"{number}. " if is_ordered else "- "
        yield _prefixed("\n\n".join(map(_block, item)), mark, " " * len(mark))


def _prefixed(text: str, first: str, others: str) -> str:
    return first + text.replace("\n", f"\n{others}")


def _fenced(text: str) -> str:
    longest = max((len(ticks) for ticks in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _row(cells: tuple[Runs, ...]) -> str:
    return "| " + " | ".join(_one_line(cell) for cell in cells) + " |"


def _one_line(runs: Runs) -> str:
    return _runs(runs).replace("\\\n", " ").replace("\n", " ")


def _runs(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    # An indented or empty line would start another block.
    text = escaped(run.text).replace("\n", "\\\n")
    if run.href:
        return f"[{text}]({_address(run.href)})"
    if not run.text.strip() or run.text != run.text.strip():
        return text
    text = f"*{text}*" if run.italic else text
    return f"**{text}**" if run.bold else text


def _address(href: str) -> str:
    return re.sub(r"[\s()<>\\|]", lambda found: f"%{ord(found[0]):02X}", href)
