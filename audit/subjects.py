"""What the log tells of: each kind of subject, and how to read its present state.

Apps register their subjects when they are loaded, so that verification can compare the log's
last word on every row with the row itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from audit.log import State


@dataclass(frozen=True, slots=True)
class Subject:
    """One kind of subject: `rows` are what exists, `state` says what one of them holds.

    `made` are the rows that come with the program, by name: what each holds as long as nothing was
    logged of it. No other row can be there without having been logged.
    """

    kind: str
    rows: Callable[[], models.QuerySet[Any]]
    state: Callable[[Any], State]
    made: Callable[[], dict[str, State]]


_subjects: dict[str, Subject] = {}


def register(
    kind: str,
    rows: Callable[[], models.QuerySet[Any]],
    state: Callable[[Any], State],
    made: Callable[[], dict[str, State]] = dict,
) -> None:
    """Say how rows of a kind are found, what each of them holds, and which come with the program."""
    _subjects[kind] = Subject(kind, rows, state, made)


def registered() -> list[Subject]:
    """Every kind of subject, in the order of their names."""
    return [_subjects[kind] for kind in sorted(_subjects)]


def subject_of(kind: str) -> Subject | None:
    """The kind of that name, if there is one in the tables."""
    return _subjects.get(kind)


_checks: list[Callable[[], Iterable[str]]] = []


def register_completeness(gaps: Callable[[], Iterable[str]]) -> None:
    """Say how to find what should be there and is not; each gap is told in plain words."""
    _checks.append(gaps)


def completeness_checks() -> list[Callable[[], Iterable[str]]]:
    """Every way to find a gap in the record."""
    return list(_checks)
