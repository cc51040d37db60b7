"""Which reader reads a file, and how its days and months stand."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from core.errors import DomainError
from imports.reading.chat import read_chat
from imports.reading.decoding import decoded
from imports.reading.found import Form, Reading
from imports.reading.markdown import read_markdown
from imports.reading.slack import is_zip, read_slack
from imports.reading.table import read_table

_SLASHED = re.compile(r"(?<!\d)(\d\d?)[/.-](\d\d?)[/.-](?:\d{4}|\d\d)(?!\d)")


_READERS: dict[str, Callable[..., Reading]] = {
    Form.MARKDOWN: read_markdown,
    Form.CHAT: read_chat,
    Form.TABLE: read_table,
}


def read_file(
    content: bytes, name: str = "", form: str = "", day_first: bool | None = None
) -> Reading:
    """What a file says, read as `form` or as what it looks like.

    `day_first` decides how 04/05 is read; left open, the file's own dates decide.

    Raises:
        DomainError: it is too large, or an archive that is no Slack export.
    """
    if is_zip(content):
        return read_slack(content)
    if form == Form.SLACK:
        raise DomainError(_("This is no archive. Give the zip that Slack exports."), field="file")
    text, encoding = decoded(content)
    told = _day_first(text)
    first = (told is not False) if day_first is None else day_first
    reading = _READERS[form](text, day_first=first) if form else _best(text, name, day_first=first)
    reading.text, reading.encoding = text, encoding
    reading.day_first = first if told is not None or _SLASHED.search(text) else None
    return reading


def readable(content: bytes, name: str, form: str) -> Reading:
    """What a file says in which something has a time.

    Raises:
        DomainError: it has no such thing, is no kind of file that can be chosen; see `read_file`.
    """
    if form not in ("", *Form.values):
        raise DomainError(_("Choose what kind of file it is."), field="form")
    reading = read_file(content, name, form)
    if not reading.found:
        raise DomainError(
            _("No time was found in it. Give a file in which lines, rows or headings have times."),
            field="file",
        )
    return reading


def _best(text: str, name: str, *, day_first: bool) -> Reading:
    ending = name.lower().rpartition(".")[2]
    if ending in ("csv", "tsv"):
        return read_table(text, day_first=day_first)
    if ending in ("md", "markdown") or re.search(r"^#{1,6}[ \t]+\S", text, re.MULTILINE):
        return read_markdown(text, day_first=day_first)
    readings = [
        reader(text, day_first=day_first) for reader in (read_chat, read_markdown, read_table)
    ]
    return max(readings, key=lambda each: (len(each.found), len(each.authors())))


def _day_first(text: str) -> bool | None:
    """What the dates say of their order: False when a month cannot stand second."""
    for found in _SLASHED.finditer(text):
        if int(found[1]) > 12:
            return True
        if int(found[2]) > 12:
            return False
    return None
