"""Statements in the administration, to look at."""

from django.contrib import admin

from accounts.admin import ReadingAdmin, site
from incidents.admin import OfIncident
from incidents.models.incident import VIEW
from statements.models import (
    Approval,
    ApprovalRule,
    Fact,
    Mention,
    Premise,
    PublicComponent,
    PublicPage,
    Release,
    SilenceNotice,
    StaleNotice,
    Statement,
    StatementTemplate,
    VoidNotice,
    Wording,
)


@admin.register(Statement, site=site)
class StatementAdmin(OfIncident):
    """Statements."""

    list_display = ("title", "incident", "audience", "language", "kind")
    list_select_related = ("incident",)
    list_filter = ("audience", "language", "kind")
    ordering = ("-pk",)


@admin.register(Wording, site=site)
class WordingAdmin(OfIncident):
    """Every version of the words."""

    paths = ("statement__incident",)
    list_display = ("statement", "number", "author", "written_at")
    list_select_related = ("statement__incident", "author")
    ordering = ("-pk",)


@admin.register(Approval, site=site)
class ApprovalAdmin(OfIncident):
    """Who stands behind which words."""

    paths = ("wording__statement__incident",)
    list_display = ("wording", "approver", "approved_at")
    list_select_related = ("wording__statement__incident", "approver")
    ordering = ("-pk",)


@admin.register(Release, site=site)
class ReleaseAdmin(OfIncident):
    """What has left the house."""

    paths = ("statement__incident",)
    list_display = ("statement", "recipients", "released_by", "released_at")
    list_select_related = ("statement__incident", "released_by")
    ordering = ("-pk",)


@admin.register(Mention, site=site)
class MentionAdmin(OfIncident):
    """What was printed of it."""

    paths = ("release__statement__incident",)
    list_display = ("outlet", "release", "printed_at", "noted_at")
    list_select_related = ("release__statement__incident",)
    ordering = ("-pk",)


@admin.register(StatementTemplate, site=site)
class TemplateAdmin(ReadingAdmin):
    """Texts that statements start from."""

    needs = VIEW
    list_display = ("title", "language", "kind", "is_withdrawn")


@admin.register(Fact, site=site)
class FactAdmin(OfIncident):
    """Lines of the fact sheets."""

    list_display = ("text", "incident", "kind", "source", "as_of")
    list_select_related = ("incident",)
    ordering = ("-pk",)


@admin.register(ApprovalRule, site=site)
class ApprovalRuleAdmin(ReadingAdmin):
    """How many must stand behind what is said to whom."""

    needs = VIEW
    list_display = ("name", "approvals", "needs_communications")


@admin.register(Premise, site=site)
class PremiseAdmin(ReadingAdmin):
    """What the load of mass messages is worked out from."""

    needs = VIEW
    list_display = ("name", "value", "source", "as_of")


@admin.register(PublicPage, site=site)
class PublicPageAdmin(ReadingAdmin):
    """Whether strangers can read it."""

    needs = VIEW
    list_display = ("name", "is_on", "changed_at")


@admin.register(PublicComponent, site=site)
class PublicComponentAdmin(ReadingAdmin):
    """What services are called there."""

    needs = VIEW
    list_display = ("service", "name_da", "name_en", "position", "is_shown")
    list_select_related = ("service",)


@admin.register(SilenceNotice, site=site)
class SilenceNoticeAdmin(OfIncident):
    """Who was reminded of a silence."""

    list_display = ("incident", "statement", "turn", "sent_at")
    list_select_related = ("incident", "statement")
    ordering = ("-pk",)


@admin.register(VoidNotice, site=site)
class VoidNoticeAdmin(OfIncident):
    """Who was told that an approval is void."""

    paths = ("approval__wording__statement__incident",)
    list_display = ("approval", "sent_at")
    list_select_related = ("approval__wording__statement__incident", "approval__approver")
    ordering = ("-pk",)


@admin.register(StaleNotice, site=site)
class StaleNoticeAdmin(OfIncident):
    """Who was told that a statement is no longer right."""

    paths = ("release__statement__incident",)
    list_display = ("release", "sent_at")
    list_select_related = ("release__statement__incident",)
    ordering = ("-pk",)
