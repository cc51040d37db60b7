"""A file that waits for an incident of its own: no table tells of it, the address names it.

Its bytes stand in the store of files, which sweeps what no row came to tell of.
"""

from dataclasses import dataclass

from django.core import signing

from core.files.store import RENEWED, keep_as_read, original
from imports.reading.found import Form
from imports.reading.reader import readable

_SALT = "imports.waiting"


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as somebody brought it."""

    content: bytes
    name: str = ""
    form: str = ""


def put_by(brought: Brought) -> str:
    """Keep a file in which times were found; the word that names it for half a day.

    Raises:
        DomainError: see `readable`.
        StoreAway: it cannot be kept now.
    """
    form = readable(brought.content, brought.name, brought.form).form
    kept = keep_as_read(brought.content, brought.name)
    return signing.dumps([kept.sha256, brought.name, form], salt=_SALT)


def taken_up(word: str) -> Brought | None:
    """The file that the word names; None when it names none any more.

    Raises:
        StoreAway: it cannot be read now.
    """
    try:
        digest, name, form = signing.loads(word, salt=_SALT, max_age=RENEWED)
    except signing.BadSignature:
        return None
    with original(digest) as file:
        return Brought(file.read(), name, Form(form).value)
