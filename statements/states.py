"""What each row of a statement holds, exactly as the log keeps it."""

from collections.abc import Mapping
from typing import Any

from audit.subjects import register
from statements.chain import AS_MADE
from statements.models import (
    Approval,
    ApprovalRule,
    Fact,
    Mention,
    Premise,
    PublicComponent,
    PublicPage,
    Release,
    SilenceLimits,
    SilenceNotice,
    StaleNotice,
    Statement,
    StatementTemplate,
    VoidNotice,
    Wording,
)

State = dict[str, Any]


def register_subjects() -> None:
    """Name the tables of the statements to the log."""
    register("statement", Statement.objects.all, statement_state)
    register("wording", Wording.objects.all, wording_state)
    register("approval", Approval.objects.all, approval_state)
    register("release", Release.objects.all, release_state)
    register("mention", Mention.objects.all, mention_state)
    register("fact", Fact.objects.all, fact_state)
    register("statement_template", StatementTemplate.objects.all, template_state)
    register("approval_rule", ApprovalRule.objects.all, approval_rule_state, rules_as_made)
    register("premise", Premise.objects.all, premise_state)
    register("public_page", PublicPage.objects.all, public_page_state)
    register("public_component", PublicComponent.objects.all, component_state)
    register("silence_limits", SilenceLimits.objects.all, limits_state)
    register("silence_notice", SilenceNotice.objects.all, silence_notice_state)
    register("void_notice", VoidNotice.objects.all, void_notice_state)
    register("stale_notice", StaleNotice.objects.all, stale_notice_state)


def statement_state(statement: Statement) -> State:
    """What it is, for whom, and what it belongs to."""
    return {
        "incident": statement.incident_id,
        "title": statement.title,
        "audience": statement.audience,
        "channel": statement.channel,
        "language": statement.language,
        "kind": statement.kind,
        "is_oral": statement.is_oral,
        "next_update_at": statement.next_update_at,
        "counterpart": statement.counterpart_id,
        "corrects": statement.corrects_id,
        "audience_size": statement.audience_size,
        "planned_by": statement.planned_by_id,
        "drafted_at": statement.drafted_at,
        "version": statement.version,
    }


def wording_state(wording: Wording) -> State:
    """The words, and who wrote them."""
    return {
        "statement": wording.statement_id,
        "number": wording.number,
        "text": wording.text,
        "author": wording.author_id,
        "written_at": wording.written_at,
    }


def approval_state(approval: Approval) -> State:
    """Who stands behind which words."""
    return {
        "wording": approval.wording_id,
        "approver": approval.approver_id,
        "digest": approval.digest,
        "words": approval.words,
        "figures": approval.figures,
        "terms": approval.terms,
        "as_communications": approval.as_communications,
        "approved_at": approval.approved_at,
    }


def release_state(release: Release) -> State:
    """What was said, to whom, and what the review found."""
    return {
        "statement": release.statement_id,
        "wording": release.wording_id,
        "words": release.words,
        "figures": release.figures,
        "mass": release.mass,
        "digest": release.digest,
        "incident_status": release.incident_status,
        "recipients": release.recipients,
        "spokesperson": release.spokesperson,
        "urgent_reason": release.urgent_reason,
        "released_by": release.released_by_id,
        "released_at": release.released_at,
        "review": release.review,
        "reviewed_by": release.reviewed_by_id,
        "reviewed_at": release.reviewed_at,
    }


def mention_state(mention: Mention) -> State:
    """What was printed, where and when."""
    return {
        "release": mention.release_id,
        "outlet": mention.outlet,
        "quote": mention.quote,
        "link": mention.link,
        "printed_at": mention.printed_at,
        "noted_by": mention.noted_by_id,
        "noted_at": mention.noted_at,
    }


def template_state(template: StatementTemplate) -> State:
    """The text to start from, and for what."""
    return {
        "given": template.given,
        "title": template.title,
        "language": template.language,
        "kind": template.kind,
        "audience": template.audience,
        "text": template.text,
        "is_withdrawn": template.is_withdrawn,
        "version": template.version,
    }


def fact_state(fact: Fact) -> State:
    """A line of the fact sheet, who told it and when."""
    return {
        "incident": fact.incident_id,
        "kind": fact.kind,
        "text": fact.text,
        "source": fact.source,
        "as_of": fact.as_of,
        "expected_at": fact.expected_at,
        "author": fact.author_id,
        "withdrawn_at": fact.withdrawn_at,
        "version": fact.version,
    }


def approval_rule_state(rule: ApprovalRule) -> State:
    """How many must approve what."""
    return {
        "name": rule.name,
        "approvals": rule.approvals,
        "needs_communications": rule.needs_communications,
        "version": rule.version,
    }


def rules_as_made() -> dict[str, Mapping[str, Any]]:
    """The rules that Havari begins with."""
    return {
        name: {
            "name": name,
            "approvals": chain.approvals,
            "needs_communications": chain.needs_communications,
            "version": 1,
        }
        for name, chain in AS_MADE.items()
    }


def premise_state(premise: Premise) -> State:
    """A figure behind the load of mass messages, who says so and as of when."""
    return {
        "name": premise.name,
        "value": premise.value,
        "source": premise.source,
        "as_of": premise.as_of,
        "version": premise.version,
    }


def public_page_state(page: PublicPage) -> State:
    """Whether strangers can read it, and under which name."""
    return {
        "is_on": page.is_on,
        "name": page.name,
        "key": page.key,
        "changed_at": page.changed_at,
        "version": page.version,
    }


def component_state(component: PublicComponent) -> State:
    """What a service is called on it."""
    return {
        "service": component.service_id,
        "name_da": component.name_da,
        "name_en": component.name_en,
        "position": component.position,
        "is_shown": component.is_shown,
        "added_at": component.added_at,
        "version": component.version,
    }


def limits_state(limits: SilenceLimits) -> State:
    """After how many minutes the first statement is late, by severity."""
    return {
        "sev1": limits.sev1,
        "sev2": limits.sev2,
        "sev3": limits.sev3,
        "sev4": limits.sev4,
        "version": limits.version,
    }


def silence_notice_state(notice: SilenceNotice) -> State:
    """Who was reminded of which silence, and for which time."""
    return {
        "incident": notice.incident_id,
        "statement": notice.statement_id,
        "turn": notice.turn,
        "sent_to": notice.sent_to,
        "sent_at": notice.sent_at,
    }


def void_notice_state(notice: VoidNotice) -> State:
    """Who was told which approval no longer holds."""
    return {"approval": notice.approval_id, "sent_to": notice.sent_to, "sent_at": notice.sent_at}


def stale_notice_state(notice: StaleNotice) -> State:
    """Who was told which released statement is no longer right, and on what basis."""
    return {
        "release": notice.release_id,
        "basis": notice.basis,
        "sent_to": notice.sent_to,
        "sent_at": notice.sent_at,
    }
