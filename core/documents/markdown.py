"""The document as Markdown (CommonMark with tables); what people wrote stays text."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

from core.diagram import in_words
from core.documents.document import Document, text_of
from core.markdown import Block, Code, Heading, Items, Paragraph, Quote, Run, Runs, Table, Written

_SPECIAL = re.compile(r"[\\`*\[\]<|~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|!(?=\Z)")
_BLOCK = re.compile(r"^(\d{1,9})(?=[.)])|^(?=[#+=>-])", re.MULTILINE)
_INDENT = re.compile(r"^[^\S\n]+", re.MULTILINE)
_LAST_NUMBER = 999_999_999


def render(document: Document) -> bytes:
    """The document as UTF-8 Markdown."""
    title = "# " + _one_line(document.title)
    head = " · ".join(map(_escaped, document.head))
    return ("\n\n".join([title, head, *_blocks(document.blocks)]) + "\n").encode()


def _blocks(blocks: Iterable[Block], *, is_other_mark: bool = False) -> Iterator[str]:
    """Lists that touch or lie within another take turns with their marks: `- -` would be a line."""
    first, is_after_list = is_other_mark, False
    for block in in_words(blocks):
        is_list = isinstance(block, Items)
        is_other_mark = not is_other_mark if is_after_list and is_list else first
        if written := _block(block, is_other_mark=is_other_mark):
            yield written
            is_after_list = is_list


def _block(block: Written, *, is_other_mark: bool) -> str:
    match block:
        case Paragraph(runs):
            return _lines(runs)
        case Heading(level, runs):
            return f"{'#' * level} {_one_line(runs)}"
        case Code(runs):
            return _fenced(text_of(runs))
        case Quote(inner):
            return _prefixed("\n\n".join(_blocks(inner)), "> ", "> ")
        case Items():
            return "\n".join(_items(block, is_other_mark=is_other_mark))
        case Table(header, rows):
            lines = [_row(header), "|" + " --- |" * len(header), *map(_row, rows)]
            return "\n".join(lines)


def _items(items: Items, *, is_other_mark: bool) -> Iterator[str]:
    start = min(items.start, _LAST_NUMBER - len(items.items))
    for number, item in enumerate(items.items, start=start):
        bullet, numbered = ("*", f"{number})") if is_other_mark else ("-", f"{number}.")
        mark = f"{numbered if items.is_ordered else bullet} "
        inside = _blocks(item, is_other_mark=not is_other_mark)
        yield _prefixed("\n\n".join(inside), mark, " " * len(mark))


def _prefixed(text: str, first: str, others: str) -> str:
    return first + text.replace("\n", f"\n{others}")


def _fenced(text: str) -> str:
    longest = max((len(ticks) for ticks in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _row(cells: tuple[Runs, ...]) -> str:
    return "| " + " | ".join(_flat(cell) for cell in cells) + " |"


def _one_line(runs: Runs) -> str:
    line = _flat(runs)
    # Hashes at the end would close the heading.
    return re.sub(r"(#+)$", r"\\\1", line)


def _flat(runs: Runs) -> str:
    return " ".join(_inline(runs).split("\n")).strip()


def _lines(runs: Runs) -> str:
    """Line by line, none of which may look like the beginning of a block."""
    text = _INDENT.sub("", _inline(runs)).strip()
    return _BLOCK.sub(lambda found: f"{found[1] or ''}\\", text).replace("\n", "\\\n")


def _inline(runs: Runs) -> str:
    written = ""
    runs = tuple(run for run in runs if run.text)
    for run, after in pairwise((*runs, Run(""))):
        written += _run(run, written[-1:], after)
    return written


def _run(run: Run, before: str, after: Run) -> str:
    core = run.text.strip()
    if not core:
        return run.text
    lead, trail = run.text.split(core, 1)
    is_code = run.code and "|" not in core and (lead or before != "`")
    text = _code(core) if is_code else _escaped(core)
    if run.href:
        text = f"[{text}](<{_address(run.href)}>)"
    following = after.text[:1] if _is_plain(after) else "*"
    is_single = run.bold + run.italic + run.struck == 1
    edges = (lead[-1:] or before, text[0]), (trail[:1] or following, text[-1])
    if all(_may_touch(outside, inside if is_single else "*") for outside, inside in edges):
        text = _marked(text, run)
    return lead + text + trail


def _marked(text: str, run: Run) -> str:
    text = f"~~{text}~~" if run.struck else text
    text = f"*{text}*" if run.italic else text
    return f"**{text}**" if run.bold else text


def _is_plain(run: Run) -> bool:
    return not (run.bold or run.italic or run.struck or run.code or run.href)


def _may_touch(outside: str, inside: str) -> bool:
    """Whether marks between these characters are read as marks; else the words go without."""
    if outside in {"*", "~"}:
        return False
    is_apart = not outside or unicodedata.category(outside)[0] in "PSZ"
    return is_apart or outside.isspace() or (outside.isalnum() and inside.isalnum())


def _code(text: str) -> str:
    line = " ".join(text.split("\n"))
    longest = max((len(ticks) for ticks in re.findall("`+", line)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if "`" in (line[0], line[-1]) else ""
    return f"{ticks}{pad}{line}{pad}{ticks}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text)


def _address(href: str) -> str:
    return re.sub(r"[\s<>\\|]", lambda found: f"%{ord(found[0]):02X}", href)
