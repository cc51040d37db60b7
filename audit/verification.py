"""Whether the log is what it was: every byte, every checkpoint, and the tables it tells of."""

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.text import Truncator

from audit.checkpoints import BadCheckpoint, Head, read
from audit.keys import verifying_key
from audit.log import State, canonical, commitment, envelope
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


def verify(held: Sequence[str] = ()) -> Findings:
    """Recompute everything in one snapshot, in flat memory; stop at the first misfit.

    `held` are checkpoints that were kept elsewhere: only they show that a log was replaced
    together with its own checkpoints, as when an old backup is restored and gone on from.
    """
    findings = Findings()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            findings.heads = _signed_heads(held)
            findings.checkpoints = len(findings.heads)
            _check_entries(findings)
            findings.rows = sum(_check_rows(subject) for subject in registered())
        except Misfit as misfit:
            findings.problem = str(misfit)
    return findings


def _signed_heads(held: Sequence[str]) -> dict[int, Head]:
    heads = {}
    for checkpoint in Checkpoint.objects.order_by("size").iterator():
        head = _head(checkpoint.note, f"The checkpoint over {checkpoint.size} entries")
        if head.size != checkpoint.size:
            raise Misfit(
                f"The checkpoint stored for {checkpoint.size} entries was signed for {head.size}."
            )
        heads[head.size] = head
    for note in held:
        head = _head(note, "The checkpoint that was kept elsewhere")
        if heads.setdefault(head.size, head) != head:
            raise Misfit(
                f"Two different checkpoints over {head.size} entries were signed: the one kept "
                "elsewhere tells of another history than the one stored here."
            )
    return heads


def _head(note: str, which: str) -> Head:
    try:
        return read(note, verifying_key())
    except FileNotFoundError as error:
        raise Misfit(
            f"{which} cannot be checked: the key it was signed with is not in "
            f"{settings.AUDIT_KEY_FILE}."
        ) from error
    except BadCheckpoint as error:
        raise Misfit(f"{which} cannot be trusted: {error}.") from error


def _check_entries(findings: Findings) -> None:
    tree = Tree()
    for entry, payload in _entries():
        _check_entry(tree.size, entry, payload)
        tree.append(bytes(entry.leaf_hash))
        findings.entries = tree.size
        head = findings.heads.get(tree.size)
        if head and head.root != tree.root():
            raise Misfit(
                f"The first {tree.size} entries of the log are not those that were signed: at "
                "least one of them was changed, removed, added or moved since."
            )
    _check_end(findings, tree.size)


def _check_end(findings: Findings, size: int) -> None:
    last = max(findings.heads, default=0)
    if last > size:
        raise Misfit(
            f"A checkpoint was signed over {last} entries, but the log holds only {size}: "
            f"the last {last - size} are missing."
        )
    entry = LogEntry.objects.filter(pk=OuterRef("pk"))
    orphan = LogPayload.objects.filter(~Exists(entry)).order_by("pk").first()
    if orphan:
        raise Misfit(f"There is a content for entry {orphan.pk}, but the log has no such entry.")


def _entries() -> Iterator[tuple[LogEntry, LogPayload | None]]:
    entries = LogEntry.objects.select_related("payload").order_by("index")
    for entry in entries.iterator(chunk_size=2000):
        yield entry, getattr(entry, "payload", None)


def _check_entry(expected: int, entry: LogEntry, payload: LogPayload | None) -> None:
    if entry.index != expected:
        raise Misfit(
            f"Entry {expected} of the log is missing: the next one is numbered {entry.index}."
        )
    changed = f"Entry {entry.index} of the log was changed after it was written"
    if leaf_hash(bytes(entry.leaf)) != bytes(entry.leaf_hash):
        raise Misfit(f"{changed}: its text does not have the fingerprint that was kept with it.")
    if canonical(envelope(entry)) != bytes(entry.leaf):
        raise Misfit(
            f"{changed}: who, when or what it shows is not what its sealed text says, or it "
            "stands in another's place."
        )
    if payload is None:
        raise Misfit(f"The content of entry {entry.index} of the log is missing.")
    if commitment(bytes(payload.salt), bytes(payload.body)) != bytes(entry.payload_digest):
        raise Misfit(
            f"The content of entry {entry.index} of the log was changed after it was written."
        )


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
    existing, made = 0, subject.made()
    rows = subject.rows().order_by("pk").iterator(chunk_size=_BATCH)
    while batch := list(itertools.islice(rows, _BATCH)):
        existing += len(batch)
        _check_batch(subject, batch, made)
    if made:
        named = f'The {_options(subject).verbose_name} "{next(iter(made))}"'
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
        else:
            _check_row(subject, row, index, json.loads(bytes(payloads[index].body))["after"])


def _check_unlogged(subject: Subject, row: Any, made: State | None) -> None:
    if made is None:
        named = _named(subject, row.pk, subject.state(row))
        raise Misfit(
            f"{named} is in the record, but the log knows nothing of it: it was put there "
            "past Havari."
        )
    _compare(subject, row, json.loads(canonical(made)), "Havari made it with")


def _check_row(subject: Subject, row: Any, index: int, logged: dict[str, Any] | None) -> None:
    if logged is None:
        raise Misfit(
            f"{_named(subject, row.pk, subject.state(row))} is in the record, but entry {index} "
            "of the log says that it was taken back: it was put there again past Havari."
        )
    _compare(subject, row, logged, f"entry {index} of the log recorded")


def _compare(subject: Subject, row: Any, told: dict[str, Any], by: str) -> None:
    state = subject.state(row)
    present = json.loads(canonical(state))
    for name in sorted(present.keys() | told.keys()):
        if present.get(name) != told.get(name) or (name in present) != (name in told):
            raise Misfit(
                f"{_named(subject, row.pk, state)} is not what the log says: its "
                f"{_label(subject, name)} is {_quoted(present.get(name))}, but {by} "
                f"{_quoted(told.get(name))}. It was changed past Havari."
            )


def _check_nothing_is_gone(subject: Subject) -> None:
    table = _options(subject).db_table
    with connection.cursor() as cursor:
        cursor.execute(_LAST_WORDS_ON_NOTHING.format(table=table), [subject.kind])
        indexes = sorted(index for (index,) in cursor.fetchall())
    payloads = LogPayload.objects.filter(pk__in=indexes).select_related("entry").order_by("pk")
    for payload in payloads.iterator():
        logged = json.loads(bytes(payload.body))["after"]
        if logged is not None:
            named = _named(subject, payload.entry.subject_id, logged)
            raise Misfit(
                f"{named} is gone from the record: entry {payload.pk} of the log tells of it, and "
                "no later one says that it was taken back."
            )


_TITLES = ("reference", "title", "name", "full_name", "text", "role", "relation", "source", "key")


def _named(subject: Subject, number: Any, state: Mapping[str, Any]) -> str:
    # From the state alone: a row that points to nothing cannot be asked for its name.
    told = [str(state[name]) for name in _TITLES if state.get(name)]
    named = f"The {_options(subject).verbose_name} {number}"
    return f"{named} ({_quoted(' '.join(told))})" if told else named


def _label(subject: Subject, name: str) -> str:
    options = _options(subject)
    names = {each.name: each for each in (*options.fields, *options.many_to_many)}
    return str(names[name].verbose_name) if name in names else name.replace("_", " ")


def _options(subject: Subject) -> Any:
    return subject.rows().model._meta  # noqa: SLF001 - documented API of Django


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
