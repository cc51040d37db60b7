"""Postmortems in the administration, to look at."""

from django.contrib import admin

from accounts.admin import ReadingAdmin, site
from incidents.admin import OfIncident
from postmortems.models import (
    DueRule,
    KeptWording,
    Postmortem,
    PostmortemTemplate,
    Publication,
    SectionText,
)


@admin.register(Postmortem, site=site)
class PostmortemAdmin(OfIncident):
    """Postmortems."""

    list_display = ("incident", "status", "started_at", "completed_at")
    list_select_related = ("incident",)
    list_filter = ("status",)
    ordering = ("-pk",)


@admin.register(SectionText, site=site)
class SectionTextAdmin(OfIncident):
    """What stood under each heading, version by version."""

    paths = ("postmortem__incident",)
    list_display = ("postmortem", "key", "number", "author", "written_at")
    list_select_related = ("postmortem__incident", "author")
    ordering = ("-pk",)


@admin.register(KeptWording, site=site)
class KeptWordingAdmin(OfIncident):
    """Wordings that stay although the check points at them."""

    paths = ("postmortem__incident",)
    list_display = ("postmortem", "key", "words", "reason", "kept_at", "taken_back_at")
    list_select_related = ("postmortem__incident",)
    ordering = ("-pk",)


@admin.register(Publication, site=site)
class PublicationAdmin(OfIncident):
    """Which reports others can read."""

    paths = ("postmortem__incident",)
    list_display = ("postmortem", "audience", "edition", "published_at", "withdrawn_at")
    list_select_related = ("postmortem__incident", "edition")
    ordering = ("-published_at",)


@admin.register(PostmortemTemplate, site=site)
class PostmortemTemplateAdmin(ReadingAdmin):
    """The organisation's own lists of sections."""

    list_display = ("name", "version", "withdrawn_at")
    ordering = ("name",)


@admin.register(DueRule, site=site)
class DueRuleAdmin(ReadingAdmin):
    """Until when postmortems are asked for."""

    list_display = ("severity", "working_days", "calendar")
    ordering = ("severity",)
