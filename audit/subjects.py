"""What the log tells of: each kind of subject, and how to read its present state.

Apps register their subjects when they are loaded, so that verification can compare the log's
last word on every row with the row itself.
"""

from collections.abc import Callable, Iterable, Mapping
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

    @property
    def name(self) -> str:
        """What people call the kind: "timeline entry"."""
        return str(self._options.verbose_name)

    @property
    def table(self) -> str:
        """Where its rows stand."""
        return str(self._options.db_table)

    def field(self, name: str) -> Any:
        """The column behind a part of the state; None where none has that name."""
        options = self._options
        fields = {each.name: each for each in (*options.fields, *options.many_to_many)}
        return fields.get(name)

    @property
    def order(self) -> list[str]:
        """The parts of the state as the record tells them."""
        options = self._options
        return [each.name for each in (*options.fields, *options.many_to_many)]

    def label(self, name: str) -> str:
        """What people call a part of the state."""
        field = self.field(name)
        plain = name.replace("_", " ")
        if field is None:
            return plain
        # A link nobody named is called by what it leads to, which has a name in every language.
        unnamed = (field.many_to_one or field.one_to_one) and str(field.verbose_name) == plain
        return str(field.related_model._meta.verbose_name if unnamed else field.verbose_name)  # noqa: SLF001

    @property
    def _options(self) -> Any:
        return self.rows().model._meta  # noqa: SLF001 - Django's documented API


_TITLES = (
    "reference",
    "title",
    "name",
    "full_name",
    "role",
    "relation",
    "source",
    "checklist",
    "key",
    "text",
    "file",
)


def titled_by(state: Mapping[str, Any]) -> list[str]:
    """The parts of a state that name its row best."""
    # From the state alone: a row that points to nothing cannot be asked for its name.
    return [name for name in _TITLES if state.get(name)]


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
    """Every kind of subject as they were registered: what others point to comes before them."""
    return list(_subjects.values())


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
