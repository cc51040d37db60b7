"""Whether the log is what it was: every byte, every checkpoint, and the tables it tells of."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection, transaction

from audit.checkpoints import BadCheckpoint, Head, read
from audit.keys import signing_key
from audit.log import canonical, commitment, envelope
from audit.merkle import Tree, leaf_hash
from audit.models import Checkpoint, LogEntry, LogPayload


@dataclass
class Findings:
    """How much was checked, and the first thing that does not fit, in plain words."""

    entries: int = 0
    checkpoints: int = 0
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
