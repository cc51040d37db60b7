"""A finished report kept as plain data, and read back to be made a file again."""

from typing import Any

from cattrs.preconf.json import make_converter
from cattrs.strategies import configure_tagged_union

from core.documents.document import Document
from core.markdown import Block

_converter = make_converter(omit_if_default=True)
configure_tagged_union(Block, _converter)


def frozen(document: Document) -> dict[str, Any]:
    """The document as JSON can hold it."""
    data: dict[str, Any] = _converter.unstructure(document)
    return data


def thawed(data: dict[str, Any]) -> Document:
    """The document that `frozen` wrote."""
    return _converter.structure(data, Document)
