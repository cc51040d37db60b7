"""Imported files in the administration, to look at."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet

from accounts.admin import site
from imports.models import TimelineImport
from incidents.admin import OfIncident


@admin.register(TimelineImport, site=site)
class TimelineImportAdmin(OfIncident):
    """Which files were brought, and when."""

    list_display = ("pk", "incident", "name", "form", "imported_at", "undone_at")
    exclude = ("content",)

    def visible(self, rows: QuerySet[Any], reader: Any) -> QuerySet[Any]:
        """Those of the incidents that the reader may know of, without the files themselves."""
        return super().visible(rows, reader).defer("content")
