"""What the public page answers, kept ready for as long as the record stands still.

Every change is logged in its own transaction, so the last entry of the log tells the whole state of
the record. That one row is read for every request; only when it is another one is the record asked,
and only when the record tells something else is it written anew. So what has just been restricted
is never handed out again, and a thousand readers a second cost a thousand rows.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock

from django.template.loader import render_to_string
from django.utils import timezone, translation

from audit.log import newest_entry
from statements.exports.feed import feed
from statements.exports.statuspage import SHAPES, statuspage
from statements.selectors.public_page import PublicRecord, public_record

LANGUAGES = {"da": "Dansk", "en": "English"}
Writer = Callable[[PublicRecord, str], bytes]
Head = tuple[int, bytes] | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent, as it is and packed; `tag` names the content, whoever wrote it and when."""

    body: bytes
    packed: bytes
    tag: str


@dataclass(slots=True)
class _Standing:
    """What the record tells at an entry of the log, and what was written of it so far."""

    head: Head = None
    record: PublicRecord | None = None
    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)


def _page(record: PublicRecord, language: str) -> bytes:
    context = {"record": record, "language": language, "languages": LANGUAGES}
    return render_to_string("statements/public_page.html", context).encode()


def _shape(kind: str) -> Writer:
    return lambda record, language: statuspage(record, kind, language)


WRITERS: dict[str, Writer] = {
    "page": _page,
    "feed": feed,
    **{kind: _shape(kind) for kind in SHAPES},
}

_standing = _Standing()
_turn = Lock()


def answer(kind: str, language: str) -> Answer | None:
    """The page, the feed or a JSON document as the record stands; None while there is no page."""
    standing = _standing
    if standing.head != newest_entry():
        standing = _taken_down()
    if standing.record is None:
        return None
    known = standing.answers.get((kind, language))
    return known or _written(standing, kind, language)


def _taken_down() -> _Standing:
    """Ask the record. One asks for all who wait; what says the same as before stays on the shelf."""
    global _standing  # noqa: PLW0603 - each process has one shelf
    with _turn:
        # Read before the record: whatever is changed after it makes another entry.
        head = newest_entry()
        if _standing.head != head:
            record = public_record()
            answers = _standing.answers if record == _standing.record else {}
            _standing = _Standing(head, record, answers)
        return _standing


def _written(standing: _Standing, kind: str, language: str) -> Answer:
    with _turn:
        if (kind, language) not in standing.answers:
            standing.answers[kind, language] = _write(standing.record, kind, language)
        return standing.answers[kind, language]


def _write(record: PublicRecord | None, kind: str, language: str) -> Answer:
    assert record  # noqa: S101 - for the type checker
    # A thread may still be in the language and the time zone of its last reader.
    with translation.override(language), timezone.override(None):
        body = WRITERS[kind](record, language)
    return Answer(body, gzip.compress(body, mtime=0), sha256(body).hexdigest()[:32])
