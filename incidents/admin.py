"""The record and the log in the administration, to look at."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet

from accounts.admin import ReadingAdmin, site
from audit.models import Checkpoint, LogEntry, LogPayload
from incidents import models
from incidents.models import Incident
from incidents.models.incident import VIEW, VIEW_RESTRICTED
from incidents.selectors.log import log_for

VIEW_LOG = "audit.view_log"


class OfIncident(ReadingAdmin):
    """Rows that belong to incidents: who may not know of the incident, does not see them."""

    needs = VIEW
    paths: ClassVar[tuple[str, ...]] = ("incident",)
    """How the incident is reached; what belongs to two shows when both may be known."""

    def visible(self, rows: QuerySet[Any], reader: Any) -> QuerySet[Any]:
        """Rows of the incidents that the reader may know of."""
        visible = Incident.objects.visible_to(reader).values("pk")
        for path in self.paths:
            rows = rows.filter(**{f"{path}__in": visible})
        return rows


@admin.register(Incident, site=site)
class IncidentAdmin(ReadingAdmin):
    """Incidents."""

    needs = VIEW
    list_display = ("reference", "title", "severity", "status", "is_restricted", "declared_at")
    list_filter = ("status", "severity", "category", "is_restricted")
    search_fields = ("title",)

    def visible(self, rows: QuerySet[Any], reader: Any) -> QuerySet[Any]:
        """Those that the reader may know of."""
        return Incident.objects.visible_to(reader)


@admin.register(models.Service, site=site)
class ServiceAdmin(ReadingAdmin):
    """The catalogue."""

    needs = VIEW
    list_display = ("name", "is_critical", "is_authorised")


@admin.register(models.TimelineEntry, site=site)
class TimelineEntryAdmin(OfIncident):
    """Timelines, with what was corrected and taken back."""

    list_display = ("pk", "incident", "occurred_at", "kind", "milestone", "recorded_at")
    list_filter = ("kind", "milestone", "is_retraction")
    list_select_related = ("incident",)
    ordering = ("-pk",)


@admin.register(models.Attachment, site=site)
class AttachmentAdmin(OfIncident):
    """Files of incidents, by the hash of what is in them."""

    list_display = ("name", "incident", "media_type", "size", "sha256", "withdrawn_at")
    list_select_related = ("incident",)
    search_fields = ("name", "sha256")
    ordering = ("-pk",)


@admin.register(models.ImpactGroup, site=site)
class ImpactGroupAdmin(OfIncident):
    """Groups of what was affected."""

    list_display = ("name", "incident", "unit", "population")
    list_select_related = ("incident",)
    ordering = ("-pk",)


@admin.register(models.ImpactEstimate, site=site)
class ImpactEstimateAdmin(OfIncident):
    """Every revision of every count."""

    paths = ("group__incident",)
    list_display = ("group", "revision", "low", "best", "high", "as_of", "recorded_at")
    list_select_related = ("group",)
    ordering = ("-pk",)


@admin.register(models.GroupRelation, site=site)
class GroupRelationAdmin(OfIncident):
    """How groups stand to each other."""

    paths = ("first__incident",)
    list_display = ("first", "relation", "second")
    list_select_related = ("first", "second")
    ordering = ("-pk",)


@admin.register(models.ContributingFactor, site=site)
class ContributingFactorAdmin(OfIncident):
    """What made incidents possible."""

    list_display = ("text", "incident", "withdrawn_at")
    list_select_related = ("incident",)
    ordering = ("-pk",)


@admin.register(models.ActionItem, site=site)
class ActionItemAdmin(OfIncident):
    """Follow-up work."""

    list_display = ("title", "incident", "owner", "due_on", "completed_at")
    list_filter = ("kind", "worked")
    list_select_related = ("incident", "owner")
    search_fields = ("title",)
    ordering = ("-pk",)


@admin.register(models.ActionReminder, site=site)
class ActionReminderAdmin(OfIncident):
    """Who was reminded when."""

    paths = ("action__incident",)
    list_display = ("action", "sent_on", "sent_to")
    list_select_related = ("action",)
    ordering = ("-pk",)


@admin.register(models.RoleHeld, site=site)
class RoleHeldAdmin(OfIncident):
    """Who held which role."""

    list_display = ("incident", "role", "person", "held_from", "held_until")
    list_select_related = ("incident", "person")
    ordering = ("-pk",)


@admin.register(models.IncidentLink, site=site)
class IncidentLinkAdmin(OfIncident):
    """How incidents stand to each other."""

    paths = ("source", "target")
    list_display = ("source", "kind", "target")
    list_select_related = ("source", "target")
    ordering = ("-pk",)


@admin.register(models.ImportedRecord, site=site)
class ImportedRecordAdmin(OfIncident):
    """Where incidents were taken over from."""

    list_display = ("source", "source_id", "incident", "imported_at")
    list_select_related = ("incident",)
    search_fields = ("source_id",)
    ordering = ("-pk",)


@admin.register(models.SavedFilter, site=site)
class SavedFilterAdmin(ReadingAdmin):
    """Filters that people saved, and which of them are shared."""

    list_display = ("name", "of_list", "query", "person", "is_shared")
    list_filter = ("of_list", "is_shared")
    list_select_related = ("person",)
    ordering = ("-pk",)


@admin.register(LogEntry, site=site)
class LogEntryAdmin(ReadingAdmin):
    """The log. An entry of an incident shows to those who may know of it."""

    needs = VIEW_LOG
    list_display = ("index", "recorded_at", "actor_id", "channel", "verb", "subject_type")
    list_filter = ("channel", "subject_type")
    search_fields = ("verb",)
    ordering = ("-index",)

    def visible(self, rows: QuerySet[Any], reader: Any) -> QuerySet[Any]:
        """Entries of no incident, and of those that the reader may know of."""
        return visible_entries(rows, reader)


@admin.register(LogPayload, site=site)
class LogPayloadAdmin(ReadingAdmin):
    """What entries commit to."""

    needs = VIEW_LOG
    list_display = ("entry",)
    list_select_related = ("entry",)
    ordering = ("-entry",)

    def visible(self, rows: QuerySet[Any], reader: Any) -> QuerySet[Any]:
        """The contents of entries that the reader may know of."""
        return visible_entries(rows, reader, "entry__")


@admin.register(Checkpoint, site=site)
class CheckpointAdmin(ReadingAdmin):
    """Signed heads of the log."""

    needs = VIEW_LOG
    list_display = ("size", "signed_at")
    ordering = ("-size",)


def visible_entries(rows: QuerySet[Any], reader: Any, path: str = "") -> QuerySet[Any]:
    """Entries of the log, or what hangs on them, that tell of nothing hidden from the reader."""
    if reader.has_perm(VIEW_RESTRICTED):
        return rows
    return rows.filter(**{f"{path}pk__in": log_for(reader).values("pk")})
