"""The document every export is made of: plain data, no database, no markup."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from core.markdown import (
    Block,
    Code,
    Heading,
    Items,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
)

SCHEMA = "havari.postmortem/1"


@dataclass(frozen=True, slots=True)
class Document:
    """A report in one language.

    `head` are the lines on every page (reference, version, log); `facts` are the record's exact
    values for machines: counts as whole numbers, moments as ISO 8601 in UTC.
    """

    title: str
    language: str
    reference: str
    head: tuple[str, ...]
    blocks: tuple[Block, ...]
    facts: dict[str, Any]


def plain(text: str) -> Runs:
    """Words that are no Markdown."""
    return (Run(text),) if text else ()


def paragraph(text: str) -> Paragraph:
    """A paragraph of plain words."""
    return Paragraph(plain(text))


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> Table:
    """A table of plain words."""
    return Table(
        tuple(plain(cell) for cell in header),
        tuple(tuple(plain(cell) for cell in row) for row in rows),
    )


def text_of(runs: Runs) -> str:
    """The words of the runs, without their looks."""
    return "".join(run.text for run in runs)


def levelled(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with no heading level skipped and none inside a quote or list (PDF/UA-1)."""
    level = 1
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            level = min(block.level, level + 1)
            kept.append(replace(block, level=level))
        else:
            kept.append(_without_headings(block))
    return tuple(kept)


def _without_headings(block: Block) -> Block:
    match block:
        case Heading(_, runs):
            return Paragraph(tuple(replace(run, bold=True) for run in runs))
        case Quote(inner):
            return Quote(tuple(map(_without_headings, inner)))
        case Items(items):
            return replace(block, items=tuple(tuple(map(_without_headings, i)) for i in items))
        case _:
            return block


def reworded(document: Document, say: Callable[[Runs], Runs]) -> Document:
    """The document with every word of it passed through `say`: nothing is left out."""
    return replace(
        document,
        title=_said(document.title, say),
        head=tuple(_said(line, say) for line in document.head),
        blocks=tuple(_reworded(block, say) for block in document.blocks),
        facts=_reworded_facts(document.facts, say),
    )


def _said(text: str, say: Callable[[Runs], Runs]) -> str:
    return text_of(say(plain(text)))


def _reworded(block: Block, say: Callable[[Runs], Runs]) -> Block:
    match block:
        case Paragraph(runs) | Heading(_, runs) | Code(runs):
            return replace(block, runs=say(runs))
        case Quote(inner):
            return Quote(tuple(_reworded(each, say) for each in inner))
        case Items(items):
            return replace(
                block,
                items=tuple(tuple(_reworded(each, say) for each in item) for item in items),
            )
        case Table(header, rows):
            return Table(
                tuple(say(cell) for cell in header),
                tuple(tuple(say(cell) for cell in row) for row in rows),
            )


def _reworded_facts(value: Any, say: Callable[[Runs], Runs]) -> Any:
    match value:
        case str():
            return _said(value, say)
        case dict():
            return {name: _reworded_facts(each, say) for name, each in value.items()}
        case list():
            return [_reworded_facts(each, say) for each in value]
        case _:
            return value
