"""Everything that answers a question, grouped by kind, with the words where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import DomainError
from postmortems.outline import as_read
from search.highlighting import Passage, flat, marked, passage, words_in
from search.selectors.kinds import CONSIDERED, Kind, Narrowed, candidates, newest_of_many, rows_of
from search.selectors.question import all_of, answering, any_of, is_beyond, questions_of, recent
from search.selectors.spelling import respelled
from search.words import Term, terms_of

_CANCELED = "57014"
FEW, PAGE_SIZE = 5, 20


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, and the incident it belongs to."""

    kind: Kind
    pk: int
    year: int
    number: int
    severity: str
    status: str
    is_restricted: bool
    at: datetime | None
    place: str
    title: Passage
    heading: Passage
    passage: Passage

    @property
    def reference(self) -> str:
        """The name of the incident."""
        return f"INC-{self.year}-{self.number:04}"


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of a kind. `has_more`: it was more than the newest that were put in order."""

    kind: Kind
    count: int
    has_more: bool
    hits: list[Hit]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. `instead` are the words that were looked for in place of misspelled ones."""

    groups: list[Group]
    instead: str = ""
    is_too_common: bool = False


@dataclass(frozen=True, slots=True)
class _Asking:
    user: User
    narrowed: Narrowed
    first: int
    most: int


def search(user: User, text: str, narrowed: Narrowed, page: int = 1) -> Answer:
    """What `user` may read that answers the text: five of each kind, or a page of one kind.

    Of each kind the newest hundred that answer are put in order: the best first, of equals the newest.
    Where nothing answers, words that titles have are tried in place of those nobody wrote.

    Raises:
        DomainError: the text is too long, asks for nothing, or took longer than two seconds.
    """
    terms = terms_of(text)
    size = PAGE_SIZE if narrowed.kind else FEW
    asking = _Asking(user, narrowed, (page - 1) * size, size)
    try:
        with transaction.atomic():
            return _search(asking, terms)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != _CANCELED:
            raise
        raise DomainError(
            _("That took too long. Add a word, or choose what to search."), field="q"
        ) from error


def _search(asking: _Asking, terms: list[Term]) -> Answer:
    if not terms:
        return Answer([])
    answer = _answer(asking, terms)
    if answer.groups or answer.is_too_common or asking.first:
        return answer
    better = respelled(asking.user, terms)
    if better == terms:
        return answer
    said = " ".join(each.text for each in better if not each.is_excluded)
    return replace(_answer(asking, better), instead=said)


def _answer(asking: _Asking, terms: list[Term]) -> Answer:
    questions = questions_of(terms)
    question = all_of(terms, questions)
    if not question:
        return Answer([], is_too_common=True)
    found = _found(asking, question)
    shown = {kind: keys[asking.first :][: asking.most] for kind, keys in found.items()}
    rows = list(_rows(asking, shown))
    words = answering(_words_of(rows), any_of(terms, questions)) if rows else set()
    hits = {(hit.kind, hit.pk): hit for hit in (_hit(row, words) for row in rows)}
    groups = [
        Group(
            kind,
            min(len(keys), CONSIDERED),
            len(keys) > CONSIDERED,
            [hits[kind, pk] for pk in shown[kind] if (kind, pk) in hits],
        )
        for kind, keys in found.items()
    ]
    return Answer(groups)


def _found(asking: _Asking, question: str) -> dict[Kind, list[int]]:
    """The keys of what was found of each kind, the best first.

    Of the kinds there are many of, the newest are asked first: a common word is in enough of them,
    and one that is not is in few enough to be asked of all.
    """
    newest = newest_of_many()
    asked = dict.fromkeys(asking.narrowed.kinds, question)
    asked |= {
        kind: f"({question}) & ({recent(key)})" for kind, key in newest.items() if kind in asked
    }
    ranked = _ranked(asking, asked)
    scarce = {
        kind: question
        for kind, key in newest.items()
        if kind in asked and is_beyond(key) and len(ranked.get(kind, [])) <= CONSIDERED
    }
    ranked |= _ranked(asking, scarce)
    # The order is kept among equals: the newest came first.
    return {
        kind: [pk for _rank, pk in sorted(ranked[kind], key=lambda pair: -pair[0])]
        for kind in asking.narrowed.kinds
        if kind in ranked
    }


def _ranked(asking: _Asking, asked: dict[Kind, str]) -> dict[Kind, list[tuple[float, int]]]:
    ranked: dict[Kind, list[tuple[float, int]]] = {}
    each = [candidates(kind, asking.user, text, asking.narrowed) for kind, text in asked.items()]
    for kind, pk, rank in _together(each):
        ranked.setdefault(Kind(kind), []).append((rank, pk))
    return ranked


def _rows(asking: _Asking, shown: dict[Kind, list[int]]) -> Iterable[tuple[Any, ...]]:
    return _together(
        [rows_of(kind, keys, asking.user, asking.narrowed) for kind, keys in shown.items() if keys]
    )


def _together(questions: list[QuerySet[Any, Any]]) -> Iterable[Any]:
    if not questions:
        return []
    first, *others = questions
    return first.union(*others, all=True) if others else first


def _words_of(rows: list[tuple[Any, ...]]) -> set[str]:
    return {
        word
        for row in rows
        for text in (row[4], row[-2], flat(row[-1] or ""))
        for word in words_in(text or "")
    }


def _hit(row: tuple[Any, ...], words: set[str]) -> Hit:
    kind, pk, year, number, title, severity, status, is_restricted, at, place, outline = row[:11]
    heading, text = row[11:]
    if outline:
        heading = next((str(each.heading) for each in as_read(outline) if each.key == place), place)
    return Hit(
        kind=Kind(kind),
        pk=pk,
        year=year,
        number=number,
        severity=severity,
        status=status,
        is_restricted=is_restricted,
        at=at,
        place=place,
        title=marked(title, words),
        heading=marked(heading, words),
        passage=passage(flat(text or ""), words),
    )
