"""Checklists, to look at."""

from django.contrib import admin

from accounts.admin import ReadingAdmin, site
from checklists.models import BegunChecklist, Checklist
from incidents.admin import OfIncident
from incidents.models.incident import VIEW


@admin.register(Checklist, site=site)
class ChecklistAdmin(ReadingAdmin):
    """Every version of every checklist."""

    needs = VIEW
    list_display = ("name", "version", "language", "author", "written_at", "withdrawn_at")
    list_filter = ("language",)
    list_select_related = ("author",)
    search_fields = ("name",)


@admin.register(BegunChecklist, site=site)
class BegunChecklistAdmin(OfIncident):
    """What is gone through in which incident."""

    list_display = ("checklist", "incident", "begun_by", "begun_at", "set_aside_at")
    list_select_related = ("checklist", "incident", "begun_by")
