"""Whether the log is what it was: every byte, every checkpoint, and the tables it tells of."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from audit.checkpoints import BadCheckpoint, Head, read
from audit.keys import signing_key
from audit.log import canonical, commitment, envelope
from audit.merkle import Tree, leaf_hash
from audit.models import Checkpoint, LogEntry, LogPayload
from audit.subjects import Subject, registered


@dataclass
class Findings:
    """How much was checked, and the first thing that does not fit, in plain words."""

    entries: int = 0
    checkpoints: int = 0
    rows: int = 0
    problem: str | None = None
    heads: dict[int, Head] = field(default_factory=dict)


class Misfit(Exception):
    """Something in the log does not fit; the text says what, for a non-engineer."""


def verify() -> Findings:
    """Recompute everything in one snapshot, in flat memory; stop at the first misfit."""
    findings = Findings()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            findings.heads = _signed_heads()
            findings.checkpoints = len(findings.heads)
            _check_entries(findings)
            findings.rows = sum(_check_rows(subject) for subject in registered())
        except Misfit as misfit:
            findings.problem = str(misfit)
    return findings


def _signed_heads() -> dict[int, Head]:
    key = signing_key().public_key()
    heads = {}
    for checkpoint in Checkpoint.objects.order_by("size"):
        try:
            head = read(checkpoint.note, key)
        except BadCheckpoint as error:
            raise Misfit(
                f"The checkpoint over {checkpoint.size} entries cannot be trusted: {error}."
            ) from error
        if head.size != checkpoint.size:
            raise Misfit(
                f"The checkpoint stored for {checkpoint.size} entries was signed for {head.size}."
            )
        heads[head.size] = head
    return heads


def _check_entries(findings: Findings) -> None:
    tree = Tree()
    for entry, payload in _entries():
        _check_entry(tree.size, entry, payload)
        tree.append(bytes(entry.leaf_hash))
        findings.entries = tree.size
        head = findings.heads.get(tree.size)
        if head and head.root != tree.root():
            raise Misfit(
                f"The first {tree.size} entries are not those that were signed: at least one of "
                "them was changed, removed, added or moved since."
            )
    last = max(findings.heads, default=0)
    if last > tree.size:
        raise Misfit(
            f"A checkpoint was signed over {last} entries, but the log holds only {tree.size}: "
            f"the last {last - tree.size} are missing."
        )


def _entries() -> Iterator[tuple[LogEntry, LogPayload | None]]:
    entries = LogEntry.objects.select_related("payload").order_by("index")
    for entry in entries.iterator(chunk_size=2000):
        yield entry, getattr(entry, "payload", None)


def _check_entry(expected: int, entry: LogEntry, payload: LogPayload | None) -> None:
    if entry.index != expected:
        raise Misfit(f"Entry {expected} is missing: after {expected - 1} comes {entry.index}.")
    if leaf_hash(bytes(entry.leaf)) != bytes(entry.leaf_hash):
        raise Misfit(f"Entry {entry.index} was changed: its bytes do not fit its hash.")
    if canonical(envelope(entry)) != bytes(entry.leaf):
        raise Misfit(f"Entry {entry.index} was changed: its columns do not say what was logged.")
    if payload is None:
        raise Misfit(f"The content of entry {entry.index} is missing.")
    if commitment(bytes(payload.salt), bytes(payload.body)) != bytes(entry.payload_digest):
        raise Misfit(f"The content of entry {entry.index} was changed after it was logged.")


_BATCH = 500
_LAST_WORDS = """
SELECT DISTINCT ON (subject_id) subject_id, index FROM audit_entry
WHERE subject_type = %s AND subject_id = ANY(%s) ORDER BY subject_id, index DESC
"""
_LAST_WORDS_ON_NOTHING = """
SELECT max(index) FROM audit_entry WHERE subject_type = %s
AND NOT EXISTS (SELECT FROM {table} WHERE {table}.id::text = subject_id) GROUP BY subject_id
"""


def _check_rows(subject: Subject) -> int:
    """Compare every row of a kind with the log's last word on it; the number of rows."""
    existing = 0
    rows = subject.rows().order_by("pk").iterator(chunk_size=_BATCH)
    while batch := list(itertools.islice(rows, _BATCH)):
        existing += len(batch)
        _check_batch(subject, batch)
    _check_nothing_is_gone(subject)
    return existing


def _check_batch(subject: Subject, batch: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LAST_WORDS, [subject.kind, [str(row.pk) for row in batch]])
        indexes: dict[str, int] = dict(cursor.fetchall())
    payloads = LogPayload.objects.in_bulk(indexes.values())
    for row in batch:
        index = indexes.get(str(row.pk))
        if index is None:
            raise Misfit(f"The {subject.kind} {row.pk} ({row}) exists, but was never logged.")
        _check_row(subject, row, index, json.loads(bytes(payloads[index].body))["after"])


def _check_row(subject: Subject, row: Any, index: int, logged: dict[str, Any] | None) -> None:
    if logged is None:
        raise Misfit(
            f"The {subject.kind} {row.pk} ({row}) exists, but entry {index} says it was removed."
        )
    present = json.loads(canonical(subject.state(row)))
    if present != logged:
        differing = sorted(
            name
            for name in present.keys() | logged.keys()
            if name not in present or name not in logged or present[name] != logged[name]
        )
        raise Misfit(
            f"The {subject.kind} {row.pk} ({row}) is not what entry {index} says: "
            f"{', '.join(differing)} was changed behind the application's back."
        )


def _check_nothing_is_gone(subject: Subject) -> None:
    table = subject.rows().model._meta.db_table  # noqa: SLF001 - documented API of Django
    with connection.cursor() as cursor:
        cursor.execute(_LAST_WORDS_ON_NOTHING.format(table=table), [subject.kind])
        indexes = sorted(index for (index,) in cursor.fetchall())
    for payload in LogPayload.objects.filter(pk__in=indexes).order_by("pk").iterator():
        if json.loads(bytes(payload.body))["after"] is not None:
            raise Misfit(
                f"The {subject.kind} that entry {payload.pk} tells of is gone from its table."
            )
