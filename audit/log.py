"""The one place that writes a log entry: in the transaction of the change it tells of."""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import rfc8785
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from audit.actor import Actor
from audit.merkle import leaf_hash
from audit.models import LogEntry

State = Mapping[str, Any]
CHANNEL = "havari_log"
SCHEMA_VERSION = 1

_COLUMNS = [
    "index",
    "recorded_at",
    "actor_id",
    "actor_label",
    "channel",
    "verb",
    "subject_type",
    "subject_id",
    "incident_id",
    "payload_digest",
    "leaf",
    "leaf_hash",
]
_APPEND = """
WITH entry AS (
    INSERT INTO audit_entry (index, recorded_at, actor_id, actor_label, channel, verb,
        subject_type, subject_id, incident_id, payload_digest, leaf, leaf_hash)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING index
), payload AS (
    INSERT INTO audit_payload (entry_id, salt, body) SELECT index, %s, %s FROM entry
)
SELECT pg_notify(%s, index::text) FROM entry
"""


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
    """
    if not connection.in_atomic_block:
        raise RuntimeError("The log is written in the transaction of the change it tells of.")
    salt = secrets.token_bytes(32)
    content = {"before": before, "after": after} | ({"reason": reason} if reason else {})
    body = canonical(content)
    digest = commitment(salt, body)
    with connection.cursor() as cursor:
        cursor.execute("SELECT next_index, recorded_at FROM audit_next()")
        index, recorded_at = cursor.fetchone()
        entry = LogEntry(
            index=index,
            recorded_at=recorded_at,
            actor_id=actor.user.pk if actor.user else None,
            actor_label=actor.label,
            channel=actor.channel,
            verb=verb,
            subject_type=subject_type,
            subject_id=str(subject_id),
            incident_id=incident_id,
            payload_digest=digest,
        )
        entry.leaf = canonical(envelope(entry))
        entry.leaf_hash = leaf_hash(entry.leaf)
        row = [getattr(entry, column) for column in _COLUMNS]
        cursor.execute(_APPEND, [*row, salt, body, CHANNEL])
    return entry


def envelope(entry: LogEntry) -> dict[str, Any]:
    """What a leaf says of a change: who, what, when, and the commitment to the content."""
    return {
        "v": SCHEMA_VERSION,
        "index": entry.index,
        "recorded_at": timestamp(entry.recorded_at),
        "actor": {"id": entry.actor_id, "label": entry.actor_label},
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
