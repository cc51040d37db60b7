"""The document every export is made of: plain data, no database, no markup."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from itertools import groupby
from typing import Any

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
    blocks,
    visible,
)

_PLACE = re.compile(r"%\((\w+)\)s")
Words = str | Runs


@dataclass(frozen=True, slots=True)
class DataFile:
    """The document as data: its schema, and the file that carries it where there is room for one."""

    schema: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text in one language, such as a report.

    `head` are the lines on every page (reference, version, log); `facts` are the record's exact
    values for machines: counts as whole numbers, moments, choices as enums. Once the document was
    reworded, moments are ISO 8601 in UTC and choices their names.
    """

    title: Runs
    language: str
    reference: str
    head: tuple[str, ...]
    blocks: tuple[Block, ...]
    facts: dict[str, Any]
    data: DataFile

    @property
    def name(self) -> str:
        """The title as plain words."""
        return text_of(self.title)


def plain(text: str) -> Runs:
    """Words somebody typed, none of them Markdown."""
    said = visible(text)
    return (Run(said),) if said else ()


def ours(text: str, *, bold: bool = False, italic: bool = False) -> Runs:
    """Words of the program itself: labels, figures, roles."""
    return (Run(text, bold=bold, italic=italic, is_ours=True),) if text else ()


def address(text: str) -> Runs:
    """A web address somebody gave, as a link to where it leads."""
    return (Run(visible(text), href=text),)


def sentence(pattern: str, **parts: Words) -> Runs:
    """A translated pattern with words in its places, each typed unless it is runs."""
    said: list[Run] = []
    for number, piece in enumerate(_PLACE.split(pattern)):
        said += _runs(parts[piece]) if number % 2 else ours(piece)
    return tuple(said)


def labelled(label: str, words: Words) -> Paragraph:
    """A paragraph that begins with what it is about: "Counted: recipients of the message"."""
    return Paragraph((*ours(f"{label} ", bold=True), *_runs(words)))


def told(words: Words) -> Paragraph:
    """A paragraph of the program's own words, or of runs."""
    return Paragraph(ours(words) if isinstance(words, str) else words)


def table(header: Iterable[str], rows: Iterable[Iterable[Words]]) -> Table:
    """A table with a header of our own words; a cell is typed unless it is runs."""
    return Table(
        tuple(ours(cell) for cell in header),
        tuple(tuple(map(_runs, row)) for row in rows),
    )


def _runs(words: Words) -> Runs:
    return plain(words) if isinstance(words, str) else words


def text_of(runs: Runs) -> str:
    """The words of the runs, without their looks."""
    return "".join(run.text for run in runs)


def words_of(blocks: Iterable[Block]) -> str:
    """The words of the blocks, a line for each."""
    return "\n".join(text_of(runs) for block in blocks for runs in runs_in(block))


def in_one_stretch(text: str) -> Runs:
    """The words of a text in Markdown as one stretch, for where there is no room for blocks."""
    stretches = (runs for block in blocks(text) for runs in runs_in(block))
    said: Runs = ()
    for runs in stretches:
        said = (*said, Run(" "), *runs) if said else runs
    return said


def runs_in(block: Block) -> Iterator[Runs]:
    """Every stretch of words in the block, in order."""
    match block:
        case Paragraph(runs) | Heading(_, runs) | Code(runs) | Image(runs):
            yield runs
        case Quote(inner):
            for each in inner:
                yield from runs_in(each)
        case Items(items):
            for item in items:
                for each in item:
                    yield from runs_in(each)
        case Table(header, rows):
            for row in (header, *rows):
                yield from row
        case Diagram(title, columns, boxes):
            yield from (title, *columns, *(box.runs for box in boxes))


def levelled(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with no heading level skipped, none without words or in a quote or list (PDF/UA-1)."""
    level = 1
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            if not text_of(block.runs).strip():
                continue
            level = min(block.level, level + 1)
            kept.append(replace(block, level=level))
        else:
            kept.append(_without_headings(block))
    return tuple(kept)


def spoken(language: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, marked as being in a language other than the document's."""
    for block in blocks:
        yield reworded_block(
            block, lambda runs: tuple(replace(run, language=language) for run in runs)
        )


def under(level: int, blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with every heading below `level`, as they stand under a heading of that level."""
    for block in blocks:
        if isinstance(block, Heading) and block.level <= level:
            yield replace(block, level=level + 1)
        else:
            yield block


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


def typed_in(document: Document) -> Iterator[str]:
    """Every stretch of words in the document that somebody typed."""
    yield from _typed(document.title)
    yield from typed_among(document.blocks)


def typed_among(blocks: Iterable[Block]) -> Iterator[str]:
    """Every stretch of words in the blocks that somebody typed."""
    for block in blocks:
        for runs in runs_in(block):
            yield from _typed(runs)


def _typed(runs: Runs) -> Iterator[str]:
    for is_ours, said in groupby(runs, lambda run: run.is_ours):
        if not is_ours:
            yield "".join(run.text for run in said)


def reworded(document: Document, say: Callable[[Runs], Runs]) -> Document:
    """The document with everything that was typed passed through `say`: nothing is left out."""
    return replace(
        document,
        title=say(document.title),
        blocks=tuple(reworded_block(block, say) for block in document.blocks),
        facts=_reworded_facts(document.facts, say),
    )


def reworded_block(block: Block, say: Callable[[Runs], Runs]) -> Block:
    """The block with all its words passed through `say`."""
    match block:
        case Paragraph(runs) | Heading(_, runs) | Code(runs):
            said = say(runs)
            return block if said is runs else replace(block, runs=said)
        case Quote(inner):
            return Quote(tuple(reworded_block(each, say) for each in inner))
        case Items(items):
            return replace(
                block,
                items=tuple(tuple(reworded_block(each, say) for each in item) for item in items),
            )
        case Table(header, rows):
            return Table(
                tuple(say(cell) for cell in header),
                tuple(tuple(say(cell) for cell in row) for row in rows),
            )
        case Image(shows):
            return replace(block, shows=say(shows))
        case Diagram(title, columns, boxes):
            return replace(
                block,
                title=say(title),
                columns=tuple(map(say, columns)),
                boxes=tuple(replace(box, runs=say(box.runs)) for box in boxes),
            )


def _reworded_facts(value: Any, say: Callable[[Runs], Runs]) -> Any:
    match value:
        case Enum():
            return value.value
        case date():
            return iso(value)
        case str():
            return text_of(say(plain(value)))
        case dict():
            return {name: _reworded_facts(each, say) for name, each in value.items()}
        case list():
            return [_reworded_facts(each, say) for each in value]
        case _:
            return value


def iso(day: date) -> str:
    """The day, or the moment in UTC, as ISO 8601 writes it."""
    if isinstance(day, datetime):
        day = day.astimezone(UTC)
    return day.isoformat().replace("+00:00", "Z")
