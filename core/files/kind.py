"""What a file is, told by what is in it; nobody is believed about its name or its type."""

import codecs
import re
from typing import IO

from django.utils.translation import gettext as _

from core.errors import DomainError

PICTURES = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/webp": (".webp",),
    "image/gif": (".gif",),
}
PDF = "application/pdf"
TEXT = "text/plain"
ATTACHED = {
    **PICTURES,
    PDF: (".pdf",),
    TEXT: (".txt", ".log", ".csv", ".json", ".jsonl", ".tsv", ".md", ".yaml", ".yml"),
}
ACCEPTED = ",".join(suffix for suffixes in ATTACHED.values() for suffix in suffixes)
# What was read here and is kept as evidence, whatever it is.
ZIP, ANYTHING = "application/zip", "application/octet-stream"
SUFFIXES = {**ATTACHED, ZIP: (".zip",), ANYTHING: (".bin",)}

_BEGINNINGS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"%PDF-\d"), PDF),
)
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# What programs that write plain text never write; colours of a terminal begin with escape.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_PIECE = 64 * 1024


def recognised(file: IO[bytes]) -> str:
    """The media type of what is in the file: a picture, a PDF, or plain text with its encoding.

    Raises:
        DomainError: it is empty, or none of these.
    """
    beginning = _from_start(file).read(16)
    if not beginning:
        raise DomainError(_("This file is empty."), field="file")
    for pattern, media_type in _BEGINNINGS:
        if pattern.match(beginning):
            return media_type
    marked = _MARKS.get(beginning[:2])
    for charset in (marked,) if marked else ("utf-8", "windows-1252"):
        if _reads_as(file, charset):
            return f"{TEXT}; charset={charset}"
    raise DomainError(
        _("Attach a picture (PNG, JPEG, WebP, GIF), a PDF or plain text."), field="file"
    )


def recognised_or_not(file: IO[bytes]) -> str:
    """As `recognised`, but of what nobody would attach also that it is an archive, or anything."""
    try:
        return recognised(file)
    except DomainError:
        return ZIP if _from_start(file).read(4) == b"PK\x03\x04" else ANYTHING


def is_picture(media_type: str) -> bool:
    """Whether pages may show it."""
    return media_type in PICTURES


def bare(media_type: str) -> str:
    """The media type without its encoding."""
    return media_type.partition(";")[0]


def _from_start(file: IO[bytes]) -> IO[bytes]:
    file.seek(0)
    return file


def _reads_as(file: IO[bytes], charset: str) -> bool:
    decoder = codecs.getincrementaldecoder(charset)()
    _from_start(file)
    try:
        while piece := file.read(_PIECE):
            if _NOT_TEXT.search(decoder.decode(piece)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True
