"""Who is named in a report as it stands: what will be said instead, and what looks like a name."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation

from accounts.models import User
from core.documents.document import reworded, text_of, typed_in
from core.markdown import Image
from incidents.exports.candidates import candidates_in
from incidents.exports.names import key_of
from incidents.models import NamedKind, Service
from postmortems.exports.gathered import record_for
from postmortems.exports.report import document_of
from postmortems.models import Postmortem

_AROUND, _PASSAGES = 50, 3


@dataclass(frozen=True, slots=True)
class Named:
    """Words that name somebody, or look like it, with some of the passages they stand in.

    `instead` is what the report says; empty of what is not known.
    """

    words: str
    instead: str
    count: int
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedInReport:
    """What will be replaced, what nobody has decided of, and what each picture is said to show.

    Pictures are not read: a name in one of them is found by people only.
    """

    told: list[Named]
    unknown: list[Named]
    pictures: list[str]


def named_in(postmortem: Postmortem, reader: User, language: str) -> NamedInReport:
    """Everybody who is named in the report as `reader` may read it, in the order they are."""
    with translation.override(language):
        record = record_for(postmortem.incident, postmortem, reader)
        document = document_of(record, language)
        texts = list(typed_in(document))
        record.people.meet(texts)
        told = [
            (text, words, said) for text in texts for words, said in record.people.told_in(text)
        ]
        finished = reworded(document, record.people.without_names)
        left = list(typed_in(finished))
    nobody = _nobodies(postmortem)
    unknown = [
        (text, words, "")
        for text in left
        for words in candidates_in(text)
        if _key(words) not in nobody
    ]
    pictures = [text_of(each.shows) for each in finished.blocks if isinstance(each, Image)]
    return NamedInReport(_gathered(told), _gathered(unknown), pictures)


def _nobodies(postmortem: Postmortem) -> set[str]:
    """What somebody said is no person, and what is in the catalogue of services."""
    decided = postmortem.incident.names.filter(taken_back_at=None, kind=NamedKind.NOBODY)
    names = [
        *decided.values_list("name", flat=True),
        *Service.objects.values_list("name", flat=True),
    ]
    return {_key(name) for name in names}


def _key(words: str) -> str:
    return " ".join(key_of(word) for word in words.split())


def _gathered(found: Iterable[tuple[str, str, str]]) -> list[Named]:
    passages: dict[tuple[str, str], list[str]] = {}
    for text, words, instead in found:
        passages.setdefault((words, instead), []).append(_passage(text, words))
    return [
        Named(words, instead, len(them), tuple(dict.fromkeys(them))[:_PASSAGES])
        for (words, instead), them in passages.items()
    ]


def _passage(text: str, words: str) -> str:
    """The words with what stands around them."""
    at = max(text.find(words), 0)
    start, end = max(at - _AROUND, 0), at + len(words) + _AROUND
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return f"{before}{' '.join(text[start:end].split())}{after}"
