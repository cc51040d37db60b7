"""What each row of a postmortem holds, exactly as the log keeps it."""

from hashlib import sha256
from typing import Any

from audit.log import canonical
from audit.subjects import register
from postmortems.models import (
    Comment,
    Dissent,
    DueRule,
    Edition,
    KeptWording,
    NotTheSame,
    Postmortem,
    PostmortemReminder,
    PostmortemTemplate,
    Publication,
    ReviewApproval,
    Reviewer,
    SectionText,
)

State = dict[str, Any]


def register_subjects() -> None:
    """Name the tables of the postmortems to the log."""
    register("postmortem", Postmortem.objects.all, postmortem_state)
    register("section_text", SectionText.objects.all, section_text_state)
    register("kept_wording", KeptWording.objects.all, kept_wording_state)
    register("reviewer", Reviewer.objects.all, reviewer_state)
    register("review_approval", ReviewApproval.objects.all, review_approval_state)
    register("comment", Comment.objects.all, comment_state)
    register("dissent", Dissent.objects.all, dissent_state)
    register("postmortem_template", PostmortemTemplate.objects.all, template_state)
    register("due_rule", DueRule.objects.all, due_rule_state)
    register("edition", Edition.objects.all, edition_state)
    register("postmortem_reminder", PostmortemReminder.objects.all, reminder_state)
    register("not_the_same", NotTheSame.objects.all, not_the_same_state)
    register("publication", Publication.objects.all, publication_state)


def postmortem_state(postmortem: Postmortem) -> State:
    """Of which incident it is and how far it is written."""
    return {
        "incident": postmortem.incident_id,
        "language": postmortem.language,
        "outline": postmortem.outline,
        "template_name": postmortem.template_name,
        "template_version": postmortem.template_version,
        "status": postmortem.status,
        "started_at": postmortem.started_at,
        "completed_at": postmortem.completed_at,
        "version": postmortem.version,
    }


def section_text_state(written: SectionText) -> State:
    """What was written under one heading, once."""
    return {
        "postmortem": written.postmortem_id,
        "key": written.key,
        "number": written.number,
        "text": written.text,
        "author": written.author_id,
        "written_at": written.written_at,
    }


def kept_wording_state(kept: KeptWording) -> State:
    """Which wording stays, where and why."""
    return {
        "postmortem": kept.postmortem_id,
        "key": kept.key,
        "words": kept.words,
        "category": kept.category,
        "passage": kept.passage,
        "reason": kept.reason,
        "note": kept.note,
        "author": kept.author_id,
        "kept_at": kept.kept_at,
        "taken_back_at": kept.taken_back_at,
    }


def reviewer_state(reviewer: Reviewer) -> State:
    """Who was asked to read the report."""
    return {
        "postmortem": reviewer.postmortem_id,
        "person": reviewer.person_id,
        "note": reviewer.note,
        "asked_at": reviewer.asked_at,
        "released_at": reviewer.released_at,
    }


def review_approval_state(approval: ReviewApproval) -> State:
    """What a reviewer stands behind."""
    return {
        "reviewer": approval.reviewer_id,
        "digest": approval.digest,
        "read": approval.read,
        "approved_at": approval.approved_at,
    }


def comment_state(comment: Comment) -> State:
    """What is said of a passage."""
    return {
        "postmortem": comment.postmortem_id,
        "key": comment.key,
        "number": comment.number,
        "start": comment.start,
        "quote": comment.quote,
        "answers": comment.answers_id,
        "text": comment.text,
        "author": comment.author_id,
        "written_at": comment.written_at,
        "settled_at": comment.settled_at,
        "version": comment.version,
    }


def dissent_state(dissent: Dissent) -> State:
    """How somebody sees it otherwise."""
    return {
        "postmortem": dissent.postmortem_id,
        "author": dissent.author_id,
        "text": dissent.text,
        "is_printed": dissent.is_printed,
        "written_at": dissent.written_at,
        "withdrawn_at": dissent.withdrawn_at,
        "version": dissent.version,
    }


def edition_state(edition: Edition) -> State:
    """What was finished, by the hash of its documents."""
    return {
        "postmortem": edition.postmortem_id,
        "number": edition.number,
        "digest": edition.digest,
        "documents": sha256(canonical(edition.documents)).hexdigest(),
        "finished_by": edition.finished_by_id,
        "finished_at": edition.finished_at,
    }


def not_the_same_state(said: NotTheSame) -> State:
    """Which other incident is something else, and why."""
    return {
        "incident": said.incident_id,
        "other": said.other_id,
        "reason": said.reason,
        "author": said.author_id,
        "said_at": said.said_at,
        "taken_back_at": said.taken_back_at,
    }


def publication_state(publication: Publication) -> State:
    """Who can read which edition, and where."""
    return {
        "postmortem": publication.postmortem_id,
        "audience": publication.audience,
        "address": publication.address,
        "edition": publication.edition_id,
        "published_by": publication.published_by_id,
        "published_at": publication.published_at,
        "withdrawn_at": publication.withdrawn_at,
    }


def reminder_state(told: PostmortemReminder) -> State:
    """Who was told what of a report."""
    return {
        "incident": told.incident_id,
        "kind": told.kind,
        "person": told.person_id,
        "reviewer": told.reviewer_id,
        "approval": told.approval_id,
        "sent_to": told.sent_to,
        "sent_at": told.sent_at,
    }


def template_state(template: PostmortemTemplate) -> State:
    """A list of sections, and where it is offered first."""
    return {
        "name": template.name,
        "severities": template.severities,
        "categories": template.categories,
        "sections": template.sections,
        "withdrawn_at": template.withdrawn_at,
        "version": template.version,
    }


def due_rule_state(rule: DueRule) -> State:
    """Until when a postmortem is asked for."""
    return {
        "severity": rule.severity,
        "working_days": rule.working_days,
        "calendar": rule.calendar,
        "version": rule.version,
    }
