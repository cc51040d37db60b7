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
    """One kind of subject: `rows` are what exists, `state` says what one of them holds."""

    kind: str
    rows: Callable[[], models.QuerySet[Any]]
    state: Callable[[Any], State]


_subjects: dict[str, Subject] = {}


def register(
    kind: str, rows: Callable[[], models.QuerySet[Any]], state: Callable[[Any], State]
) -> None:
    """Say how rows of a kind are found and what each of them holds."""
    _subjects[kind] = Subject(kind, rows, state)


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
