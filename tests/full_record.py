"""A record with at least one row in every table that the log tells of, kept through services."""

import base64
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from accounts.services.api_token import create_api_token
from alerts.models import AlertKey, AlertSource
from alerts.models import Delivery as AlertDelivery
from alerts.services.alert_key import make_alert_key
from alerts.services.alert_source import SetUp, add_alert_source
from alerts.services.delivery import receive_delivery
from audit.actor import Actor, system
from calendars.models import CalendarFeed
from calendars.services.calendar_feed import make_calendar
from checklists.models import BegunChecklist, Checklist
from checklists.services.begun_checklist import begin_checklist, tick_step
from checklists.services.checklist import ChecklistText, add_checklist
from checklists.steps import Step
from core.files.store import StoredFile, keep
from imports.models import TimelineImport
from imports.services.timeline_import import bring_file, import_entries
from imports.waiting import Brought, put_by
from incidents.defects import DefectKind, defect
from incidents.models import (
    ActionItem,
    Attachment,
    ContributingFactor,
    ImpactGroup,
    Incident,
    IncidentLink,
    NameDecision,
    RoleHeld,
    SavedFilter,
    Service,
    TimelineEntry,
)
from incidents.services.action_item import Plan, add_action, check_action, complete_action
from incidents.services.attachment import attach_files
from incidents.services.contributing_factor import Condition, add_factor, withdraw_factor
from incidents.services.impact import (
    Estimate,
    Group,
    add_group,
    relate_groups,
    revise_estimate,
)
from incidents.services.imported_record import Origin, note_origin
from incidents.services.incident import change_access, change_incident, declare_incident
from incidents.services.link import link_incidents, unlink_incidents
from incidents.services.named import decide_name
from incidents.services.reminder import claim_reminder
from incidents.services.role import assign_role, hand_over_role
from incidents.services.saved_filter import Kept, save_filter
from incidents.services.service import add_service
from incidents.services.timeline_entry import EntryContent, add_entry, correct_entry
from notifications.services.following import follow_incident
from notifications.services.wish import Choice, choose_notifications
from postmortems.drafts import keep_draft
from postmortems.models import (
    Comment,
    Dissent,
    DueRule,
    KeptWording,
    NotTheSame,
    PostmortemTemplate,
    Publication,
    Reviewer,
)
from postmortems.selectors.review import reading_of
from postmortems.selectors.section import sections_of
from postmortems.services.comment import Remark, add_comment
from postmortems.services.dissent import View, write_dissent
from postmortems.services.due_rule import Deadline, set_due_rule
from postmortems.services.kept_wording import Keeping, keep_wording
from postmortems.services.postmortem import (
    complete_postmortem,
    start_postmortem,
)
from postmortems.services.publication import publish_edition
from postmortems.services.reminder import claim_reminder as claim_postmortem_reminder
from postmortems.services.review import approve_report, ask_reviewer
from postmortems.services.section import write_section
from postmortems.services.similarity import say_not_the_same
from postmortems.services.template import TemplateText
from postmortems.services.template import add_template as add_postmortem_template
from statements.models import Fact, Premise, PublicComponent, Statement, StatementTemplate
from statements.selectors.statement import statement_in
from statements.services import statement as statements
from statements.services.approval import approve_statement
from statements.services.fact import FactLine, add_fact
from statements.services.mention import note_mention
from statements.services.notice import claim_stale_notice, claim_void_notice
from statements.services.premise import Told, state_premise
from statements.services.public_page import Naming, add_component, switch_public_page
from statements.services.release import Delivery, release_statement
from statements.services.silence import Limits, claim_silence_notice, set_silence_limits
from statements.services.statement import draft_statement
from statements.services.template import TemplateText as StatementText
from statements.services.template import add_template
from webhooks.models import Webhook
from webhooks.services.webhook import Telling, add_webhook

