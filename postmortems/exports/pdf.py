"""The report as PDF/A-3a and PDF/UA-1, set by Typst, with the JSON attached."""

from pathlib import Path

import typst

from postmortems.exports import json
from postmortems.exports.document import Document

_TEMPLATE = (Path(__file__).parent / "report.typ").read_bytes()


def render(document: Document) -> bytes:
    """The document as PDF. What people wrote reaches Typst as data, never as markup."""
    data = json.render(document).decode()
    content: bytes = typst.compile(
        _TEMPLATE,
        format="pdf",
        sys_inputs={"document": data},
        pdf_standards=["a-3a", "ua-1"],
    )
    return content
