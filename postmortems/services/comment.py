"""Saying something of a passage of the report, answering it, and settling it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from core.checks import said, same_version
from core.errors import Conflict, DomainError, NotFound
from incidents.models.incident import VIEW
from postmortems.models import Comment, Postmortem
from postmortems.services.door import found_section, locked_postmortem
from postmortems.states import State, comment_state


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said, of which words of a section; of the whole section without any."""

    text: str
    quote: str = ""


@transaction.atomic
def add_comment(*, actor: Actor, incident_id: int, key: str, remark: Remark) -> Comment:
    """Say something of a passage. Whoever may read the incident can. Locks the incident.

    Logs `comment.added`.

    Raises:
        NotFound: the postmortem was not started.
        DomainError: no words, no such section, or a passage that does not stand there, or not once.
    """
    postmortem = locked_postmortem(actor, incident_id, VIEW)
    section = found_section(postmortem, key)
    text = said(remark.text, _("Write what you have to say."), "text")
    quote = remark.quote.replace("\r\n", "\n").strip()
    start = section.text.find(quote)
    if start < 0:
        raise DomainError(_("These words do not stand in the section now."), field="quote")
    if quote and section.text.find(quote, start + 1) >= 0:
        raise DomainError(
            _(
                "These words stand there several times. Copy some of those beside them too, so "
                "that it is clear which are meant."
            ),
            field="quote",
        )
    return _kept(
        actor,
        Comment(
            postmortem=postmortem,
            key=key,
            number=section.version,
            start=start,
            quote=quote,
            text=text,
            author=actor.user,
            written_at=timezone.now(),
        ),
        "comment.added",
        None,
    )


@transaction.atomic
def answer_comment(*, actor: Actor, incident_id: int, comment_id: int, text: str) -> Comment:
    """Answer a comment; one that is settled is taken up again. Locks the incident.

    Logs `comment.settled` of one that is taken up again, and `comment.answered`.

    Raises:
        NotFound: no such comment.
        DomainError: no words.
    """
    comment = _locked(actor, incident_id, comment_id)
    text = said(text, _("Write what you have to say."), "text")
    if comment.settled_at:
        before, comment.settled_at = comment_state(comment), None
        comment.version += 1
        _kept(actor, comment, "comment.settled", before)
    answer = Comment(
        postmortem=comment.postmortem,
        key=comment.key,
        number=comment.number,
        start=comment.start,
        answers=comment,
        text=text,
        author=actor.user,
        written_at=timezone.now(),
    )
    return _kept(actor, answer, "comment.answered", None)


@transaction.atomic
def settle_comment(
    *, actor: Actor, incident_id: int, comment_id: int, version: int, is_settled: bool
) -> Comment:
    """Say that a comment is dealt with, or take it up again. Locks the incident.

    Logs `comment.settled`, or nothing when nothing differs.

    Raises:
        NotFound: no such comment.
        Conflict: somebody settled or reopened it since `version`.
    """
    comment = _locked(actor, incident_id, comment_id)
    same_version(version, comment.version)
    if bool(comment.settled_at) == is_settled:
        return comment
    before = comment_state(comment)
    comment.settled_at = timezone.now() if is_settled else None
    comment.version += 1
    return _kept(actor, comment, "comment.settled", before)


def _locked(actor: Actor, incident_id: int, comment_id: int) -> Comment:
    postmortem: Postmortem = locked_postmortem(actor, incident_id, VIEW)
    comment = postmortem.comments.filter(pk=comment_id).first()
    if comment is None:
        raise NotFound(_("There is no such comment on this postmortem."))
    if comment.answers_id:
        raise Conflict(_("This is an answer. Answer or settle the comment above it."))
    return comment


def _kept(actor: Actor, comment: Comment, verb: str, before: State | None) -> Comment:
    comment.save()
    record(
        actor=actor,
        verb=verb,
        subject_type="comment",
        subject_id=comment.pk,
        before=before,
        after=comment_state(comment),
        incident_id=comment.postmortem.incident_id,
    )
    return comment
