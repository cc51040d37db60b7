"""The document as plain text, ready to be pasted where nothing but words is understood.

No mark of Markdown is left that would be read as a sign: a link says where it leads, what was
struck out says so. Spaces are ordinary ones, since many a form turns others into signs of its own.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from django.utils import translation
from django.utils.translation import gettext as _

from core.diagram import in_words
from core.documents.document import Document, text_of
from core.markdown import Block, Code, Heading, Items, Paragraph, Quote, Run, Runs, Table, Written

_SPACES = re.compile("[\u00a0\u2007\u202f]")
_INDENT, _BULLET = "  ", "• "


def render(document: Document) -> bytes:
    """The document as UTF-8 text: title, head and body."""
    head = " · ".join(document.head)
    return pasted("\n\n".join(filter(None, [_words(document.title), head, *_all(document.blocks)])))


def words_alone(blocks: Iterable[Block]) -> bytes:
    """The blocks as UTF-8 text."""
    return pasted("\n\n".join(_all(blocks)))


def pasted(text: str) -> bytes:
    """The text with ordinary spaces and a line end at its end."""
    return f"{_SPACES.sub(' ', text)}\n".encode()


def _all(blocks: Iterable[Block]) -> Iterator[str]:
    return filter(None, map(_block, in_words(blocks)))


def _block(block: Written) -> str:
    match block:
        case Paragraph(runs) | Heading(_, runs):
            return "\n".join(line.strip() for line in _words(runs).strip().split("\n"))
        case Code(runs):
            return text_of(runs)
        case Quote(inner):
            return _indented("\n\n".join(_all(inner)), _INDENT, _INDENT)
        case Items():
            return "\n".join(_items(block))
        case Table(header, rows):
            return "\n\n".join(_row(header, row) for row in rows) or _flat(header)


def _items(items: Items) -> Iterator[str]:
    for number, item in enumerate(items.items, start=items.start):
        mark = f"{number}. " if items.is_ordered else _BULLET
        yield _indented("\n".join(_all(item)), mark, " " * len(mark)).rstrip()


def _indented(text: str, first: str, others: str) -> str:
    return first + re.sub(r"\n(?=[^\n])", f"\n{others}", text)


def _row(header: tuple[Runs, ...], row: tuple[Runs, ...]) -> str:
    """The cells of a row below each other, each under its name: columns do not survive a mail."""
    names_and_cells = zip(map(_line, header), map(_line, row), strict=True)
    return "\n".join(f"{name}: {cell}" if name else cell for name, cell in names_and_cells)


def _flat(cells: tuple[Runs, ...]) -> str:
    return "; ".join(map(_line, cells))


def _line(runs: Runs) -> str:
    return " ".join(_words(runs).split("\n"))


def _words(runs: Runs) -> str:
    return "".join(_told(look, text_of(tuple(said))) for look, said in groupby(runs, _look))


def _look(run: Run) -> tuple[str, bool, str]:
    return run.href, run.struck, run.language


def _told(look: tuple[str, bool, str], text: str) -> str:
    href, is_struck, language = look
    if href and text.strip() not in {href, href.removeprefix("mailto:")}:
        text = f"{text} ({href.removeprefix('mailto:')})"
    if is_struck and text.strip():
        with translation.override(language or translation.get_language()):
            text = _("%(words)s (struck out)") % {"words": text}
    return text
