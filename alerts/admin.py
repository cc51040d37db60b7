"""Alerts and where they come from in the administration, to look at."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet

from accounts.admin import ReadingAdmin, site
from alerts import models
from incidents.models import Incident
from incidents.models.incident import VIEW


@admin.register(models.AlertSource, site=site)
class AlertSourceAdmin(ReadingAdmin):
    """Where alerts come from."""

    list_display = ("name", "slug", "kind", "opens_incidents", "is_active")
    list_filter = ("kind", "is_active")


@admin.register(models.AlertKey, site=site)
class AlertKeyAdmin(ReadingAdmin):
    """Keys of sources; not what they are recognised by."""

    list_display = ("pk", "source", "proof", "created_at", "ended_at")
    exclude = ("digest", "sealed")


class OfIncidentOrNone(ReadingAdmin):
    """Rows of incidents that the reader may know of, and rows that are in no incident."""

    needs = VIEW

    def visible(self, rows: QuerySet[Any], reader: Any) -> QuerySet[Any]:
        """Those that the reader may know of."""
        known = Incident.objects.visible_to(reader).values("pk")
        return rows.filter(Q(incident=None) | Q(incident__in=known))


@admin.register(models.Alert, site=site)
class AlertAdmin(OfIncidentOrNone):
    """Alerts as they were told last."""

    list_display = ("pk", "source", "title", "is_firing", "incident", "changed_at")
    list_filter = ("is_firing", "source")


@admin.register(models.Delivery, site=site)
class DeliveryAdmin(OfIncidentOrNone):
    """What arrived; the bytes themselves are for the auditor."""

    list_display = ("pk", "source", "incident", "received_at", "size")
    exclude = ("body",)
