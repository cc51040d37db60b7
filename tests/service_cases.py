"""What every public service is told in the tests that walk them all, rightly and wrongly."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from types import SimpleNamespace
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group as RoleGroup
from django.utils import timezone

from accounts.models import User
from accounts.services.account import Account
from alerts.services.alert_source import SetUp, add_alert_source
from audit.actor import Actor, system
from audit.models import LogEntry
from imports.selectors.opening import Opening
from imports.services.incident_import import import_incident
from imports.services.timeline_import import bring_file, import_entries
from imports.waiting import Brought
from incidents.defects import DefectKind
from incidents.models import Incident
from incidents.services.action_item import Plan, add_action
from incidents.services.contributing_factor import Condition, add_factor
from incidents.services.impact import Group, revise_estimate
from incidents.services.incident import change_access, declare_incident
from incidents.services.role import assign_role
from incidents.services.saved_filter import Kept, save_filter
from incidents.services.several_actions import Asked, Chosen
from notifications.services.wish import Choice
from postmortems.importing.record import Record, parse
from postmortems.importing.times import Zone
from postmortems.models import Postmortem, SectionKey
from postmortems.selectors.review import reading_of
from postmortems.selectors.section import sections_of
from postmortems.services.comment import Remark, settle_comment
from postmortems.services.dissent import View, write_dissent
from postmortems.services.due_rule import Deadline
from postmortems.services.kept_wording import keep_wording
from postmortems.services.postmortem import complete_postmortem, start_postmortem
from postmortems.services.review import ask_reviewer
from postmortems.services.section import write_section
from statements.models import Statement
from statements.services import statement as statements
from statements.services.premise import Told
from statements.services.public_page import Naming
from statements.services.release import Delivery, release_statement
from statements.services.silence import Limits
from tests.full_record import (
    GUESS,
    KEEPING,
    LOCKED_OUT,
    OPEN_QUESTION,
    ORIGIN,
    SAID,
    SECTIONS,
    SEEN,
    SOON_MORE,
    STEPS,
    THREE,
    TOLD_OF_ALL,
    digest_of,
    keep_record,
    kept_file,
    say,
)

MINE = Kept("action_list", "Overdue ones", "show=overdue")
PASSWORD = "wrecks-teach-more-than-safe-harbours"
World = SimpleNamespace
Arguments = Callable[[World], dict[str, Any]]


def make_world(person: Callable[..., User], commander: Actor) -> World:
    """A full record, somebody in each position to it, and something of every kind to change."""
    other = person("responder")
    kept = keep_record(commander, other)
    w = World(**vars(kept), commander=commander, other=other)
    w.administrator = Actor(person("administrator"), "web")
    w.viewer = Actor(person("viewer"), "web")
    w.nobody = Actor(person("viewer", "nobody@example.org"), "web")
    w.nobody.user.groups.clear()
    change_access(
        actor=commander,
        incident_id=w.incident.pk,
        version=3,
        is_restricted=True,
        people=[other, w.viewer.user],
        groups=list(other.groups.all()),
        reason="The viewer may look",
    )
    w.tool = add_alert_source(actor=system(), setup=SetUp("tool", "A tool", "alertmanager"))
    w.imported = import_entries(
        actor=commander,
        incident_id=w.incident.pk,
        import_id=bring_file(actor=commander, incident_id=w.incident.pk, content=b"15:05 Heard").pk,
        contents=[SEEN],
    )
    w.opened = import_incident(
        actor=commander,
        brought=Brought(b"15:05 Told"),
        opening=Opening("Told elsewhere"),
        contents=[SEEN],
        sections={SectionKey.SUMMARY: "It was told elsewhere."},
    )
    w.third = declare_incident(actor=commander, title="Quiet")
    w.fourth = declare_incident(actor=commander, title="Told")
    add_factor(actor=commander, incident_id=w.fourth.pk, condition=Condition("One door for all"))
    written = {SectionKey.SUMMARY: "It was told."}
    start_postmortem(actor=commander, incident_id=w.fourth.pk, written=written)
    plan = Plan("Look again", owner=other, due_on=THREE.date())
    w.open_action = add_action(actor=commander, incident_id=w.incident.pk, plan=plan)
    w.given = assign_role(
        actor=w.administrator, incident_id=w.incident.pk, role="expert", person=commander.user
    )
    w.own_filter = save_filter(actor=commander, value=replace(MINE, name="Mine"))
    start_postmortem(actor=commander, incident_id=w.second.pk)
    add_factor(actor=commander, incident_id=w.second.pk, condition=Condition("One door for all"))
    write_section(
        actor=commander, incident_id=w.second.pk, key="summary", version=0, text="Too many came."
    )
    w.kept_in_second = keep_wording(
        actor=commander, incident_id=w.second.pk, key="summary", keeping=KEEPING
    )
    in_second = {"actor": commander, "incident_id": w.second.pk}
    w.asked = ask_reviewer(**in_second, person=commander.user)
    w.dissent = write_dissent(**in_second, view=View("Many"))
    w.finished = _finished(commander)
    w.settled = settle_comment(
        actor=commander,
        incident_id=w.incident.pk,
        comment_id=w.reviewed.comment.pk,
        version=1,
        is_settled=True,
    )
    w.void, w.stale = _moved_on(w)
    Authenticator.objects.create(user=other, type="totp", data={})
    return w


def _finished(commander: Actor) -> Incident:
    """An incident nobody is shut out of, with a completed report that is not published."""
    finished = declare_incident(actor=commander, title="Finished")
    on_it = {"actor": commander, "incident_id": finished.pk}
    add_factor(**on_it, condition=Condition("One door for all"))
    start_postmortem(**on_it, written={SectionKey.SUMMARY: "It was told."})
    complete_postmortem(**on_it, version=1)
    return finished


def _moved_on(w: World) -> tuple[Statement, Statement]:
    """An approved and a released statement whose figure moved on, and nobody was told yet."""
    promise = replace(SAID, next_update_at=timezone.now() + timedelta(hours=3))
    void, stale = (say(w.commander, w.second, plan, LOCKED_OUT) for plan in (SAID, promise))
    release_statement(
        actor=system(),
        incident_id=w.second.pk,
        statement_id=stale.pk,
        digest=digest_of(w.second, stale),
        delivery=Delivery("Staff"),
    )
    revise_estimate(
        actor=w.commander,
        incident_id=w.second.pk,
        group_id=w.second.impact_groups.get().pk,
        based_on=2,
        value=replace(GUESS, best=1_600_001),
        reason="Counted",
    )
    return void, stale


def last_word_on(kind: str, number: int) -> int:
    entries = LogEntry.objects.filter(subject_type=kind, subject_id=str(number))
    return entries.latest("index").index


@dataclass(frozen=True)
class Case:
    """What a service is told, by whom; what makes the call wrong, void, or not theirs to make.

    `again` says how the same is said once more, after which nothing differs. `before` is the row
    an entry compares with, where it is another than the entry's own.
    """

    said: Arguments
    wrong: dict[str, Any] | None = field(default_factory=dict)
    again: Callable[[Any], dict[str, Any]] | None = None
    before: Callable[[World], tuple[str, str]] | None = None
    by: str = "commander"
    stranger: Callable[[World], tuple[Actor, dict[str, Any]]] = lambda w: (w.viewer, {})


def on(w: World) -> dict[str, Any]:
    return {"incident_id": w.incident.pk}


def hook(w: World) -> dict[str, Any]:
    return {"webhook_id": w.webhook.pk, "reason": "It must be so"}


def read_now(postmortem: Postmortem) -> str:
    return reading_of(postmortem, sections_of(postmortem)).digest


def newer(result: Any) -> dict[str, Any]:
    return {"version": result.version}


def exactly(w: World) -> dict[str, Any]:
    return {"statement_id": w.statement.pk, "digest": digest_of(w.incident, w.statement)}


def same(result: Any) -> dict[str, Any]:
    return {}


def account(w: World, **changes: Any) -> Account:
    return replace(Account("new@example.org", "New", roles=["viewer"]), **changes)


def elsewhere() -> Record:
    """A record of another system with one of everything."""
    here = Zone("UTC", UTC, DefectKind.NO_ZONE)
    return parse(
        json.dumps(
            {
                "source": "elsewhere",
                "id": "4713",
                "title": "Cards failed",
                "timeline": [{"at": "2024-03-13T10:05:00Z", "text": "Seen"}],
                "actions": [{"text": "Mend it", "done": True}],
                "affected_count": 12,
                "body_markdown": "# Cards failed\n\nFor an hour.",
            }
        ),
        here,
    )


INCIDENTS = {
    "incident.declare_incident": Case(
        lambda w: {"title": "Cards fail", "services": [w.service], "is_restricted": True},
        {"title": " "},
    ),
    "command.declare_and_lead": Case(
        lambda w: {"title": "Cards fail", "services": [w.service], "severity": "sev1"},
        {"title": " "},
        stranger=lambda w: (Actor(w.other, "web"), {}),
    ),
    "incident.take_over_incident": Case(
        lambda _w: {"year": 2020, "title": "Old", "severity": "sev2", "status": "closed"},
        {"year": 1969},
    ),
    "incident.take_back_incident": Case(
        lambda w: {"incident_id": w.opened.incident_id, "reason": "Wrong file"}, {"reason": " "}
    ),
    "imported_record.note_origin": Case(
        lambda w: {"incident_id": w.third.pk, "origin": replace(ORIGIN, source_id="4712")},
        {"origin": ORIGIN},
    ),
    "incident.change_incident": Case(
        lambda w: on(w) | {"version": 4, "changes": {"title": "Better", "services": []}},
        {"changes": {"malice": "yes", "malice_basis": ""}},
        again=newer,
    ),
    "incident.change_status": Case(
        lambda w: on(w) | {"version": 4, "status": "closed"}, {"status": "gone"}, again=newer
    ),
    "incident.change_access": Case(
        lambda w: on(w) | {"version": 4, "is_restricted": False, "reason": "It is public"},
        {"reason": " "},
        again=newer,
    ),
    "timeline_entry.add_entry": Case(
        lambda w: on(w) | {"content": SEEN}, {"content": replace(SEEN, text=" ")}
    ),
    "timeline_entry.add_entries": Case(
        lambda w: on(w) | {"contents": [SEEN]}, {"contents": [SEEN, replace(SEEN, text=" ")]}
    ),
    "timeline_entry.correct_entry": Case(
        lambda w: (
            on(w)
            | {"entry_id": w.entry.pk, "content": replace(SEEN, text="9"), "reason": "Counted"}
        ),
        {"reason": " "},
        again=lambda entry: {"entry_id": entry.pk},
        before=lambda w: ("timeline_entry", str(w.entry.pk)),
    ),
    "timeline_entry.retract_entry": Case(
        lambda w: on(w) | {"entry_id": w.entry.pk, "reason": "Wrong"},
        {"reason": " "},
        before=lambda w: ("timeline_entry", str(w.entry.pk)),
    ),
    "line.write_line": Case(
        lambda w: on(w) | {"said": SEEN, "now": THREE}, {"said": replace(SEEN, text="/sev 9")}
    ),
    "line.undo_line": Case(
        lambda w: on(w) | {"entry_id": w.acted.pk, "reason": "A slip"},
        {"reason": " "},
        before=lambda w: ("timeline_entry", str(w.acted.pk)),
    ),
    "attachment.attach_files": Case(
        lambda w: on(w) | {"entry_id": w.entry.pk, "files": [kept_file()], "caption": "The log"},
        {"files": []},
        again=same,
    ),
    "attachment.write_with_files": Case(
        lambda w: on(w) | {"said": SEEN, "files": [kept_file()]},
        {"files": []},
    ),
    "attachment.caption_attachment": Case(
        lambda w: on(w) | {"attachment_id": w.attachment.pk, "version": 1, "caption": "Logins"},
        {"caption": "x" * 301},
        again=newer,
    ),
    "attachment.choose_for_report": Case(
        lambda w: (
            on(w)
            | {"attachment_id": w.attachment.pk, "version": 1, "caption": "Logins"}
            | {"copy": w.attachment.sha256}
        ),
        {"caption": " "},
        again=newer,
    ),
    "attachment.withdraw_attachment": Case(
        lambda w: on(w) | {"attachment_id": w.attachment.pk, "version": 1, "reason": "Wrong"},
        {"reason": " "},
    ),
    "impact.add_group": Case(
        lambda w: on(w) | {"value": Group(name="Shops")}, {"value": Group(name=" ")}
    ),
    "impact.change_group": Case(
        lambda w: (
            on(w)
            | {
                "group_id": w.group.pk,
                "version": 1,
                "value": Group(name="All"),
                "reason": "Clearer",
            }
        ),
        {"value": Group(name="All", unit="tonnes")},
        again=newer,
    ),
    "impact.revise_estimate": Case(
        lambda w: (
            on(w)
            | {
                "group_id": w.group.pk,
                "based_on": 1,
                "value": replace(GUESS, best=1_600_001),
                "reason": "Counted",
            }
        ),
        {"value": replace(GUESS, best=1)},
        again=lambda estimate: {"based_on": estimate.revision},
        before=lambda w: ("impact_estimate", str(w.group.estimates.get(revision=1).pk)),
    ),
    "impact.relate_groups": Case(
        lambda w: (
            on(w) | {"first_id": w.within.pk, "second_id": w.group.pk, "relation": "overlapping"}
        ),
        {"relation": "friendly"},
        again=same,
    ),
    "contributing_factor.add_factor": Case(
        lambda w: on(w) | {"condition": Condition("Rain")}, {"condition": Condition(" ")}
    ),
    "contributing_factor.change_factor": Case(
        lambda w: (
            on(w)
            | {"factor_id": w.factor.pk, "version": 1, "condition": Condition("Better", "workload")}
        ),
        {"condition": Condition("Better", "mood")},
        again=newer,
    ),
    "contributing_factor.accept_factor": Case(
        lambda w: on(w) | {"factor_id": w.factor.pk, "version": 1, "reason": "It is rare"},
        {"reason": " "},
        again=newer,
    ),
    "contributing_factor.withdraw_factor": Case(
        lambda w: on(w) | {"factor_id": w.factor.pk, "version": 1, "reason": "It did not"},
        {"reason": " "},
    ),
    "action_item.add_action": Case(
        lambda w: on(w) | {"plan": Plan("Write it down")}, {"plan": Plan(" ")}
    ),
    "action_item.add_actions": Case(
        lambda w: on(w) | {"plans": [Plan("Write it down")]},
        {"plans": [Plan("Write it down"), Plan(" ")]},
    ),
    "action_item.change_action": Case(
        lambda w: (
            on(w)
            | {"action_id": w.open_action.pk, "version": 1, "plan": Plan("Better", owner=w.other)}
        ),
        {"plan": Plan("Better", factor_id=0)},
        again=newer,
    ),
    "action_item.complete_action": Case(
        lambda w: on(w) | {"action_id": w.open_action.pk, "evidence": "Change 4712"},
        {"evidence": " "},
    ),
    "action_item.check_action": Case(
        lambda w: on(w) | {"action_id": w.action.pk, "worked": False, "basis": "It came again"},
        {"basis": " "},
        again=same,
    ),
    "action_item.withdraw_action": Case(
        lambda w: on(w) | {"action_id": w.open_action.pk, "reason": "Another made it needless"},
        {"reason": " "},
    ),
    "action_item.reopen_action": Case(
        lambda w: on(w) | {"action_id": w.action.pk, "reason": "It came again"}, {"reason": " "}
    ),
    "reminder.claim_reminder": Case(
        lambda w: on(w) | {"action_id": w.open_action.pk, "today": THREE.date()},
        None,
        again=same,
    ),
    "named.decide_name": Case(
        lambda w: on(w) | {"name": w.named.name, "kind": "press"}, {"kind": "hero"}
    ),
    "named.take_back_name": Case(lambda w: on(w) | {"decision_id": w.named.pk}, {"decision_id": 0}),
    "role.assign_role": Case(
        lambda w: on(w) | {"role": "scribe", "person": w.other}, {"role": "hero"}
    ),
    "role.hand_over_role": Case(
        lambda w: (
            on(w)
            | {
                "role_held_id": w.held.pk,
                "to": w.commander.user,
                "note": "Rested",
                "unsaid": "Six calls",
            }
        ),
        {"note": "x" * 301},
    ),
    "role.confirm_role": Case(lambda w: on(w) | {"role_held_id": w.given.pk}, {"role_held_id": 0}),
    "role.end_role": Case(
        lambda w: on(w) | {"role_held_id": w.held.pk, "note": "Over"}, {"note": "x" * 301}
    ),
    "link.link_incidents": Case(
        lambda w: on(w) | {"target_id": w.second.pk, "kind": "recurrence"}, {"kind": "cousin"}
    ),
    "link.unlink_incidents": Case(
        lambda w: on(w) | {"link_id": w.link.pk, "reason": "Wrong"}, {"reason": " "}
    ),
    "several_actions.change_actions": Case(
        lambda w: {
            "chosen": [Chosen(w.open_action.pk, 1)],
            "asked": Asked("plan", {"owner": w.commander.user}),
        },
        {"asked": Asked("plan")},
        again=lambda acted: {"chosen": [Chosen(acted[0].after.pk, acted[0].after.version)]},
    ),
    "saved_filter.save_filter": Case(
        lambda _w: {"value": MINE},
        {"value": replace(MINE, name=" ")},
        stranger=lambda w: (w.viewer, {"value": replace(MINE, is_shared=True)}),
    ),
    "saved_filter.change_filter": Case(
        lambda w: {
            "filter_id": w.own_filter.pk,
            "version": 1,
            "name": "Resolved",
            "query": "status=resolved",
            "is_shared": False,
        },
        {"query": " "},
        again=newer,
    ),
    "saved_filter.remove_filter": Case(lambda w: {"filter_id": w.own_filter.pk}, {"filter_id": 0}),
    "service.add_service": Case(lambda _w: {"name": "Loans"}, {"name": " "}, by="administrator"),
    "service.change_service": Case(
        lambda w: {
            "service_id": w.service.pk,
            "version": 1,
            "name": "Push",
            "is_critical": False,
            "is_authorised": True,
        },
        {"name": " "},
        again=newer,
        by="administrator",
    ),
}
IMPORTS = {
    "incident_import.import_incident": Case(
        lambda _w: {
            "brought": Brought(b"15:05 Heard"),
            "opening": Opening("Heard"),
            "contents": [SEEN],
            "sections": {SectionKey.SUMMARY: "It was heard."},
        },
        {"contents": []},
    ),
    "incident_import.undo_incident_import": Case(
        lambda w: {
            "incident_id": w.opened.incident_id,
            "import_id": w.opened.pk,
            "reason": "Wrong file",
        },
        {"reason": " "},
        before=lambda w: ("timeline_entry", str(w.opened.entries.get().pk)),
    ),
    "timeline_import.bring_file": Case(
        lambda w: on(w) | {"content": b"14:05 Seen", "name": "room.txt"}, {"content": b"no time"}
    ),
    "timeline_import.import_entries": Case(
        lambda w: on(w) | {"import_id": w.brought.pk, "contents": [SEEN]}, {"contents": []}
    ),
    "timeline_import.undo_import": Case(
        lambda w: on(w) | {"import_id": w.imported.pk, "reason": "Wrong incident"},
        {"reason": " "},
        before=lambda w: ("timeline_entry", str(w.imported.entries.get().pk)),
    ),
}

POSTMORTEMS = {
    "imported_record.service_named": Case(
        lambda _w: {"name": "Loans"}, {"name": " "}, again=same, by="administrator"
    ),
    "imported_record.import_record": Case(
        lambda w: {"record": elsewhere(), "duplicate_of": w.second},
        {"record": replace(elsewhere(), source_id=ORIGIN.source_id, source=ORIGIN.source)},
    ),
    "postmortem.start_postmortem": Case(
        lambda w: {"incident_id": w.third.pk, "written": {SectionKey.SUMMARY: "It was quiet."}},
        {"written": {SectionKey.SUMMARY: "\0"}},
    ),
    "section.write_section": Case(
        lambda w: {"incident_id": w.second.pk, "key": "lessons", "version": 0, "text": "Much"},
        {"key": "blame"},
        again=lambda written: {"version": written.standing.number},
    ),
    "note.note_in_meeting": Case(
        lambda w: {"incident_id": w.second.pk, "key": "luck", "to": "section", "text": "It rained"},
        {"to": "nowhere"},
    ),
    "review.ask_reviewer": Case(
        lambda w: {"incident_id": w.second.pk, "person": w.other}, {"note": "x" * 301}
    ),
    "review.release_reviewer": Case(
        lambda w: {"incident_id": w.second.pk, "reviewer_id": w.asked.pk}, {"reviewer_id": 0}
    ),
    "review.approve_report": Case(
        lambda w: {"incident_id": w.second.pk, "digest": read_now(w.asked.postmortem)},
        {"digest": "0"},
        stranger=lambda w: (w.nobody, {}),
    ),
    "reminder.claim_reminder": Case(
        lambda w: {
            "incident_id": w.second.pk,
            "person_id": w.commander.user.pk,
            "kind": "asked",
            "now": timezone.now(),
        },
        None,
        again=same,
    ),
    "similarity.say_not_the_same": Case(
        lambda w: on(w) | {"other_id": w.third.pk, "reason": "Another cause"}, {"reason": " "}
    ),
    "similarity.take_back_not_the_same": Case(
        lambda w: on(w) | {"said_id": w.unlike.pk}, {"said_id": 0}
    ),
    "publication.publish_edition": Case(
        lambda w: {
            "incident_id": w.finished.pk,
            "edition": 1,
            "audience": "outside",
            "was_read": True,
        },
        {"audience": "all"},
        by="administrator",
    ),
    "publication.withdraw_publication": Case(
        lambda w: on(w) | {"audience": "inside", "reason": "A number was wrong"},
        {"reason": " "},
        by="administrator",
    ),
    "comment.add_comment": Case(
        lambda w: {"incident_id": w.second.pk, "key": "summary", "remark": Remark("All?", "many")},
        {"remark": Remark("All?", "few")},
        stranger=lambda w: (w.nobody, {}),
    ),
    "comment.answer_comment": Case(
        lambda w: on(w) | {"comment_id": w.settled.pk, "text": "All of them"},
        {"text": " "},
        stranger=lambda w: (w.nobody, {}),
    ),
    "comment.settle_comment": Case(
        lambda w: on(w) | {"comment_id": w.settled.pk, "version": 2, "is_settled": False},
        {"version": 7},
        again=newer,
        stranger=lambda w: (w.nobody, {}),
    ),
    "dissent.write_dissent": Case(
        lambda w: {"incident_id": w.second.pk, "view": View("Not too many")},
        {"view": View(" ")},
        stranger=lambda w: (w.nobody, {}),
    ),
    "dissent.change_dissent": Case(
        lambda w: {
            "incident_id": w.second.pk,
            "dissent_id": w.dissent.pk,
            "version": 1,
            "view": View("Fewer", is_printed=False),
        },
        {"view": View(" ")},
        again=newer,
    ),
    "dissent.withdraw_dissent": Case(
        lambda w: {"incident_id": w.second.pk, "dissent_id": w.dissent.pk, "version": 1},
        {"version": 7},
    ),
    "template.add_template": Case(
        lambda _w: {"value": replace(SECTIONS, name="Short")},
        {"value": replace(SECTIONS, sections="# summary")},
        by="administrator",
    ),
    "template.change_template": Case(
        lambda w: {
            "template_id": w.sections.pk,
            "version": 1,
            "value": replace(SECTIONS, severities=("sev1",)),
        },
        {"value": replace(SECTIONS, name=" ")},
        again=newer,
        by="administrator",
    ),
    "template.withdraw_template": Case(
        lambda w: {"template_id": w.sections.pk, "version": 1},
        {"version": 7},
        by="administrator",
    ),
    "template.take_over_template": Case(
        lambda w: {"incident_id": w.second.pk, "version": 1, "template_id": w.sections.pk},
        {"version": 7},
        again=newer,
    ),
    "due_rule.set_due_rule": Case(
        lambda _w: {"severity": "sev1", "version": 0, "deadline": Deadline(3)},
        {"deadline": Deadline(0)},
        again=newer,
        by="administrator",
    ),
    "kept_wording.keep_wording": Case(
        lambda w: {"incident_id": w.second.pk, "key": "lessons", "keeping": KEEPING},
        {"keeping": replace(KEEPING, reason="mood")},
    ),
    "kept_wording.take_back_wording": Case(
        lambda w: {"incident_id": w.second.pk, "kept_id": w.kept_in_second.pk}, {"kept_id": 0}
    ),
    "postmortem.complete_postmortem": Case(
        lambda w: {"incident_id": w.fourth.pk, "version": 1}, {"version": 7}
    ),
    "postmortem.reopen_postmortem": Case(
        lambda w: on(w) | {"version": 2, "reason": "More is known"}, {"reason": " "}
    ),
    "export.export_postmortem": Case(
        lambda w: on(w) | {"format": "markdown", "language": "en"},
        {"format": "stone"},
        stranger=lambda w: (w.nobody, {}),
    ),
}
PLAN = statements.Plan("Soon more", "staff", "intranet", "en")
NAMING = Naming("Kort", "Cards")
STATEMENTS = {
    "approval_rule.change_approval_rule": Case(
        lambda _w: {
            "name": "press",
            "version": 1,
            "approvals": 3,
            "needs_communications": True,
            "reason": "A lawyer reads it too",
        },
        {"approvals": 0},
        again=newer,
        by="administrator",
    ),
    "premise.state_premise": Case(
        lambda w: {
            "name": w.premise.name,
            "version": 1,
            "told": Told(1_700_000, "The push system", THREE),
        },
        {"told": Told(1_700_000)},
        again=newer,
        by="administrator",
    ),
    "public_page.switch_public_page": Case(
        lambda _w: {"version": 1, "is_on": False, "name": "Fleet Payments"},
        {"name": " "},
        again=newer,
        by="administrator",
    ),
    "public_page.add_component": Case(
        lambda w: {"service_id": w.other_service.pk, "naming": NAMING},
        {"naming": replace(NAMING, position=0)},
        by="administrator",
    ),
    "public_page.change_component": Case(
        lambda w: {"component_id": w.component.pk, "version": 1, "naming": NAMING},
        {"naming": replace(NAMING, name_en=" ")},
        again=newer,
        by="administrator",
    ),
    "statement.draft_statement": Case(
        lambda w: on(w) | {"plan": PLAN, "text": "About {count:recipients}."},
        {"text": "{count:nobody}"},
        by="administrator",
    ),
    "statement.change_statement": Case(
        lambda w: on(w) | {"statement_id": w.statement.pk, "version": 1, "plan": PLAN},
        {"version": 7},
        again=newer,
        by="administrator",
    ),
    "statement.word_statement": Case(
        lambda w: on(w) | {"statement_id": w.statement.pk, "based_on": 1, "text": "More."},
        {"text": " "},
        again=lambda wording: {"based_on": wording.number},
        by="administrator",
    ),
    "approval.approve_statement": Case(
        lambda w: on(w) | exactly(w), {"digest": "0" * 64}, by="administrator"
    ),
    "release.release_statement": Case(
        lambda w: on(w) | exactly(w) | {"delivery": Delivery("Staff")},
        {"delivery": Delivery(" ")},
        by="administrator",
    ),
    "mention.note_mention": Case(
        lambda w: (
            on(w) | {"statement_id": w.urgent.pk, "outlet": "The newspaper", "quote": "It was so."}
        ),
        {"quote": " "},
        by="administrator",
    ),
    "fact.add_fact": Case(
        lambda w: on(w) | {"value": OPEN_QUESTION},
        {"value": replace(OPEN_QUESTION, source=" ")},
        by="administrator",
    ),
    "fact.change_fact": Case(
        lambda w: (
            on(w)
            | {
                "fact_id": w.fact.pk,
                "version": 1,
                "value": replace(OPEN_QUESTION, kind="known", text="None was"),
            }
        ),
        {"version": 7},
        again=newer,
        by="administrator",
    ),
    "fact.withdraw_fact": Case(
        lambda w: on(w) | {"fact_id": w.fact.pk, "version": 1, "reason": "It does not matter"},
        {"reason": " "},
        by="administrator",
    ),
    "template.add_template": Case(
        lambda _w: {"value": SOON_MORE},
        {"value": replace(SOON_MORE, text="{recipients}")},
        by="administrator",
    ),
    "template.change_template": Case(
        lambda w: {
            "key": str(w.template.pk),
            "version": 1,
            "value": replace(SOON_MORE, title="Later"),
        },
        {"version": 7},
        again=newer,
        by="administrator",
    ),
    "template.withdraw_template": Case(
        lambda w: {"key": str(w.template.pk), "version": 1}, {"version": 7}, by="administrator"
    ),
    "export.export_statement": Case(
        lambda w: on(w) | {"statement_id": w.urgent.pk, "format": "text", "with_approvals": True},
        {"format": "stone"},
        stranger=lambda w: (w.nobody, {}),
    ),
    "export.export_day": Case(
        lambda w: on(w) | {"day": timezone.localdate(), "format": "text", "language": "da"},
        {"language": "sv"},
        stranger=lambda w: (w.nobody, {}),
    ),
    "silence.set_silence_limits": Case(
        lambda _w: {"version": 2, "limits": Limits(sev1=15)},
        {"limits": Limits(sev4=0)},
        again=newer,
        by="administrator",
    ),
    "silence.claim_silence_notice": Case(
        lambda w: {
            "incident_id": w.third.pk,
            "statement_id": None,
            "now": timezone.now() + timedelta(hours=2),
        },
        None,
        again=same,
        by="administrator",
    ),
    "silence.claim_promise_notice": Case(
        lambda w: {
            "incident_id": w.second.pk,
            "statement_id": w.stale.pk,
            "now": w.stale.next_update_at - timedelta(minutes=10),
        },
        None,
        again=same,
        by="administrator",
    ),
    "notice.claim_void_notice": Case(
        lambda w: {"incident_id": w.second.pk, "statement_id": w.void.pk},
        None,
        again=same,
        by="administrator",
    ),
    "notice.claim_stale_notice": Case(
        lambda w: {"incident_id": w.second.pk, "statement_id": w.stale.pk},
        None,
        again=same,
        by="administrator",
    ),
    "release.review_release": Case(
        lambda w: on(w) | {"statement_id": w.urgent.pk, "review": "It was right"},
        {"review": " "},
        by="administrator",
    ),
}
ACCOUNTS = {
    "account.create_account": Case(
        lambda w: {"account": account(w), "password": PASSWORD},
        {"password": "password"},
        by="administrator",
    ),
    "account.change_account": Case(
        lambda w: {
            "person_id": w.other.pk,
            "version": 1,
            "account": account(w),
            "reason": "A new name",
        },
        {"account": Account("nowhere", "New")},
        again=lambda person: {"version": person.version},
        by="administrator",
    ),
    "account.choose_preferences": Case(
        lambda _w: {"language": "da", "time_zone": "America/Nuuk"},
        {"time_zone": "Mars/Olympus"},
        again=same,
        stranger=lambda _w: (system(), {}),
    ),
    "account.set_password": Case(
        lambda w: {"person": w.commander.user, "password": PASSWORD}, {"password": "password"}
    ),
    "account.remove_second_factors": Case(
        lambda w: {"person_id": w.other.pk, "reason": "The telephone sank"},
        {"reason": " "},
        by="administrator",
    ),
    "api_token.create_api_token": Case(
        lambda w: {"person_id": w.commander.user.pk, "name": "Screen"}, {"days": 0}
    ),
    "api_token.revoke_api_token": Case(
        lambda w: {"token_id": w.commander.user.auth_token_set.get().pk, "reason": "Lost"},
        {"reason": "x" * 301},
    ),
    "role.add_role": Case(
        lambda _w: {"name": "Lawyers", "permissions": ["incidents.view_incident"]},
        {"permissions": ["incidents.rewrite_history"]},
        by="administrator",
    ),
    "role.recompose_role": Case(
        lambda _w: {
            "role_id": RoleGroup.objects.get(name="viewer").pk,
            "permissions": ["incidents.view_incident", "audit.view_log"],
            "reason": "They check",
        },
        {"reason": " "},
        again=same,
        by="administrator",
    ),
}
WEBHOOKS = {
    "webhook.add_webhook": Case(
        lambda _w: {"value": replace(TOLD_OF_ALL, name="Pager")},
        {"value": replace(TOLD_OF_ALL, name=" ")},
        by="administrator",
    ),
    "webhook.change_webhook": Case(
        lambda w: hook(w) | {"version": 1, "value": replace(TOLD_OF_ALL, name="Wall")},
        {"reason": " "},
        again=newer,
        by="administrator",
    ),
    "webhook.renew_secret": Case(hook, {"reason": " "}, by="administrator"),
    "webhook.replay": Case(
        lambda w: hook(w) | {"since": THREE}, {"reason": " "}, by="administrator"
    ),
    "webhook.stop_webhook": Case(hook, {"reason": " "}, again=same, by="administrator"),
}
LISTENING = SetUp("prometheus", "Prometheus", "alertmanager")
ONE_ALERT = (
    b"""{"version": "4", "alerts": [{"status": "firing", "labels": {"alertname": "Down"}}]}"""
)
ALERTS = {
    "alert_source.add_alert_source": Case(
        lambda _w: {"setup": LISTENING},
        {"setup": replace(LISTENING, slug="Not so")},
        by="administrator",
    ),
    "alert_source.change_alert_source": Case(
        lambda w: {"source_id": w.source.pk, "version": 1, "setup": LISTENING},
        {"setup": replace(LISTENING, severities={"bad": "sev9"})},
        again=newer,
        by="administrator",
    ),
    "alert_key.make_alert_key": Case(
        lambda w: {"source_id": w.source.pk, "proof": "signature", "secret": "s" * 20},
        {"secret": "short"},
        by="administrator",
    ),
    "alert_key.end_alert_key": Case(
        lambda w: {"source_id": w.source.pk, "key_id": w.alert_key.pk},
        {"key_id": 0},
        again=same,
        by="administrator",
    ),
    "delivery.receive_delivery": Case(
        lambda w: {"source_id": w.tool.pk, "body": ONE_ALERT},
        {"body": b"no JSON"},
        again=same,
        by="administrator",
    ),
}
NOTIFICATIONS = {
    "following.follow_incident": Case(
        lambda w: on(w) | {"is_on": True},
        None,
        again=same,
        stranger=lambda w: (w.nobody, {}),
    ),
    "wish.choose_notifications": Case(
        lambda _w: {"choice": Choice({"news": "page"})},
        {"choice": Choice({"news": "pigeon"})},
        again=same,
        stranger=lambda _w: (system(), {}),
    ),
    "wish.stop_mail": Case(
        lambda _w: {"kinds": ["news"]},
        {"kinds": ["gossip"]},
        again=same,
        stranger=lambda _w: (system(), {}),
    ),
}

CALENDARS = {
    "calendar_feed.make_calendar": Case(
        lambda w: {"person_id": w.commander.user.pk, "name": "Desk", "scope": "mine"},
        {"scope": "theirs"},
    ),
    "calendar_feed.renew_calendar": Case(lambda w: {"feed_id": w.calendar.pk}, {"feed_id": 0}),
    "calendar_feed.end_calendar": Case(lambda w: {"feed_id": w.calendar.pk}, {"feed_id": 0}),
}
LATER = replace(STEPS, name="After lunch")
CHECKLISTS = {
    "checklist.add_checklist": Case(
        lambda _w: {"value": LATER}, {"value": replace(LATER, steps=[])}, by="administrator"
    ),
    "checklist.change_checklist": Case(
        lambda w: {"slug": w.checklist.slug, "version": 1, "value": LATER},
        {"value": replace(LATER, language="xx")},
        again=lambda made: {"version": made.version},
        before=lambda w: ("checklist", str(w.checklist.pk)),
        by="administrator",
    ),
    "checklist.withdraw_checklist": Case(
        lambda w: {"slug": w.checklist.slug, "version": 1, "reason": "Nobody eats"},
        {"reason": " "},
        by="administrator",
    ),
    "begun_checklist.begin_checklist": Case(
        lambda w: on(w) | {"slug": "first-ten-minutes", "version": 1},
        {"version": 2},
        again=lambda _made: {},
    ),
    "begun_checklist.tick_step": Case(
        lambda w: on(w) | {"begun_id": w.begun.pk, "step": 1},
        {"step": 4},
        again=lambda _made: {},
    ),
    "begun_checklist.leave_step_out": Case(
        lambda w: on(w) | {"begun_id": w.begun.pk, "step": 3, "why": "It ended by itself"},
        {"why": " "},
        again=lambda _made: {},
    ),
    "begun_checklist.set_checklist_aside": Case(
        lambda w: on(w) | {"begun_id": w.begun.pk, "reason": "It is over"}, {"reason": " "}
    ),
}
CASES = {
    **{f"incidents.services.{name}": case for name, case in INCIDENTS.items()},
    **{f"imports.services.{name}": case for name, case in IMPORTS.items()},
    **{f"postmortems.services.{name}": case for name, case in POSTMORTEMS.items()},
    **{f"statements.services.{name}": case for name, case in STATEMENTS.items()},
    **{f"accounts.services.{name}": case for name, case in ACCOUNTS.items()},
    **{f"webhooks.services.{name}": case for name, case in WEBHOOKS.items()},
    **{f"alerts.services.{name}": case for name, case in ALERTS.items()},
    **{f"notifications.services.{name}": case for name, case in NOTIFICATIONS.items()},
    **{f"calendars.services.{name}": case for name, case in CALENDARS.items()},
    **{f"checklists.services.{name}": case for name, case in CHECKLISTS.items()},
    "audit.erasure.erase_content": Case(
        lambda w: {"index": last_word_on("incident", w.third.pk), "reason": "GDPR Article 17"},
        {"reason": " "},
        by="administrator",
    ),
}
