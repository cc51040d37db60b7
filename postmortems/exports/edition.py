"""A finished report kept as plain data, and read back to be made a file again."""

from collections.abc import Container, Iterator
from dataclasses import replace
from typing import Any

from cattrs.preconf.json import make_converter
from cattrs.strategies import configure_tagged_union

from core.documents.document import Document, runs_in
from core.markdown import Block, Heading, Items
from incidents.selectors.incident import REFERENCE, restricted_among
from postmortems.models import Edition

_converter = make_converter(omit_if_default=True)
configure_tagged_union(Block, _converter)


def frozen(document: Document) -> dict[str, Any]:
    """The document as JSON can hold it."""
    data: dict[str, Any] = _converter.unstructure(document)
    return data


def thawed(data: dict[str, Any]) -> Document:
    """The document that `frozen` wrote."""
    return _converter.structure(data, Document)


def read_from(edition: Edition, language: str) -> Document:
    """What was finished, without linked incidents that were restricted since."""
    document = thawed(edition.documents[language])
    told = {reference for block in document.blocks for reference in _linked_in(block)}
    hidden = restricted_among(told - {document.reference})
    return replace(document, blocks=tuple(_without(document.blocks, hidden)))


def _linked_in(block: Block) -> Iterator[str]:
    """The incidents that a list of the program's own names; what somebody typed is no such list."""
    if isinstance(block, Items):
        for runs in runs_in(block):
            yield from (run.text for run in runs if run.is_ours and REFERENCE.match(run.text))


def _without(blocks: tuple[Block, ...], hidden: Container[str]) -> list[Block]:
    """The blocks without the items on these incidents; a list with none left takes its heading along."""
    kept: list[Block] = []
    for block in blocks:
        if not any(reference in hidden for reference in _linked_in(block)):
            kept.append(block)
        elif isinstance(block, Items):
            left = tuple(each for each in block.items if not _tells_of(each, hidden))
            if left:
                kept.append(replace(block, items=left))
            elif kept and isinstance(kept[-1], Heading):
                kept.pop()
    return kept


def _tells_of(item: tuple[Block, ...], hidden: Container[str]) -> bool:
    return any(reference in hidden for reference in _linked_in(Items((item,))))
