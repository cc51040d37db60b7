"""What the log says of the record, to those who may read it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, F, Func, JSONField, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce

from accounts.models import User
from audit.models import LogEntry, LogPayload
from incidents.models import Incident, RoleHeld, Status
from incidents.models.incident import VIEW_RESTRICTED

# What changes how an incident stands, to those who lead it.
OF_THE_ROOM = {
    "incident", "role_held", "timeline_entry", "impact_group", "impact_estimate", "action_item",
    "statement", "release",
}  # fmt: skip


def log_for(user: User) -> QuerySet[LogEntry]:
    """Every change `user` may know of: of no incident, or of incidents that exist to them.

    A link to a hidden incident does not exist to them either, whichever incident says it.
    """
    if user.has_perm(VIEW_RESTRICTED):
        return LogEntry.objects.all()
    visible = Incident.objects.visible_to(user).values("pk")
    return LogEntry.objects.filter(
        Q(incident_id=None) | Q(incident_id__in=visible),
        ~Q(subject_type="incident_link") | Q(pk__in=_links_to(visible)),
    )


def _links_to(incidents: QuerySet[Incident, Any]) -> QuerySet[LogPayload, Any]:
    links = LogPayload.objects.filter(entry__subject_type="incident_link")
    return (
        links.annotate(told=_Content(F("body")))
        .annotate(target=Coalesce(_target("after"), _target("before")))
        .filter(target__in=incidents)
        .values("pk")
    )


class _Content(Func):
    template = "convert_from(%(expressions)s, 'UTF8')::jsonb"
    output_field = JSONField()


def _target(side: str) -> Cast:
    return Cast(KeyTextTransform("target", KeyTransform(side, "told")), BigIntegerField())


def recorded_since(incident: Incident, index: int, reader: User) -> int:
    """How much others recorded in the incident after that entry of the log."""
    later = log_for(reader).filter(incident_id=incident.pk, index__gt=index)
    return later.filter(subject_type__in=OF_THE_ROOM).exclude(actor_id=reader.pk).count()


def handed_note_of(held: RoleHeld) -> str:
    """What whoever handed the role over said the next person must know; "" once it is erased."""
    handed = LogPayload.objects.filter(
        entry__subject_type="role_held",
        entry__subject_id=str(held.pk),
        entry__verb="role.handed_over",
    ).first()
    return str(handed.content.get("reason", "")) if handed else ""


def status_at(incident: Incident, moment: datetime) -> Status:
    """The status of the incident at a moment, as the log tells.

    It is that of now where the whole record was written down after that moment.
    """
    status = Status(incident.status)
    entries = LogEntry.objects.filter(
        subject_type="incident", subject_id=str(incident.pk), recorded_at__gt=moment
    )
    for entry in entries.select_related("payload").order_by("-index"):
        payload = getattr(entry, "payload", None)
        if payload is None:
            continue
        before = payload.content.get("before")
        if before is None:
            return Status(incident.status)
        status = Status(before.get("status", status))
    return status


def last_changes(incident: Incident, fields: Collection[str]) -> dict[str, datetime]:
    """When each field of the incident was last made what it is, as far as the log still tells."""
    entries = LogEntry.objects.filter(subject_type="incident", subject_id=str(incident.pk))
    found: dict[str, datetime] = {}
    for entry in entries.select_related("payload").order_by("-index"):
        payload = getattr(entry, "payload", None)
        if payload is None:
            continue
        before, after = payload.content.get("before") or {}, payload.content.get("after") or {}
        for field in fields:
            if field not in found and before.get(field) != after.get(field):
                found[field] = entry.recorded_at
    return found
