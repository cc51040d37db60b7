"""Every page there is to open, of a record that has something of everything."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Group
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.full_record import FullRecord

# They answer to a POST or to a program, or need a state that no address alone brings about.
NOT_OPENED = {
    "alert_key_end",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_set_password",
    "account_signup",
    "attachment_bare",
    "attachment_file",
    "attachment_small",
    "calendar_end",
    "calendar_feed",
    "calendar_renew",
    "checklist_begin",
    "checkpoint_note",
    "comment_settle",
    "delivery_body",
    "dissent_withdraw",
    "draft_discard",
    "entry_add",
    "entry_meaning",
    "filter_remove",
    "healthz",
    "incident_status",
    "insights_table",
    "live_ticket",
    "log_key",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "person_invite",
    "postmortem_complete",
    "postmortem_export",
    "postmortem_start",
    "public_components",
    "public_feed",
    "public_incidents",
    "public_incidents_unresolved",
    "public_scheduled_maintenances",
    "public_scheduled_maintenances_active",
    "public_scheduled_maintenances_upcoming",
    "public_status",
    "public_summary",
    "incident_follow",
    "name_take_back",
    "not_the_same_take_back",
    "notification_count",
    "notifications_unsubscribe",
    "published_report",
    "readyz",
    "report_approve",
    "reviewer_release",
    "section_restore",
    "section_state",
    "statement_approve",
    "step_tick",
    "token_revoke",
    "wording_take_back",
}


def addresses(record: FullRecord) -> dict[str, str]:
    """The address of every page by its name; a page that is new is among them by itself."""
    known = {
        "year": record.incident.year,
        "number": record.incident.number,
        "entry_id": record.entry.pk,
        "attachment_id": record.attachment.pk,
        "group_id": record.group.pk,
        "action_id": record.action.pk,
        "factor_id": record.factor.pk,
        "filter_id": record.shared_filter.pk,
        "slug": record.checklist.slug,
        "version": 1,
        "begun_id": record.begun.pk,
        "step": 2,
        "of_list": "incident_list",
        "role_id": record.held.pk,
        "link_id": record.link.pk,
        "service_id": record.service.pk,
        "webhook_id": record.webhook.pk,
        "source": record.source.slug,
        "statement_id": record.statement.pk,
        "fact_id": record.fact.pk,
        "template": record.template.pk,
        "rule_name": "press",
        "premise_name": record.premise.name,
        "component_id": record.component.pk,
        "kept_id": record.kept.pk,
        "severity": "sev4",
        "template_id": record.sections.pk,
        "reviewer_id": record.reviewed.reviewer.pk,
        "comment_id": record.reviewed.comment.pk,
        "dissent_id": record.reviewed.dissent.pk,
        "decision_id": record.named.pk,
        "said_id": record.unlike.pk,
        "other_year": record.second.year,
        "other_number": record.second.number,
        "report": record.publication.address,
        "audience": record.publication.audience,
        "import_id": record.brought.pk,
        "waiting": record.waiting,
        "person_id": record.action.owner_id,
        "key": "summary",
        "index": 0,
    }
    found = {
        pattern.name: reverse(pattern.name, kwargs={name: known[name] for name in _asked(pattern)})
        for pattern in _patterns(get_resolver())
        if pattern.name not in NOT_OPENED
    }
    return found | {"role_recompose": reverse("role_recompose", args=[_any_role()])}


def _patterns(resolver: URLResolver) -> Iterator[Any]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif pattern.app_name != "admin" and str(pattern.pattern) != "api/":
            yield from _patterns(pattern)


def _asked(pattern: URLPattern) -> list[str]:
    return list(pattern.pattern.converters)


def _any_role() -> int:
    return Group.objects.order_by("pk").values_list("pk", flat=True)[0]
