"""What the log says, for those who may read it."""

from typing import Any, ClassVar

from django.db.models import OuterRef, Q, QuerySet, Subquery
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.endpoint import Endpoint, pages
from audit.models import LogEntry, LogPayload
from core.api.fields import MomentField
from core.api.pagination import PageQuery
from incidents.api.place import IncidentField
from incidents.models import Incident
from incidents.services.door import require

VIEW_LOG = "audit.view_log"


@extend_schema_field(OpenApiTypes.STR)
class HexField(serializers.Field[bytes, str, str, Any]):
    """Bytes as hexadecimal digits."""

    def to_representation(self, value: bytes) -> str:
        """The digits, in small letters."""
        return bytes(value).hex()


class LogEntryAnswer(serializers.Serializer[LogEntry]):
    """One change. The hashes are those of the tree (RFC 9162)."""

    index = serializers.IntegerField()
    recorded_at = MomentField()
    actor_id = serializers.IntegerField(allow_null=True)
    actor_label = serializers.SerializerMethodField()
    channel = serializers.CharField()
    verb = serializers.CharField()
    subject_type = serializers.CharField()
    subject_id = serializers.CharField()
    incident = serializers.SerializerMethodField()
    payload_digest = HexField()
    leaf_hash = HexField()

    def get_actor_label(self, entry: Any) -> str:
        """The name whoever did it had then; empty where it was erased by law."""
        payload: LogPayload | None = getattr(entry, "payload", None)
        return payload.content["by"] if payload else ""

    def get_incident(self, entry: Any) -> str | None:
        """The reference of the incident it belongs to, if it belongs to one."""
        if entry.year is None:
            return None
        reference: str = Incident(year=entry.year, number=entry.number).reference
        return reference


class LogQuery(PageQuery):
    """Which entries are asked for."""

    incident = IncidentField(required=False)
    verb = serializers.CharField(required=False, max_length=60)


class Log(Endpoint):
    """The log."""

    tags: ClassVar[list[str]] = ["log"]

    @pages(LogEntryAnswer, operation="log_list", query=LogQuery, by=("index",))
    def get(self, asked: dict[str, Any]) -> QuerySet[LogEntry]:
        """Every change whoever asks may know of, the newest first; who asks must read the log."""
        require(self.actor, VIEW_LOG)
        visible = Incident.objects.visible_to(self.person)
        its = Incident.objects.filter(pk=OuterRef("incident_id"))
        entries = (
            LogEntry.objects.select_related("payload")
            .filter(Q(incident_id=None) | Q(incident_id__in=visible.values("pk")))
            .annotate(year=Subquery(its.values("year")), number=Subquery(its.values("number")))
        )
        if incident := asked.get("incident"):
            entries = entries.filter(incident_id=incident.pk)
        if verb := asked.get("verb"):
            entries = entries.filter(verb=verb)
        return entries
