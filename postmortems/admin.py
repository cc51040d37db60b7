"""Postmortems in the administration, to look at."""

from django.contrib import admin

from accounts.admin import site
from incidents.admin import OfIncident
from postmortems.models import Postmortem, Section


@admin.register(Postmortem, site=site)
class PostmortemAdmin(OfIncident):
    """Postmortems."""

    list_display = ("incident", "status", "started_at", "completed_at")
    list_select_related = ("incident",)
    list_filter = ("status",)
    ordering = ("-pk",)


@admin.register(Section, site=site)
class SectionAdmin(OfIncident):
    """What stands under each heading."""

    paths = ("postmortem__incident",)
    list_display = ("postmortem", "key", "version")
    list_select_related = ("postmortem__incident",)
    ordering = ("-pk",)
