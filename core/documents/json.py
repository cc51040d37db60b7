"""The document as JSON: its blocks and exact facts."""

import json
from typing import Any

from core.documents.document import Document
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
    Written,
)

_LOOKS = ("bold", "italic", "code", "struck", "href", "language")
_encoded = json.JSONEncoder(ensure_ascii=False).encode


def render(document: Document) -> bytes:
    """The document as UTF-8 JSON, a line for each block."""
    *about, (_name, blocks) = as_data(document).items()
    lines = ",\n".join(f"{_encoded(name)}: {_encoded(value)}" for name, value in about)
    body = ",\n".join(map(_encoded, blocks))
    return f'{{{lines},\n"blocks": [\n{body}\n]}}\n'.encode()


def as_data(document: Document) -> dict[str, Any]:
    """The document as plain lists and dictionaries."""
    return {
        "schema": document.data.schema,
        "reference": document.reference,
        "title": document.name,
        "language": document.language,
        "head": list(document.head),
        "facts": document.facts,
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Diagram():
            return _diagram(block)
        case Image(shows, digest):
            return {"type": "image", "shows": _runs(shows), "sha256": digest}
    return _written(block)


def _diagram(diagram: Diagram) -> dict[str, Any]:
    return {
        "type": "diagram",
        "title": _runs(diagram.title),
        "columns": [_runs(column) for column in diagram.columns],
        "boxes": [{"column": box.column, "runs": _runs(box.runs)} for box in diagram.boxes],
        "lines": [list(line) for line in diagram.lines],
    }


def _written(block: Written) -> dict[str, Any]:
    match block:
        case Paragraph(runs):
            return {"type": "paragraph", "runs": _runs(runs)}
        case Heading(level, runs):
            return {"type": "heading", "level": level, "runs": _runs(runs)}
        case Code(runs):
            return {"type": "code", "runs": _runs(runs)}
        case Quote(inner):
            return {"type": "quote", "blocks": [_block(each) for each in inner]}
        case Items(items, is_ordered, start):
            return {
                "type": "items",
                "ordered": is_ordered,
                "start": start,
                "items": [[_block(each) for each in item] for item in items],
            }
        case Table(header, rows):
            return {
                "type": "table",
                "header": [_runs(cell) for cell in header],
                "rows": [[_runs(cell) for cell in row] for row in rows],
            }


def _runs(runs: Runs) -> list[dict[str, Any]]:
    return [_run(run) for run in runs]


def _run(run: Run) -> dict[str, Any]:
    said: dict[str, Any] = {"text": run.text}
    for look in _LOOKS:
        if value := getattr(run, look):
            said[look] = value
    return said
