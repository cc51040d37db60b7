"""The one place that writes a log entry: in the transaction of the change it tells of."""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import rfc8785
from django.core.serializers.json import DjangoJSONEncoder
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from audit.actor import Actor
from audit.merkle import leaf_hash
from audit.models import LogEntry
from audit.seals import seal

State = Mapping[str, Any]
SCHEMA_VERSION = 1
_COLUMNS = [field.attname for field in LogEntry._meta.concrete_fields]  # noqa: SLF001 - Django's API


def record(
    *,
    actor: Actor,
    verb: str,
    subject_type: str,
    subject_id: int | str,
    before: State | None,
    after: State | None,
    incident_id: int | None = None,
    reason: str = "",
) -> LogEntry:
    """Log one change, last thing before the transaction ends.

    Takes the log's lock, so that indexes have no gaps and follow the order of commits; every
    other lock must be held already. Followers are notified of the index at commit.

    Raises:
        RuntimeError: outside a transaction, where change and entry could part.
        DatabaseError: the database did not take the entry; then the change is not made either.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("The log is written in the transaction of the change it tells of.")
    salt, body = secrets.token_bytes(32), _content(actor, before, after, reason)
    entry = LogEntry(
        index=_next_index(),
        recorded_at=timezone.now(),
        actor_id=actor.user.pk if actor.user else None,
        channel=actor.channel,
        verb=verb,
        subject_type=subject_type,
        subject_id=str(subject_id),
        incident_id=incident_id,
        payload_digest=commitment(salt, body),
    )
    entry.leaf = rfc8785.dumps(envelope(entry))
    entry.leaf_hash, entry.seal = leaf_hash(entry.leaf), seal(entry.leaf)
    _append(entry, salt, body)
    return entry


def newest_entry() -> tuple[int, bytes] | None:
    """Index and hash of the last entry; None in an empty log. It reads that one row.

    Whoever made something of the record and still reads the same here would make the same of it.
    """
    # The question tells by itself whether the connection still lives; Django need not ask before it.
    connection.health_check_done = True  # type: ignore[attr-defined] # the stubs leave it out
    try:
        return _newest_entry()
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return _newest_entry()


def _newest_entry() -> tuple[int, bytes] | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT index, leaf_hash FROM audit_entry ORDER BY index DESC LIMIT 1")
        row = cursor.fetchone()
    return (row[0], bytes(row[1])) if row else None


def _content(actor: Actor, before: State | None, after: State | None, reason: str) -> bytes:
    """What the leaf only commits to: names and words, which the law may ask to erase."""
    told = {"by": actor.label, "before": before, "after": after}
    return canonical(told | ({"reason": reason} if reason else {}))


def _next_index() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_next()")
        index: int = cursor.fetchone()[0]
    return index


def _append(entry: LogEntry, salt: bytes, body: bytes) -> None:
    row = tuple(getattr(entry, column) for column in _COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_append(%s::audit_entry, %s, %s)", [row, salt, body])


def envelope(entry: LogEntry) -> dict[str, Any]:
    """What a leaf says of a change: who, what, when, and the commitment to the content.

    Who by number only: a leaf is for ever, a name is not.
    """
    return {
        "v": SCHEMA_VERSION,
        "index": entry.index,
        "recorded_at": timestamp(entry.recorded_at),
        "actor": entry.actor_id,
        "channel": entry.channel,
        "verb": entry.verb,
        "subject": {"type": entry.subject_type, "id": entry.subject_id},
        "incident": entry.incident_id,
        "payload": bytes(entry.payload_digest).hex(),
    }


def canonical(value: Any) -> bytes:
    """The one byte form of a value (RFC 8785); times, decimals and ids as strings."""
    plain = json.loads(json.dumps(value, cls=_Encoder))
    return rfc8785.dumps(plain)


def commitment(salt: bytes, body: bytes) -> bytes:
    """SHA-256(salt || body): fixes a payload without showing it."""
    return sha256(salt + body).digest()


def timestamp(moment: datetime) -> str:
    """A moment in UTC with microseconds, always of the same length."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        return timestamp(o) if isinstance(o, datetime) else super().default(o)
