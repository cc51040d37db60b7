"""What the log says, for those who may read it."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.endpoint import Endpoint, pages, reads
from audit.actor import require
from audit.models import LogEntry, LogPayload
from core.api.fields import MomentField
from core.api.pagination import PageQuery
from core.errors import NotFound
from incidents.api.place import IncidentField
from incidents.models import Incident
from incidents.selectors.log import log_for

VIEW_LOG = "audit.view_log"


@extend_schema_field(OpenApiTypes.STR)
class HexField(serializers.Field[bytes, str, str, Any]):
    """Bytes as hexadecimal digits."""

    def to_representation(self, value: bytes) -> str:
        """The digits, in small letters."""
        return bytes(value).hex()


class LogEntryListed(serializers.Serializer[LogEntry]):
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


class LogEntryAnswer(LogEntryListed):
    """One change with its content: what stood before and after, and why.

    `payload_digest` is the SHA-256 of `salt` followed by the canonical bytes (RFC 8785) of
    `content`; `leaf_hash` is the hash of `leaf`. Content and salt are null when they were erased.
    """

    leaf = serializers.SerializerMethodField()
    salt = HexField(allow_null=True, source="payload.salt")
    content = serializers.SerializerMethodField()

    def get_leaf(self, entry: LogEntry) -> str:
        """The exact text that was hashed."""
        return bytes(entry.leaf).decode()

    @extend_schema_field({"type": ["object", "null"], "additionalProperties": True})
    def get_content(self, entry: LogEntry) -> Any:
        """What stood before and after, and the reason if one was given."""
        payload: LogPayload | None = getattr(entry, "payload", None)
        return payload.content if payload else None


class LogQuery(PageQuery):
    """Which entries are asked for."""

    incident = IncidentField(required=False)
    verb = serializers.CharField(required=False, max_length=60)


class LogEndpoint(Endpoint):
    """An address of the log."""

    def entries(self) -> QuerySet[LogEntry]:
        """Every change whoever asks may know of.

        Raises:
            NotPermitted: who asks may not read the log.
        """
        require(self.actor, VIEW_LOG)
        its = Incident.objects.filter(pk=OuterRef("incident_id"))
        entries = log_for(self.person).select_related("payload")
        return entries.annotate(
            year=Subquery(its.values("year")), number=Subquery(its.values("number"))
        )


class Log(LogEndpoint):
    """The log."""

    @pages(LogEntryListed, operation="log_list", query=LogQuery, by=("index",))
    def get(self, asked: dict[str, Any]) -> QuerySet[LogEntry]:
        """Every change whoever asks may know of, the newest first; who asks must read the log."""
        entries = self.entries()
        if incident := asked.get("incident"):
            entries = entries.filter(incident_id=incident.pk)
        if verb := asked.get("verb"):
            entries = entries.filter(verb=verb)
        return entries


class OneLogEntry(LogEndpoint):
    """One entry of the log."""

    @reads(LogEntryAnswer, operation="log_entry_read")
    def get(self, index: int) -> LogEntry:
        """The change with its content, and what is needed to prove it."""
        entry = self.entries().filter(pk=index).first()
        if entry is None:
            raise NotFound(_("There is no such entry in the log."))
        return entry
