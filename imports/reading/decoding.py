"""Bytes as text, whatever they were written with."""

import codecs

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from core.errors import DomainError
from imports.reading.found import MOST_LINES

MOST_BYTES = 10_000_000
_SAMPLE = 50_000
_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
# Marks of direction and narrow blanks, which chats put around times.
_UNSEEN = str.maketrans(
    {"\u200e": "", "\u200f": "", "\ufeff": "", "\u202f": " ", "\xa0": " ", "\x00": "\ufffd"}
)


def decoded(content: bytes) -> tuple[str, str]:
    """The text of a file and the encoding it was read in; a character nobody can read is a mark.

    Raises:
        DomainError: it is larger than ten million bytes or has more than 20,000 lines.
    """
    small_enough(content)
    encoding = _encoding(content)
    return tidied(content.decode(encoding, errors="replace")), encoding.removesuffix("-sig")


def small_enough(content: bytes) -> None:
    """Refuse what is too large to be read while somebody waits."""
    if len(content) > MOST_BYTES:
        raise DomainError(
            _("The file has %(size)s MB. Give one of at most %(limit)s MB, or a part of it.")
            % {"size": len(content) // 1_000_000, "limit": MOST_BYTES // 1_000_000},
            field="file",
        )


def tidied(text: str) -> str:
    """The text with one kind of line end and without marks that nobody sees. Raises as `decoded`."""
    text = text.translate(_UNSEEN).replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MOST_LINES:
        raise DomainError(
            _("These are more than %(limit)s lines. Give a part of it.") % {"limit": MOST_LINES},
            field="file",
        )
    return text


def _encoding(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    try:
        content.decode()
    except UnicodeDecodeError:
        best = from_bytes(
            content[:_SAMPLE], cp_isolation=["cp1252", "utf_16_le", "utf_16_be"]
        ).best()
        return best.encoding if best else "cp1252"
    return "utf-8"
