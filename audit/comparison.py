"""Whether the tables of the record say what the log last said of each of their rows."""

import itertools
import json
from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.utils.text import Truncator

from audit.entries import Misfit
from audit.log import State, canonical
from audit.models import LogPayload
from audit.subjects import Subject, titled_by

_BATCH = 500
_LAST_WORDS = """
SELECT DISTINCT ON (subject_id) subject_id, index FROM audit_entry
WHERE subject_type = %s AND subject_id = ANY(%s) ORDER BY subject_id, index DESC
"""
_LAST_WORDS_ON_NOTHING = """
SELECT max(index) FROM audit_entry WHERE subject_type = %s
AND NOT EXISTS (SELECT FROM {table} WHERE {table}.id::text = subject_id) GROUP BY subject_id
"""


def compare(subject: Subject) -> int:
    """Compare every row of a kind with the log's last word on it; the number of rows.

    Raises:
        Misfit: a row was changed, put in or removed past Havari.
    """
    existing, made = 0, subject.made()
    rows = subject.rows().order_by("pk").iterator(chunk_size=_BATCH)
    while batch := list(itertools.islice(rows, _BATCH)):
        existing += len(batch)
        _check_batch(subject, batch, made)
    if made:
        named = f'The {subject.name} "{next(iter(made))}"'
        raise Misfit(f"{named} comes with Havari, but it is gone: it was removed past Havari.")
    _check_nothing_is_gone(subject)
    return existing


def _check_batch(subject: Subject, batch: list[Any], made: dict[str, State]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LAST_WORDS, [subject.kind, [str(row.pk) for row in batch]])
        indexes: dict[str, int] = dict(cursor.fetchall())
    payloads = LogPayload.objects.in_bulk(indexes.values())
    for row in batch:
        index = indexes.get(str(row.pk))
        as_made = made.pop(subject.state(row)["name"], None) if made else None
        if index is None:
            _check_unlogged(subject, row, as_made)
            continue
        if index not in payloads:
            raise Misfit(
                f"What the log last said of {_named(subject, row.pk, subject.state(row))} was "
                f"erased (entry {index}), and nothing was said since: nobody can check it."
            )
        _check_row(subject, row, index, payloads[index].content["after"])


def _check_unlogged(subject: Subject, row: Any, made: State | None) -> None:
    if made is None:
        named = _named(subject, row.pk, subject.state(row))
        raise Misfit(
            f"{named} is in the record, but the log knows nothing of it: it was put there "
            "past Havari."
        )
    _compare_states(subject, row, json.loads(canonical(made)), "Havari made it with")


def _check_row(subject: Subject, row: Any, index: int, logged: dict[str, Any] | None) -> None:
    if logged is None:
        raise Misfit(
            f"{_named(subject, row.pk, subject.state(row))} is in the record, but entry {index} "
            "of the log says that it was taken back: it was put there again past Havari."
        )
    _compare_states(subject, row, logged, f"entry {index} of the log recorded")


def _compare_states(subject: Subject, row: Any, told: dict[str, Any], by: str) -> None:
    state = subject.state(row)
    present = json.loads(canonical(state))
    for name in sorted(present.keys() | told.keys()):
        if present.get(name) != told.get(name) or (name in present) != (name in told):
            raise Misfit(
                f"{_named(subject, row.pk, state)} is not what the log says: its "
                f"{subject.label(name)} is {_quoted(present.get(name))}, but {by} "
                f"{_quoted(told.get(name))}. It was changed past Havari."
            )


def _check_nothing_is_gone(subject: Subject) -> None:
    table = subject.table
    with connection.cursor() as cursor:
        cursor.execute(_LAST_WORDS_ON_NOTHING.format(table=table), [subject.kind])
        indexes = sorted(index for (index,) in cursor.fetchall())
    payloads = LogPayload.objects.filter(pk__in=indexes).select_related("entry").order_by("pk")
    for payload in payloads.iterator():
        logged = payload.content["after"]
        if logged is not None:
            named = _named(subject, payload.entry.subject_id, logged)
            raise Misfit(
                f"{named} is gone from the record: entry {payload.pk} of the log tells of it, and "
                "no later one says that it was taken back."
            )


def _named(subject: Subject, number: Any, state: Mapping[str, Any]) -> str:
    told = " ".join(str(state[name]) for name in titled_by(state))
    named = f"The {subject.name} {number}"
    return f"{named} ({_quoted(told)})" if told else named


def _quoted(value: Any) -> str:
    match value:
        case None | "" | []:
            return "empty"
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(_quoted(item) for item in value)
        case _:
            return f'"{Truncator(value).chars(60)}"'