TOLD_OF_ALL = Telling("Status screen", "https://hooks.example.org/havari", ["incident"])
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
THREE = datetime(2026, 11, 4, 15, tzinfo=UTC)
SEEN = EntryContent(
    text="Login attempts doubled",
    occurred_at=THREE,
    milestone="detected",
    evidence_links=("https://graphs.example.org/logins",),
)
ASKED = EntryContent(text="Still the same", occurred_at=THREE, kind="status")
HEARD = EntryContent(text="It was heard of", occurred_at=THREE)
STATUS_SET = {"act": "status", "before": "investigating", "after": "investigating"}
GUESS = Estimate(low=1_500_000, best=1_600_000, high=1_700_000, as_of=THREE, source="Press chief")
ORIGIN = Origin(
    source="elsewhere",
    source_id="elsewhere:4711",
    licence="MIT",
    original='{"id": "elsewhere:4711"}',
    defects=[defect(DefectKind.NO_END)],
)
SAID = statements.Plan("To all of staff", "staff", "intranet", "en")
TO_THE_PRESS = replace(SAID, title="To the newspaper", audience="press", channel="answer")
OPEN_QUESTION = FactLine("unknown", "Whether payments were cut off", "The desk", THREE)
SOON_MORE = StatementText("Soon more", "en", "update", "More by [[when]].")
ALONE = "One person could send to everybody"
BLAMING = "It was human error."
KEEPING = Keeping("human error", "human-error", BLAMING, "quote", "The press chief")
LOCKED_OUT = "Of {count:recipients} people many could not log in."
RECIPIENTS = Group(name="Recipients", population=4_000_000, population_source="Press chief")


@dataclass
class Reviewed:
    """What a review left: who was asked, what was said, and who sees it otherwise."""

    reviewer: Reviewer
    comment: Comment
    dissent: Dissent


@dataclass
class FullRecord:
    """What was kept; the incident is restricted to `other`, and its postmortem is completed.

    `statement` is approved and not released; `urgent` was released in haste and is not reviewed.
    """

    incident: Incident
    second: Incident
    service: Service
    entry: TimelineEntry
    acted: TimelineEntry
    held: RoleHeld
    group: ImpactGroup
    within: ImpactGroup
    factor: ContributingFactor
    action: ActionItem
    link: IncidentLink
    statement: Statement
    urgent: Statement
    fact: Fact
    template: StatementTemplate
    premise: Premise
    component: PublicComponent
    other_service: Service
    kept: KeptWording
    reviewed: Reviewed
    sections: PostmortemTemplate
    due_rule: DueRule
    publication: Publication
    unlike: NotTheSame
    named: NameDecision
    webhook: Webhook
    source: AlertSource
    alert_key: AlertKey
    alert_delivery: AlertDelivery
    brought: TimelineImport
    waiting: str
    attachment: Attachment
    shared_filter: SavedFilter
    calendar: CalendarFeed
    checklist: Checklist
    begun: BegunChecklist


SERIOUS_ONES = Kept("incident_list", "Serious ones", "severity=sev1&severity=sev2", is_shared=True)


def _for_oneself(commander: Actor) -> None:
    """What somebody has that is of no incident: a key, and what they chose to be told of."""
    create_api_token(actor=commander, person_id=commander.user.pk, name="Status screen")
    choose_notifications(actor=commander, choice=Choice({"news": "both"}, pace="hourly"))


