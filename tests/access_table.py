"""Who may do what, address by address: the table that `test_access.py` holds the program against.

It is written down here once more on purpose, so that a permission given or taken by mistake shows.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from imports.selectors.draft import Choices, Draft, draft_in, draft_of
from imports.waiting import taken_up
from incidents.services.several_actions import Asked, Chosen, mark_of
from notifications.models import Kind
from tests.full_record import KEEPING, SECTIONS, chat, digest_of, screenshot

READ = "incidents.view_incident"
READ_RESTRICTED = "incidents.view_restricted_incident"
DECLARE = "incidents.declare_incident"
KEEP = "incidents.keep_record"
LEAD = "incidents.lead_incident"
SERVICES = "incidents.manage_services"
LOG = "audit.view_log"
ERASE = "audit.erase_content"
WRITE = "postmortems.write_postmortem"
COMPLETE = "postmortems.complete_postmortem"
PUBLISH = "postmortems.publish_postmortem"
SET_UP_POSTMORTEMS = "postmortems.set_up_postmortems"
PEOPLE = "accounts.manage_people"
HOOKS = "webhooks.manage_webhooks"
SAY = "statements.write_statement"
APPROVE = "statements.approve_statement"
SET_UP = "statements.set_up_press"
ALERTS = "alerts.set_up_alerts"
CHECKLISTS = "checklists.keep_checklists"
SELF = ""
SAVED = {"name": "Mine", "query": "status=resolved"}
AUTHOR = "only whoever wrote it"
HOLDER = "only whoever was given the role"

HOLDS = {
    "viewer": {READ},
    "responder": {READ, DECLARE, KEEP, WRITE},
    "commander": {READ, DECLARE, KEEP, LEAD, WRITE, COMPLETE, APPROVE},
    "communications": {READ, DECLARE, KEEP, WRITE, PUBLISH, SAY, APPROVE},
    "approver": {READ, APPROVE},
    "auditor": {READ, READ_RESTRICTED, LOG},
    "administrator": {
        READ,
        READ_RESTRICTED,
        DECLARE,
        KEEP,
        LEAD,
        SERVICES,
        LOG,
        ERASE,
        WRITE,
        COMPLETE,
        PUBLISH,
        SET_UP_POSTMORTEMS,
        PEOPLE,
        HOOKS,
        SAY,
        APPROVE,
        SET_UP,
        ALERTS,
        CHECKLISTS,
    },
    "roleless": set(),
}
PERSONAS = [*HOLDS, "anonymous"]

Said = dict[str, Any]
KEPT = asdict(KEEPING)
PUBLISHED = {"edition": 1, "audience": "outside"}
NAME = {"name": "Kari Nordmann", "kind": "supplier"}
NAMED = {"name": "Mistaken", "sections": SECTIONS.sections}


@dataclass(frozen=True)
class Route:
    """An address: the permission each method needs, and a body that would be carried out.

    A method that is not named is refused to everybody (405). An address in an incident does not
    exist (404) for those who may not know of the incident.
    """

    is_inside: bool = False
    needs: dict[str, str] = field(default_factory=dict)
    body: Said | Callable[[Any], Said] = field(default_factory=dict)

    def said(self, kept: Any) -> Said:
        """What is sent, about the record that was kept."""
        return self.body(kept) if callable(self.body) else self.body


def inside(body: Said | Callable[[Any], Said] | None = None, **needs: str) -> Route:
    """An address in an incident."""
    return Route(True, needs, body or {})


def outside(body: Said | Callable[[Any], Said] | None = None, **needs: str) -> Route:
    """An address that belongs to no incident."""
    return Route(False, needs, body or {})


@dataclass(frozen=True)
class Door:
    """An address about signing in: what a GET answers to strangers and to whoever is signed in."""

    stranger: int
    signed_in: int


ENTRY = {
    "text": "Seen",
    "occurred_at": "2026-11-04T15:59:00",
    "precision": "minute",
    "kind": "note",
}
READ_SO = Choices(zone="UTC", day=date(2026, 11, 4))
OPENING = {"title": "Elsewhere", "severity": "sev3", "status": "resolved", "category": "outage"}


def chosen_of(draft: Draft) -> Said:
    """The first row of a file that somebody looked at."""
    return {
        "import": "1",
        "mark": draft.mark,
        "zone": "UTC",
        "day": "2026-11-04",
        "row-1-take": "on",
        "row-1-at": "2026-11-04T15:05",
    }


GROUP = {"name": "Others", "unit": "customers"}
SOURCE = {
    "name": "Prometheus",
    "slug": "prometheus",
    "kind": "alertmanager",
    "severity": "sev3",
    "category": "outage",
}
ESTIMATE = {
    "best": "5",
    "low": "4",
    "high": "6",
    "as_of": "2026-11-04T16:30:00",
    "source": "Log",
    "reason": "Counted",
    "version": "1",
}
ACTION = {"title": "Rehearse", "kind": "learn"}
API_HOOK = {"name": "Pager", "url": "https://hooks.example.org/new", "kinds": ["incident"]}
HOOK = {"name": "Screen", "url": "https://hooks.example.org", "kinds": ["incident"]}
REASON = {"reason": "It must be so"}
PERSON = {
    "name": "Bo Holm",
    "email": "bo@example.org",
    "language": "da",
    "time_zone": "Europe/Copenhagen",
    "roles": ["viewer"],
}


def access_of(kept: Any) -> Said:
    """Only one person is named from now on, and no group."""
    return REASON | {"people": [kept.person.pk], "version": kept.incident.version}


PLAN = {
    "title": "Soon more",
    "audience": "staff",
    "channel": "intranet",
    "language": "en",
    "kind": "update",
}


TEMPLATE = {"title": "Soon", "language": "en", "kind": "update", "text": "More by [[when]]."}
FACT = {"kind": "doing", "text": "Payments are watched", "source": "The commander"}


RULE = {"approvals": 3, "reason": "It must be so"}
PREMISE = {"value": 1_700_000, "source": "The push system", "as_of": "2026-11-04T16:30:00"}
PUBLIC_PAGE = {"name": "Fleet payments", "is_on": "on", "version": 1}
NAMING = {"name_da": "Kort", "name_en": "Cards", "position": 2, "is_shown": "on"}
MENTION = {"outlet": "The newspaper", "quote": "Soon more"}


CHECKLIST = {"name": "Last hour", "language": "en", "steps": "Everybody goes home | Commander"}
API_CHECKLIST = CHECKLIST | {"steps": [{"words": "Everybody goes home"}]}
WHOLE_CHECKLIST = API_CHECKLIST | {"severities": [], "categories": [], "version": 1}
BEGIN = {"checklist": "first-ten-minutes", "version": 1}


DAY = {"day": "2026-11-04", "format": "text", "language": "da"}


def exactly(kept: Any) -> Said:
    """The very words that the page of the statement shows."""
    return {"digest": digest_of(kept.incident, kept.statement)}


PAGES: dict[str, Route] = {
    "incident_list": outside(get=SELF),
    "incident_alike": outside(get=DECLARE),
    "incident_declare": outside(
        {"title": "New", "severity": "sev3", "category": "outage"},
        get=DECLARE,
        post=DECLARE,
    ),
    "incident_bring": outside({"pasted": "14:05 Seen"}, get=DECLARE, post=DECLARE),
    "incident_import": outside(
        lambda kept: OPENING | chosen_of(draft_in(None, taken_up(kept.waiting), READ_SO)),
        get=DECLARE,
        post=DECLARE,
    ),
    "incident_detail": inside(get=READ),
    "incident_change": inside(
        lambda kept: {
            "title": "Better",
            "severity": "sev1",
            "status": "resolved",
            "category": "outage",
            "malice": "unknown",
            "version": kept.incident.version,
        },
        get=LEAD,
        post=LEAD,
    ),
    "incident_status": inside(
        lambda kept: {"status": "closed", "version": kept.incident.version}, post=LEAD
    ),
    "incident_access": inside(
        lambda kept: access_of(kept) | {"is_restricted": "on"}, get=LEAD, post=LEAD
    ),
    "link_add": inside(
        lambda kept: {"kind": "related", "target": kept.second.reference}, get=KEEP, post=KEEP
    ),
    "link_remove": inside(REASON, get=KEEP, post=KEEP),
    "entry_add": inside(ENTRY, get=READ, post=KEEP),
    "entry_correct": inside(ENTRY | REASON, get=KEEP, post=KEEP),
    "entry_meaning": inside({"text": "/sev 1"}, post=KEEP),
    # What was done with that entry was to set a status.
    "entry_undo": inside(REASON, get=KEEP, post=LEAD),
    "entry_retract": inside(REASON, get=KEEP, post=KEEP),
    "import_bring": inside({"pasted": "14:05 Seen"}, get=KEEP, post=KEEP),
    "import_preview": inside(
        lambda kept: chosen_of(draft_of(kept.brought, READ_SO)), get=KEEP, post=KEEP
    ),
    "import_undo": inside(REASON, get=KEEP, post=KEEP),
    "attachment_list": inside(get=READ),
    "attachment_add": inside(lambda _kept: {"file": screenshot()}, get=KEEP, post=KEEP),
    "attachment_detail": inside(get=READ),
    "attachment_caption": inside({"caption": "Logins", "version": "1"}, get=KEEP, post=KEEP),
    "attachment_report": inside({"caption": "Logins", "version": "1"}, get=KEEP, post=KEEP),
    "attachment_withdraw": inside(REASON | {"version": "1"}, get=KEEP, post=KEEP),
    "attachment_file": inside(get=READ),
    "attachment_small": inside(get=READ),
    "attachment_bare": inside(get=READ),
    "impact_detail": inside(get=READ),
    "group_add": inside(GROUP, get=KEEP, post=KEEP),
    "groups_relate": inside(
        lambda kept: {
            "first": kept.group.pk,
            "relation": "disjoint",
            "second": kept.within.pk,
        },
        get=KEEP,
        post=KEEP,
    ),
    "group_change": inside(GROUP | REASON | {"version": "1"}, get=KEEP, post=KEEP),
    "estimate_revise": inside(ESTIMATE, get=KEEP, post=KEEP),
    "incident_actions": inside(get=READ),
    "action_add": inside(ACTION, get=KEEP, post=KEEP),
    "action_change": inside(ACTION | {"version": "1"}, get=KEEP, post=KEEP),
    "action_complete": inside({"evidence": "Done", "version": "3"}, get=KEEP, post=KEEP),
    "action_check": inside({"worked": "yes", "basis": "x", "version": "3"}, get=KEEP, post=KEEP),
    "action_withdraw": inside(REASON | {"version": "3"}, get=KEEP, post=KEEP),
    "action_reopen": inside(REASON | {"version": "3"}, get=KEEP, post=KEEP),
    "factor_add": inside({"text": "It was dark", "kind": "unsorted"}, get=KEEP, post=KEEP),
    "factor_change": inside(
        {"text": "Dark", "kind": "process", "version": "1"}, get=KEEP, post=KEEP
    ),
    "factor_accept": inside(REASON | {"version": "1"}, get=KEEP, post=KEEP),
    "factor_withdraw": inside(REASON | {"version": "1"}, get=KEEP, post=KEEP),
    "role_assign": inside(
        lambda kept: {"role": "scribe", "person": kept.person.pk}, get=LEAD, post=LEAD
    ),
    # The page is there for whoever keeps the record; what they do not hold is handed over by leads.
    "role_hand_over": inside(lambda kept: {"to": kept.person.pk}, get=KEEP, post=LEAD),
    "role_confirm": inside(get=HOLDER, post=HOLDER),
    "role_end": inside({"note": "Enough"}, get=KEEP, post=LEAD),
    "incident_follow": inside({"is_on": "1"}, post=READ),
    "incident_log": inside(get=LOG),
    "log_list": outside(get=LOG),
    "log_entry": outside(get=LOG),
    "content_erase": outside(REASON, get=ERASE, post=ERASE),
    "checkpoint_list": outside(get=LOG),
    "checkpoint_note": outside(get=LOG),
    "log_key": outside(get=LOG),
    "action_list": outside(get=SELF),
    "actions_together": outside(
        lambda kept: {
            "chosen": f"{kept.action.pk}.3",
            "wish": "reopen",
            "shown": mark_of([Chosen(kept.action.pk, 3)], Asked("reopen", reason=REASON["reason"])),
            **REASON,
        },
        get=KEEP,
        post=KEEP,
    ),
    "checklist_list": outside(get=READ),
    "checklist_add": outside(CHECKLIST, get=CHECKLISTS, post=CHECKLISTS),
    "checklist_detail": outside(get=READ),
    "checklist_version": outside(get=READ),
    "checklist_change": outside(CHECKLIST | {"version": "1"}, get=CHECKLISTS, post=CHECKLISTS),
    "checklist_withdraw": outside(REASON | {"version": "1"}, get=CHECKLISTS, post=CHECKLISTS),
    "incident_checklists": inside(get=READ),
    "checklist_begin": inside({"checklist": "first-ten-minutes.1"}, post=KEEP),
    "step_tick": inside({"step": "1"}, post=KEEP),
    "step_leave_out": inside(REASON, get=KEEP, post=KEEP),
    "step_untick": inside(REASON, get=KEEP, post=KEEP),
    "checklist_set_aside": inside(REASON, get=KEEP, post=KEEP),
    "filter_list": outside(get=SELF),
    "filter_save": outside(SAVED, get=SELF, post=SELF),
    "filter_change": outside(SAVED | {"version": "1"}, get=SERVICES, post=SERVICES),
    "filter_remove": outside(post=SERVICES),
    "alert_source_list": outside(get=ALERTS),
    "alert_source_add": outside(SOURCE, get=ALERTS, post=ALERTS),
    "alert_source_detail": outside(get=ALERTS),
    "alert_source_change": outside(SOURCE | {"version": "1"}, get=ALERTS, post=ALERTS),
    "alert_key_make": outside({"proof": "token"}, get=ALERTS, post=ALERTS),
    "alert_key_end": outside(post=ALERTS),
    "delivery_body": outside(get=LOG),
    "service_list": outside(get=READ),
    "webhook_list": outside(get=HOOKS),
    "webhook_add": outside(HOOK | {"name": "Pager"}, get=HOOKS, post=HOOKS),
    "webhook_detail": outside(get=HOOKS),
    "webhook_change": outside(HOOK | {"version": "1"} | REASON, get=HOOKS, post=HOOKS),
    "webhook_renew": outside(REASON, get=HOOKS, post=HOOKS),
    "webhook_stop": outside(REASON, get=HOOKS, post=HOOKS),
    "webhook_replay": outside({"since": "2026-11-04T15:59:00"} | REASON, get=HOOKS, post=HOOKS),
    "service_add": outside({"name": "Cards"}, get=SERVICES, post=SERVICES),
    "service_change": outside({"name": "Cards", "version": "1"}, get=SERVICES, post=SERVICES),
    "postmortem_detail": inside(get=READ),
    "postmortem_list": outside(get=SELF),
    "due_rule_set": outside(
        {"working_days": "3", "calendar": "DK", "version": "1"},
        get=SET_UP_POSTMORTEMS,
        post=SET_UP_POSTMORTEMS,
    ),
    "postmortem_template_list": outside(get=SET_UP_POSTMORTEMS),
    "postmortem_template_add": outside(
        NAMED | {"name": "Short"}, get=SET_UP_POSTMORTEMS, post=SET_UP_POSTMORTEMS
    ),
    "postmortem_template_change": outside(
        NAMED | {"version": "1"}, get=SET_UP_POSTMORTEMS, post=SET_UP_POSTMORTEMS
    ),
    "postmortem_template_withdraw": outside(
        {"version": "1"}, get=SET_UP_POSTMORTEMS, post=SET_UP_POSTMORTEMS
    ),
    "template_take_over": inside(
        lambda kept: {"template": kept.sections.pk, "version": "3"}, get=WRITE, post=WRITE
    ),
    "postmortem_meeting": inside({"text": "So", "to": "section"}, get=READ, post=WRITE),
    "postmortem_start": inside({"language": "da"}, post=WRITE),
    "section_write": inside({"text": "So", "version": "1"}, get=WRITE, post=WRITE),
    "section_state": inside(get=WRITE),
    "postmortem_review": inside(get=READ),
    "reviewer_ask": inside(lambda kept: {"person": kept.person.pk}, get=WRITE, post=WRITE),
    "reviewer_release": inside(post=WRITE),
    "report_approve": inside({"digest": "0"}, post=READ),
    "comment_add": inside({"text": "Who?", "quote": ""}, get=READ, post=READ),
    "comment_answer": inside({"text": "All"}, get=READ, post=READ),
    "comment_settle": inside({"version": "1", "is_settled": "on"}, post=READ),
    "dissent_write": inside({"text": "It was two"}, get=READ, post=READ),
    "dissent_change": inside({"text": "It was two", "version": "1"}, get=AUTHOR, post=AUTHOR),
    "dissent_withdraw": inside({"version": "1"}, post=AUTHOR),
    "incident_similar": inside(get=READ),
    "not_the_same_say": inside(REASON, get=KEEP, post=KEEP),
    "not_the_same_take_back": inside(post=KEEP),
    "postmortem_people": inside(NAME, get=READ, post=KEEP),
    "name_take_back": inside(post=KEEP),
    "postmortem_editions": inside(get=READ),
    "publication_make": inside(PUBLISHED | {"was_read": "on"}, get=PUBLISH, post=PUBLISH),
    "publication_withdraw": inside(REASON, get=PUBLISH, post=PUBLISH),
    "draft_discard": inside(post=WRITE),
    "section_history": inside(get=READ),
    "section_restore": inside({"number": "0", "version": "1"}, post=WRITE),
    "wording_keep": inside(KEPT, get=WRITE, post=WRITE),
    "wording_take_back": inside(post=WRITE),
    "postmortem_complete": inside({"version": "3"}, post=COMPLETE),
    "postmortem_reopen": inside(REASON | {"version": "2"}, get=COMPLETE, post=COMPLETE),
    "postmortem_export": inside({"format": "markdown", "language": "da"}, post=READ),
    "incident_overview": inside(get=READ),
    "incident_wall": inside(get=READ),
    "incident_briefing": inside(get=READ),
    "insights": outside(get=READ),
    "search": outside(get=READ),
    # Without an incident it says only that something was recorded.
    "live_ticket": outside(get=SELF),
    "insights_table": outside(get=READ),
    "statement_list": outside(get=SELF),
    "template_list": outside(get=SAY),
    "template_add": outside(TEMPLATE, get=SAY, post=SAY),
    "template_change": outside(TEMPLATE | {"version": "1"}, get=SAY, post=SAY),
    "template_withdraw": outside({"version": "1"}, get=SAY, post=SAY),
    "fact_add": inside(FACT, get=SAY, post=SAY),
    "fact_change": inside(FACT | {"version": "1"}, get=SAY, post=SAY),
    "fact_withdraw": inside(REASON | {"version": "1"}, get=SAY, post=SAY),
    "figure_list": inside(get=READ),
    "press_setup": outside(get=SET_UP),
    "approval_rule_change": outside(RULE | {"version": "1"}, get=SET_UP, post=SET_UP),
    "premise_restate": outside(PREMISE | {"version": "1"}, get=SET_UP, post=SET_UP),
    "public_page_set_up": outside(get=SET_UP),
    "public_page_switch": outside(PUBLIC_PAGE, get=SET_UP, post=SET_UP),
    "component_add": outside(
        lambda kept: NAMING | {"service": kept.other_service.pk}, get=SET_UP, post=SET_UP
    ),
    "component_change": outside(NAMING | {"version": 1}, get=SET_UP, post=SET_UP),
    "silence_limits": outside(
        {"sev1": "30", "sev2": "60", "version": "2"}, get=SET_UP, post=SET_UP
    ),
    "fact_sheet": inside(get=READ),
    "incident_statements": inside(get=READ),
    "statements_export": outside(DAY, get=READ, post=READ),
    "incident_statements_export": inside(DAY, get=READ, post=READ),
    "statement_export": inside({"format": "text"}, get=READ, post=READ),
    "lineage": inside(get=READ),
    "statement_draft": inside(PLAN | {"text": "Soon more."}, get=SAY, post=SAY),
    "statement_detail": inside(get=READ),
    "statement_change": inside(PLAN | {"version": "1"}, get=SAY, post=SAY),
    "statement_word": inside({"text": "Soon more.", "version": "1"}, get=SAY, post=SAY),
    "statement_approve": inside(exactly, post=APPROVE),
    "statement_release": inside(
        lambda kept: exactly(kept) | {"recipients": "Staff"}, get=SAY, post=SAY
    ),
    "statement_mention": inside(MENTION, get=SAY, post=SAY),
    "statement_review": inside({"review": "It was right"}, get=APPROVE, post=APPROVE),
    "preferences_choose": outside(
        {"language": "en", "time_zone": "Asia/Tokyo"}, get=SELF, post=SELF
    ),
    "notification_list": outside(get=SELF, post=SELF),
    "notification_count": outside(get=SELF),
    "notifications_choose": outside(
        dict.fromkeys(Kind.values, "mail") | {"pace": "hourly"},
        get=SELF,
        post=SELF,
    ),
    "calendar_list": outside(get=SELF),
    "calendar_add": outside({"name": "Phone", "scope": "mine"}, get=SELF, post=SELF),
    "calendar_renew": outside(post=AUTHOR),
    "calendar_end": outside(post=PEOPLE),
    "token_list": outside(get=SELF),
    "token_add": outside({"name": "Screen", "days": "30"}, get=SELF, post=SELF),
    # Somebody else's: only those who manage people may know that it is there.
    "token_revoke": outside(post=PEOPLE),
    "person_list": outside(get=PEOPLE),
    "person_add": outside(PERSON, get=PEOPLE, post=PEOPLE),
    "person_detail": outside(get=PEOPLE),
    "person_change": outside(
        PERSON | REASON | {"version": "1", "is_active": "on"},
        get=PEOPLE,
        post=PEOPLE,
    ),
    "person_invite": outside(post=PEOPLE),
    "factors_remove": outside(REASON, get=PEOPLE, post=PEOPLE),
    "role_list": outside(get=PEOPLE),
    "role_add": outside({"name": "Legal"}, get=PEOPLE, post=PEOPLE),
    "role_recompose": outside(REASON, get=PEOPLE, post=PEOPLE),
}

API_ENTRY = ENTRY | {"occurred_at": "2026-11-04T15:59:00Z"}
API_CORRECTION = API_ENTRY | REASON | {"milestone": "", "evidence_links": []}
API_GROUP = GROUP | {
    "definition": "",
    "population": None,
    "population_source": "",
    "population_as_of": None,
}
API_ACTION = ACTION | {"owner": None, "due_on": None, "factor": None, "tracker_url": ""}
API_ESTIMATE = {
    "low": 4,
    "best": 5,
    "high": 6,
    "as_of": "2026-11-04T16:30:00Z",
    "source": "Log",
    "reason": "Counted",
    "based_on": 1,
}

API_NAMING = NAMING | {"is_shown": True}


def api_chosen_of(draft: Draft) -> Said:
    """The first row of a file, as a program chooses it."""
    return {
        "zone": "UTC",
        "day": "2026-11-04",
        "mark": draft.mark,
        "rows": [{"number": 1, "occurred_at": "2026-11-04T15:05:00Z"}],
    }


# Those that take a form with a file, not JSON.
WITH_FILE = {"api_attachments", "api_imports", "api_waitings"}
API: dict[str, Route] = {
    "api_me": outside(get=SELF),
    "api_incidents": outside({"title": "New"}, get=SELF, post=DECLARE),
    "api_incident_take_over": outside(
        {"year": 2019, "title": "Old", "severity": "sev4", "status": "closed"}, post=DECLARE
    ),
    "api_incident": inside(
        lambda kept: {"title": "Better", "version": kept.incident.version}, get=READ, patch=LEAD
    ),
    "api_incident_status": inside(
        lambda kept: {"status": "closed", "version": kept.incident.version}, put=LEAD
    ),
    "api_incident_access": inside(
        lambda kept: access_of(kept) | {"is_restricted": True, "groups": []},
        get=LEAD,
        put=LEAD,
    ),
    "api_origin": inside({"source": "log", "source_id": "1"}, get=READ, post=KEEP),
    "api_entries": inside(API_ENTRY, get=READ, post=KEEP),
    "api_entry": inside(get=READ),
    "api_entry_correct": inside(API_CORRECTION, post=KEEP),
    "api_entry_retract": inside(REASON, post=KEEP),
    "api_attachments": inside(lambda _kept: {"file": screenshot()}, get=READ, post=KEEP),
    "api_attachment": inside({"caption": "Logins", "version": 1}, get=READ, put=KEEP),
    "api_attachment_report": inside(
        {"in_report": True, "caption": "Logins", "version": 1}, put=KEEP
    ),
    "api_attachment_content": inside(get=READ),
    "api_attachment_withdraw": inside(REASON | {"version": 1}, post=KEEP),
    "api_imports": inside(lambda _kept: {"file": chat()}, get=READ, post=KEEP),
    "api_import": inside(get=READ),
    "api_import_preview": inside({"zone": "UTC"}, post=KEEP),
    "api_import_entries": inside(
        lambda kept: api_chosen_of(draft_of(kept.brought, READ_SO)), post=KEEP
    ),
    "api_import_undo": inside(REASON, post=KEEP),
    "api_waitings": outside(lambda _kept: {"file": chat()}, post=DECLARE),
    "api_waiting_preview": outside({"zone": "UTC"}, post=DECLARE),
    "api_waiting_incident": outside(
        lambda kept: api_chosen_of(draft_in(None, taken_up(kept.waiting), READ_SO)), post=DECLARE
    ),
    "api_groups": inside(GROUP, get=READ, post=KEEP),
    "api_group": inside(API_GROUP | REASON | {"version": 1}, get=READ, put=KEEP),
    "api_estimates": inside(API_ESTIMATE, post=KEEP),
    "api_relations": inside(
        lambda kept: {"first": kept.group.pk, "relation": "nested", "second": kept.within.pk},
        get=READ,
        post=KEEP,
    ),
    "api_totals": inside(get=READ),
    "api_factors": inside({"text": "It was dark"}, get=READ, post=KEEP),
    "api_factor": inside({"text": "Dark", "version": 1}, get=READ, put=KEEP),
    "api_factor_accept": inside(REASON | {"version": 1}, post=KEEP),
    "api_factor_withdraw": inside(REASON | {"version": 1}, post=KEEP),
    "api_actions": outside(get=SELF),
    "api_actions_together": outside(
        lambda kept: REASON | {"actions": [{"id": kept.action.pk, "version": 3}], "act": "reopen"},
        post=KEEP,
    ),
    "api_checklists": outside(API_CHECKLIST, get=READ, post=CHECKLISTS),
    "api_checklist": outside(WHOLE_CHECKLIST, get=READ, put=CHECKLISTS),
    "api_checklist_versions": outside(get=READ),
    "api_checklist_withdraw": outside(REASON | {"version": 1}, post=CHECKLISTS),
    "api_begun_checklists": inside(BEGIN, get=READ, post=KEEP),
    "api_offered_checklists": inside(get=READ),
    "api_begun_checklist": inside(get=READ),
    "api_checklist_set_aside": inside(REASON, post=KEEP),
    "api_step_tick": inside(post=KEEP),
    "api_step_leave_out": inside(REASON, post=KEEP),
    "api_step_untick": inside(REASON, post=KEEP),
    "api_filters": outside(SAVED | {"of_list": "incident_list"}, get=SELF, post=SELF),
    "api_filter": outside(SAVED | {"is_shared": True, "version": 1}, get=SELF, put=SERVICES),
    "api_filter_remove": outside(post=SERVICES),
    "api_incident_actions": inside(ACTION, get=READ, post=KEEP),
    "api_action": inside(API_ACTION | {"version": 3}, get=READ, put=KEEP),
    "api_action_complete": inside({"evidence": "Done", "version": 3}, post=KEEP),
    "api_action_check": inside({"worked": True, "basis": "x", "version": 3}, post=KEEP),
    "api_action_withdraw": inside(REASON | {"version": 3}, post=KEEP),
    "api_action_reopen": inside(REASON | {"version": 3}, post=KEEP),
    "api_briefing": inside(get=READ),
    "api_roles": inside(
        lambda kept: {"role": "scribe", "person": kept.person.pk}, get=READ, post=LEAD
    ),
    "api_role": inside(get=READ),
    "api_role_hand_over": inside(lambda kept: {"to": kept.person.pk}, post=LEAD),
    "api_role_confirm": inside(post=HOLDER),
    "api_role_end": inside({"note": "Enough"}, post=LEAD),
    "api_links": inside(
        lambda kept: {"kind": "related", "target": kept.second.reference}, get=READ, post=KEEP
    ),
    "api_link": inside(get=READ),
    "api_link_remove": inside(REASON, post=KEEP),
    "api_alerts": outside({"ruleId": 8, "ruleName": "Full", "state": "alerting"}, post=ALERTS),
    "api_alert_sources": outside(SOURCE, get=ALERTS, post=ALERTS),
    "api_alert_source": outside(
        SOURCE
        | {
            "mapping": {},
            "severities": {},
            "categories": {},
            "services": {},
            "service": None,
            "opens_incidents": True,
            "is_active": True,
            "version": 1,
        },
        get=ALERTS,
        put=ALERTS,
    ),
    "api_alert_keys": outside({"proof": "token"}, get=ALERTS, post=ALERTS),
    "api_alert_key_end": outside(post=ALERTS),
    "api_notifications": outside(get=SELF),
    "api_notifications_read": outside({"ids": [1]}, post=SELF),
    "api_notification_preferences": outside(
        {
            "ways": {"news": "mail"},
            "pace": "daily",
            "urgent": [],
            "quiet_from": None,
            "quiet_until": None,
        },
        get=SELF,
        put=SELF,
    ),
    "api_following": inside({"is_on": True}, get=READ, put=READ),
    "api_webhooks": outside(API_HOOK, get=HOOKS, post=HOOKS),
    "api_webhook": outside(
        API_HOOK | REASON | {"tells_restricted": False, "version": 1}, get=HOOKS, put=HOOKS
    ),
    "api_webhook_renew": outside(REASON, post=HOOKS),
    "api_webhook_stop": outside(REASON, post=HOOKS),
    "api_webhook_replay": outside(REASON | {"since": "2026-01-01T00:00:00Z"}, post=HOOKS),
    "api_webhook_deliveries": outside(get=HOOKS),
    "api_services": outside({"name": "Cards"}, get=READ, post=SERVICES),
    "api_service": outside(
        {
            "name": "Cards",
            "is_critical": False,
            "is_authorised": False,
            "version": 1,
        },
        get=READ,
        put=SERVICES,
    ),
    "api_people": outside(get=READ),
    "api_log": outside(get=LOG),
    "api_log_entry": outside(get=LOG),
    "api_approval_rules": outside(get=READ),
    "api_approval_rule": outside(
        RULE | {"needs_communications": True, "version": 1}, get=READ, put=SET_UP
    ),
    "api_premises": outside(get=READ),
    "api_premise": outside(
        PREMISE | {"as_of": "2026-11-04T16:30:00Z", "version": 1}, get=READ, put=SET_UP
    ),
    "api_public_page": outside(PUBLIC_PAGE | {"is_on": False}, get=SET_UP, put=SET_UP),
    "api_components": outside(
        lambda kept: API_NAMING | {"service": kept.other_service.pk}, get=SET_UP, post=SET_UP
    ),
    "api_component": outside(API_NAMING | {"version": 1}, get=SET_UP, put=SET_UP),
    "api_silences": outside(get=SELF),
    "api_silence_limits": outside(
        {"sev1": 30, "sev2": 60, "sev3": None, "sev4": None, "version": 2}, get=READ, put=SET_UP
    ),
    "api_silence": inside(get=READ),
    "api_figures": inside(get=READ),
    "api_templates": outside(TEMPLATE, get=SAY, post=SAY),
    "api_template": outside(TEMPLATE | {"audience": "", "version": 1}, get=SAY, put=SAY),
    "api_template_withdrawal": outside({"version": 1}, post=SAY),
    "api_facts": inside(FACT, get=READ, post=SAY),
    "api_fact": inside(
        FACT | {"as_of": None, "expected_at": None, "version": 1}, get=READ, put=SAY
    ),
    "api_fact_withdrawal": inside(REASON | {"version": 1}, post=SAY),
    "api_statements": inside(PLAN | {"text": "Soon more."}, get=READ, post=SAY),
    "api_statement": inside(PLAN | {"version": 1}, get=READ, put=SAY),
    "api_statements_export": outside(DAY, post=READ),
    "api_incident_statements_export": inside(DAY, post=READ),
    "api_statement_export": inside({"format": "text"}, post=READ),
    "api_wordings": inside({"text": "Soon more.", "based_on": 1}, post=SAY),
    "api_approvals": inside(exactly, post=APPROVE),
    "api_release": inside(lambda kept: exactly(kept) | {"recipients": "Staff"}, post=SAY),
    "api_mentions": inside(MENTION, post=SAY),
    "api_release_review": inside({"review": "It was right"}, post=APPROVE),
    "api_postmortem": inside(get=READ, post=WRITE),
    "api_section": inside({"text": "So", "version": 1}, get=READ, put=WRITE),
    "api_postmortem_notes": inside(
        {"text": "So", "to": "section", "section": "summary"}, post=WRITE
    ),
    "api_review": inside(get=READ),
    "api_postmortem_people": inside(get=READ),
    "api_names": inside(NAME, get=READ, post=KEEP),
    "api_name_take_back": inside(post=KEEP),
    "api_similar": inside(get=READ),
    "api_not_the_same": inside(lambda kept: REASON | {"other": kept.second.reference}, post=KEEP),
    "api_not_the_same_take_back": inside(post=KEEP),
    "api_publications": inside(PUBLISHED | {"was_read": True}, get=READ, post=PUBLISH),
    "api_publication_withdraw": inside(REASON, post=PUBLISH),
    "api_reviewers": inside(lambda kept: {"person": kept.person.pk}, post=WRITE),
    "api_reviewer_release": inside(post=WRITE),
    "api_report_approve": inside({"digest": "0"}, post=READ),
    "api_comments": inside({"section": "summary", "text": "Who?"}, get=READ, post=READ),
    "api_comment": inside(get=READ),
    "api_comment_answers": inside({"text": "All"}, post=READ),
    "api_comment_settle": inside({"version": 1, "is_settled": True}, post=READ),
    "api_dissents": inside({"text": "It was two"}, get=READ, post=READ),
    "api_dissent": inside({"text": "So", "is_printed": True, "version": 1}, put=AUTHOR),
    "api_dissent_withdraw": inside({"version": 1}, post=AUTHOR),
    "api_editions": inside(get=READ),
    "api_postmortems_due": outside(get=READ),
    "api_due_rules": outside(get=READ),
    "api_due_rule": outside(
        {"working_days": 3, "calendar": "DK", "version": 1}, put=SET_UP_POSTMORTEMS
    ),
    "api_postmortem_templates": outside(
        NAMED | {"name": "Short"}, get=SET_UP_POSTMORTEMS, post=SET_UP_POSTMORTEMS
    ),
    "api_postmortem_template": outside(
        NAMED | {"version": 1}, get=SET_UP_POSTMORTEMS, put=SET_UP_POSTMORTEMS
    ),
    "api_postmortem_template_withdraw": outside({"version": 1}, post=SET_UP_POSTMORTEMS),
    "api_template_take_over": inside(
        lambda kept: {"template": kept.sections.pk, "version": 3}, post=WRITE
    ),
    "api_section_texts": inside(get=READ),
    "api_section_findings": inside(get=READ),
    "api_kept_wordings": inside(KEPT, post=WRITE),
    "api_kept_wording": inside(get=READ),
    "api_wording_take_back": inside(post=WRITE),
    "api_postmortem_complete": inside({"version": 3}, post=COMPLETE),
    "api_postmortem_reopen": inside(REASON | {"version": 2}, post=COMPLETE),
    "api_postmortem_export": inside({"format": "json", "language": "da"}, post=READ),
    "api_insights": outside(get=READ),
    "api_search": outside(get=READ),
    "api_insights_table": outside(get=READ),
    "api_wording": outside({"text": "Someone forgot it.", "language": "en"}, post=READ),
}

DOORS: dict[str, Door] = {
    "api_schema": Door(200, 200),
    "api_nowhere": Door(404, 404),
    # There is no calendar at this address.
    "calendar_feed": Door(404, 404),
    # The address is not signed.
    "notifications_unsubscribe": Door(404, 404),
    # The incident is restricted: nobody knows of its report.
    "published_report": Door(404, 404),
    "public_page": Door(200, 200),
    "public_feed": Door(200, 200),
    "public_summary": Door(200, 200),
    "public_status": Door(200, 200),
    "public_components": Door(200, 200),
    "public_incidents": Door(200, 200),
    "public_incidents_unresolved": Door(200, 200),
    "public_scheduled_maintenances": Door(200, 200),
    "public_scheduled_maintenances_upcoming": Door(200, 200),
    "public_scheduled_maintenances_active": Door(200, 200),
    "account_login": Door(200, 302),
    "account_signup": Door(404, 404),
    "account_logout": Door(302, 200),
    "account_inactive": Door(200, 200),
    "account_reauthenticate": Door(302, 200),
    "account_change_password": Door(302, 200),
    "account_set_password": Door(302, 302),
    "account_reset_password": Door(200, 200),
    "account_reset_password_done": Door(200, 200),
    "account_reset_password_from_key": Door(200, 200),
    "account_reset_password_from_key_done": Door(200, 200),
    "mfa_index": Door(302, 200),
    "mfa_authenticate": Door(302, 302),
    "mfa_reauthenticate": Door(302, 302),
    "mfa_activate_totp": Door(302, 302),
    "mfa_deactivate_totp": Door(302, 404),
    "mfa_view_recovery_codes": Door(302, 404),
    "mfa_generate_recovery_codes": Door(302, 302),
    "mfa_download_recovery_codes": Door(302, 404),
    "mfa_list_webauthn": Door(302, 200),
    "mfa_add_webauthn": Door(302, 302),
    "mfa_login_webauthn": Door(302, 302),
    "mfa_reauthenticate_webauthn": Door(302, 302),
    "mfa_remove_webauthn": Door(302, 302),
    "mfa_edit_webauthn": Door(302, 302),
}
