"""A document as a file for somebody outside."""

from collections.abc import Callable
from dataclasses import dataclass

from core.documents import docx, html, json, markdown, pdf, text
from core.documents.document import Document

Renderer = Callable[[Document], bytes]
FORMATS: dict[str, tuple[Renderer, str, str]] = {
    "markdown": (markdown.render, "md", "text/markdown; charset=utf-8"),
    "html": (html.render, "html", "text/html; charset=utf-8"),
    "pdf": (pdf.render, "pdf", "application/pdf"),
    "docx": (
        docx.render,
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "json": (json.render, "json", "application/json"),
    "text": (text.render, "txt", "text/plain; charset=utf-8"),
}


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file for somebody outside."""

    name: str
    media_type: str
    content: bytes


def file_of(document: Document, format: str, stem: str) -> ExportedFile:  # noqa: A002 - the word people use
    """The document in one of the formats, under a name that ends as they do."""
    render, suffix, media_type = FORMATS[format]
    return ExportedFile(f"{stem}.{suffix}", media_type, render(document))