def keep_record(commander: Actor, other: User) -> FullRecord:
    """Keep it as a commander would, with one other person who may see the incident."""
    _for_oneself(commander)
    service = add_service(actor=system(), name="Push messages", is_critical=True)
    other_service = add_service(actor=system(), name="Payments in shops")
    switch_public_page(actor=system(), version=0, is_on=True, name="Fleet Payments")
    naming = Naming("Beskeder", "Messages")
    component = add_component(actor=system(), service_id=service.pk, naming=naming)
    incident = declare_incident(actor=commander, title="The message", services=[service])
    second = declare_incident(actor=commander, title="Logins fail")
    on = {"actor": commander, "incident_id": incident.pk}
    change_incident(
        **on, version=1, changes={"malice": "no", "malice_basis": "The release was traced"}
    )
    entry = add_entry(**on, content=SEEN)
    acted = add_entry(**on, content=ASKED, did=STATUS_SET)
    correct_entry(
        **on,
        entry_id=add_entry(**on, content=SEEN).pk,
        content=replace(SEEN, text="Nine times the usual"),
        reason="Counted",
    )
    role = assign_role(**on, role="commander", person=commander.user)
    held = hand_over_role(**on, role_held_id=role.pk, to=other, note="Nothing open")
    group = add_group(**on, value=RECIPIENTS)
    within = add_group(**on, value=replace(RECIPIENTS, name="Locked out"))
    revise_estimate(**on, group_id=group.pk, based_on=0, value=GUESS)
    relate_groups(**on, first_id=within.pk, second_id=group.pk, relation="nested")
    factor = add_factor(**on, condition=Condition(ALONE, "process", [entry.pk]))
    mistaken = add_factor(**on, condition=Condition("It rained"))
    withdraw_factor(**on, factor_id=mistaken.pk, version=1, reason="It did not")
    action = add_action(
        **on,
        plan=Plan(
            title="Two people release",
            owner=other,
            due_on=THREE.date(),
            factor_id=factor.pk,
            tracker_url="https://tracker.example.org/4711",
        ),
    )
    claim_reminder(**on, action_id=action.pk, today=THREE.date())
    complete_action(**on, action_id=action.pk, evidence="Change 4711")
    check_action(**on, action_id=action.pk, worked=True, basis="The drill")
    link = link_incidents(**on, target_id=second.pk, kind="triggered")
    gone = link_incidents(**on, target_id=second.pk, kind="related")
    note_origin(**on, origin=ORIGIN)
    unlink_incidents(**on, link_id=gone.pk, reason="Said already")
    named = decide_name(**on, name="Ola Nordmann", kind="supplier")
    unlike = say_not_the_same(**on, other_id=second.pk, reason="It has another cause")
    kept, reviewed, publication = _report(commander, incident)
    change_access(
        **on,
        version=2,
        is_restricted=True,
        people=[other],
        groups=list(other.groups.all()),
        reason="Until it is public",
    )
    statement, urgent = say(commander, incident, SAID), say(commander, incident, TO_THE_PRESS)
    _release_in_haste(incident, urgent)
    _remind_and_tell(commander, second, other)
    by_us = {"actor": system(), "incident_id": incident.pk}
    premise = state_premise(
        actor=system(),
        name="push_reach",
        version=0,
        told=Told(1_600_000, "The push system", THREE),
    )
    return FullRecord(
        incident,
        second,
        service,
        entry,
        acted,
        held,
        group,
        within,
        factor,
        action,
        link,
        statement,
        urgent,
        add_fact(**by_us, value=OPEN_QUESTION),
        add_template(actor=system(), value=SOON_MORE),
        premise,
        component,
        other_service,
        kept,
        reviewed,
        add_postmortem_template(actor=system(), value=SECTIONS),
        set_due_rule(actor=system(), severity="sev4", version=0, deadline=Deadline(None)),
        publication,
        unlike,
        named,
        add_webhook(actor=system(), value=TOLD_OF_ALL)[0],
        *_listen(),
        _bring(incident),
        put_by(Brought(CHAT, "elsewhere.txt")),
        attach_files(
            **by_us, files=[keep(screenshot())], entry_id=entry.pk, caption="Logins a minute"
        )[0],
        save_filter(actor=system(), value=SERIOUS_ONES),
        make_calendar(actor=commander, person_id=commander.user.pk, name="Phone", scope="all").feed,
        *_go_through(incident),
    )


STEPS = ChecklistText(
    "Before lunch",
    "en",
    [Step("Somebody leads", "commander", 5), Step("Somebody writes", "scribe"), Step("Stop it")],
    ["sev3"],
    ["outage"],
)


def _go_through(incident: Incident) -> tuple[Checklist, BegunChecklist]:
    """A checklist that is gone through, and whose second step is done."""
    by_us = {"actor": system(), "incident_id": incident.pk}
    checklist = add_checklist(actor=system(), value=STEPS)
    begun = begin_checklist(**by_us, slug=checklist.slug, version=1)
    tick_step(**by_us, begun_id=begun.pk, step=2)
    return checklist, begun


CHAT = b"2026-11-04 15:05 kari: It is down\n2026-11-04 15:06 ola: All of it"
POOL_IS_FULL = b"""{"ruleId": 7, "ruleName": "The pool is full", "state": "alerting"}"""


def _listen() -> tuple[AlertSource, AlertKey, AlertDelivery]:
    """A tool that told of an alert, which opened nothing and found nothing to join."""
    setup = SetUp("grafana", "Grafana", "grafana", opens_incidents=False)
    source = add_alert_source(actor=system(), setup=setup)
    key = make_alert_key(actor=system(), source_id=source.pk, proof="token").key
    receive_delivery(actor=system(), source_id=source.pk, body=POOL_IS_FULL)
    return source, key, AlertDelivery.objects.get()


def _bring(incident: Incident) -> TimelineImport:
    """A chat that waits to be chosen from; one that was brought before is imported."""
    by_us = {"actor": system(), "incident_id": incident.pk}
    heard = bring_file(**by_us, content=b"2026-11-04 15:07 kari: Heard of it", name="heard.txt")
    import_entries(**by_us, import_id=heard.pk, contents=[HEARD])
    return bring_file(**by_us, content=CHAT, name="room.txt")


def chat() -> SimpleUploadedFile:
    """A chat, as a browser sends it."""
    return SimpleUploadedFile("said.txt", b"14:05 Seen")


