"""Whom an entry of the log concerns, and as what."""

from collections.abc import Iterator, Mapping
from typing import Any

from accounts.models import User
from audit.models import LogEntry
from incidents.models import RoleHeld, Severity
from notifications.models import Kind

SERIOUS = (Severity.SEV1, Severity.SEV2)
VERBS = (
    "incident.declared",
    "incident.changed",
    "role.assigned",
    "role.handed_over",
    "action.added",
    "action.changed",
)
Concerned = tuple[str, int]


def concerned_by(entry: LogEntry) -> Iterator[Concerned]:
    """Kinds and people, each with what they would be told; never who did it themselves.

    An entry whose content the law had erased concerns nobody any more.
    """
    payload = getattr(entry, "payload", None)
    if payload is None or entry.verb not in VERBS:
        return
    before, after = payload.content.get("before") or {}, payload.content.get("after") or {}
    for kind, person in _told(entry, before, after):
        if person is not None and person != entry.actor_id:
            yield kind, person


def _told(
    entry: LogEntry, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[tuple[str, int | None]]:
    match entry.subject_type:
        case "role_held":
            yield Kind.ROLE, after.get("person")
        case "action_item":
            if after.get("owner") != before.get("owner"):
                yield Kind.ACTION, after.get("owner")
        case "incident":
            yield from _told_of_incident(entry, before, after)


def _told_of_incident(
    entry: LogEntry, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Concerned]:
    became_serious = after.get("severity") in SERIOUS and before.get("severity") not in SERIOUS
    if became_serious:
        everybody = User.objects.filter(is_active=True).values_list("pk", flat=True)
        yield from ((Kind.SERIOUS, person) for person in everybody)
    if before and entry.incident_id is not None and _moved(before, after):
        held = RoleHeld.objects.filter(incident_id=entry.incident_id, held_until=None)
        here = held.order_by().values_list("person", flat=True).distinct()
        yield from ((Kind.NEWS, person) for person in here)


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return any(before.get(name) != after.get(name) for name in ("status", "severity"))