def screenshot() -> SimpleUploadedFile:
    """A picture, as a browser sends it."""
    return SimpleUploadedFile("graph.png", PICTURE, "image/png")


def kept_file(text: str = "10:00 all is well") -> StoredFile:
    """A text that is kept, and that no incident tells of yet."""
    return keep(SimpleUploadedFile("app.log", text.encode()))


LISTED = """# summary
? Hvad skete? | What happened?
# impact
# timeline
# factors
?! Hvad så de? | What did they see?
# actions
# Ledelsens svar | Management's answer
"""
SECTIONS = TemplateText("Mistaken message", LISTED, (), ("mistaken_communication",))


def _report(commander: Actor, incident: Incident) -> tuple[KeptWording, Reviewed, Publication]:
    """Write the postmortem, keep a wording, have it reviewed, complete it and publish it."""
    on = {"actor": commander, "incident_id": incident.pk}
    start_postmortem(**on)
    write_section(**on, key="summary", version=0, text=f"A message went to everybody. {BLAMING}")
    keep_draft(**on, key="lessons", version=0, text="Two people")
    kept = keep_wording(**on, key="summary", keeping=KEEPING)
    review = Reviewed(
        ask_reviewer(**on, person=commander.user, note="Is it whole?"),
        add_comment(**on, key="summary", remark=Remark("Who is that?", "everybody")),
        write_dissent(**on, view=View("It was two messages.")),
    )
    claim_postmortem_reminder(
        actor=system(),
        incident_id=incident.pk,
        person_id=review.reviewer.person_id,
        kind="asked",
        now=timezone.now(),
    )
    postmortem = review.reviewer.postmortem
    digest = reading_of(postmortem, sections_of(postmortem)).digest
    approve_report(**on, digest=digest)
    complete_postmortem(**on, version=1)
    published = publish_edition(
        **on | {"actor": system()}, edition=1, audience="inside", was_read=True
    )
    return kept, review, published


def _release_in_haste(incident: Incident, urgent: Statement) -> None:
    """With one approval; a newspaper prints it otherwise."""
    release_statement(
        actor=system(),
        incident_id=incident.pk,
        statement_id=urgent.pk,
        digest=digest_of(incident, urgent),
        delivery=Delivery("The newspaper"),
        urgent_reason="It prints at six",
    )
    note_mention(
        actor=system(),
        incident_id=incident.pk,
        statement_id=urgent.pk,
        outlet="The newspaper",
        quote="It reached millions.",
        link="https://paper.example.org/4711",
        printed_at=THREE,
    )


def _remind_and_tell(commander: Actor, incident: Incident, other: User) -> None:
    """Of a silence, of a statement that is no longer right and of an approval that is void."""
    set_silence_limits(actor=system(), version=1, limits=Limits(sev1=30, sev2=60, sev3=60))
    on = {"incident_id": incident.pk}
    assign_role(actor=commander, **on, role="communications_lead", person=other)
    follow_incident(actor=Actor(other, "web"), **on, is_on=True)
    later = timezone.now() + timedelta(hours=2)
    claim_silence_notice(actor=system(), **on, statement_id=None, now=later)
    group = add_group(actor=commander, **on, value=replace(RECIPIENTS, name="Recipients"))
    estimated = {"actor": commander, **on, "group_id": group.pk}
    revise_estimate(**estimated, based_on=0, value=GUESS)
    said, drafted = (say(commander, incident, SAID, LOCKED_OUT) for _each in range(2))
    release_statement(
        actor=system(),
        **on,
        statement_id=said.pk,
        digest=digest_of(incident, said),
        delivery=Delivery("All of staff"),
    )
    counted = replace(GUESS, best=1_500_001)
    revise_estimate(**estimated, based_on=1, value=counted, reason="Counted")
    claim_stale_notice(actor=system(), **on, statement_id=said.pk)
    claim_void_notice(actor=system(), **on, statement_id=drafted.pk)


def say(
    commander: Actor,
    incident: Incident,
    plan: statements.Plan,
    text: str = "The message reached {count:recipients} people.",
) -> Statement:
    """Drafted by Havari and approved by the commander."""
    on = {"incident_id": incident.pk}
    statement = draft_statement(actor=system(), **on, plan=plan, text=text)
    approve_statement(
        actor=commander,
        **on,
        statement_id=statement.pk,
        digest=digest_of(incident, statement),
    )
    return statement


def digest_of(incident: Incident, statement: Statement) -> str:
    """The hash of what a reader would read now."""
    read = statement_in(incident, statement.pk)
    assert read
    return read.digest
