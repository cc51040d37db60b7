"""Letting a statement out, and looking again at what went out in haste."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.checkpoints import sign_at_milestone
from core.checks import line, said
from core.errors import Conflict, DomainError, NotPermitted
from core.formats import exact_number
from core.markdown import visible
from incidents.selectors.log import status_at
from incidents.services.door import happened, locked_incident
from statements.models import Release, Statement
from statements.selectors.statement import ReadStatement
from statements.services.door import (
    APPROVE,
    WRITE,
    check_seen,
    found_statement,
    frozen_figures,
    locked_statement,
    log_statement,
)
from statements.states import release_state


@dataclass(frozen=True, slots=True)
class Delivery:
    """To whom it goes, and by whom it is spoken if it is.

    `typed_size` is how many a mass message goes to, as the system that sends it tells.
    `released_at` is when it went out, where that was before it is written down here; None is now.
    """

    recipients: str
    spokesperson: str = ""
    typed_size: int | None = None
    released_at: datetime | None = None


@transaction.atomic
def release_statement(
    *,
    actor: Actor,
    incident_id: int,
    statement_id: int,
    digest: str,
    delivery: Delivery,
    urgent_reason: str = "",
) -> Release:
    """Let the statement out: its words and figures are frozen. Locks the incident.

    `digest` is that of what the actor saw; nothing goes out twice. With `urgent_reason` one
    approval is enough, and a review is open until it is closed. A mass message is released by
    another than its authors, in haste too, who types once more how many it goes to; what was
    expected of it is frozen as well. Logs `statement.released` and has it signed.

    Raises:
        NotFound: no such statement in this incident.
        NotPermitted: the actor may not release, or is an author of a mass message.
        Conflict: the words or a figure in them are others by now, approvals are missing, or it
            was released already.
        DomainError: nobody it goes to, nobody who speaks an oral statement, another number typed
            than that of those a mass message goes to, or a moment that lies in the future.
    """
    read = locked_statement(actor, incident_id, statement_id, WRITE)
    check_seen(read, digest)
    statement = read.statement
    _check_second_person(actor, read)
    urgent_reason = visible(line(Release, "urgent_reason", urgent_reason)).strip()
    if read.lacks and not (urgent_reason and read.approvals):
        raise Conflict(_lacking(read))
    delivery = _checked(delivery, statement)
    released_at = delivery.released_at or timezone.now()
    release = Release.objects.create(
        statement=statement,
        wording=read.wording,
        words=read.resolved.words,
        figures=frozen_figures(read),
        mass=read.mass.as_data(statement.language) if read.mass else None,
        digest=digest,
        incident_status=status_at(statement.incident, released_at),
        recipients=delivery.recipients,
        spokesperson=delivery.spokesperson,
        urgent_reason=urgent_reason if read.lacks else "",
        released_by=actor.user,
        released_at=released_at,
    )
    log_statement(actor, "statement.released", statement, None, release_state(release), release)
    sign_at_milestone()
    return release


@transaction.atomic
def review_release(*, actor: Actor, incident_id: int, statement_id: int, review: str) -> Release:
    """Close the review of an urgent release with what it found. Locks the incident.

    Logs `statement.reviewed`.

    Raises:
        NotFound: no such release in this incident.
        NotPermitted: the actor may not approve, or wrote, approved or released it.
        Conflict: it was not urgent, or is reviewed already.
        DomainError: nothing was found.
    """
    incident = locked_incident(actor, incident_id, APPROVE)
    read = found_statement(incident, statement_id)
    release = read.release
    if release is None or not release.urgent_reason:
        raise Conflict(_("This was not released in haste, so there is nothing to review."))
    if release.reviewed_at:
        raise Conflict(_("This release is reviewed already."))
    # The review makes up for who did not read it in time.
    approvers = {each.approver_id for each in read.approvals}
    involved = {release.released_by_id, *read.authors, *approvers}
    if actor.user is None or actor.user.pk in involved:
        raise NotPermitted(_("Whoever wrote, approved or released a statement cannot review it."))
    before = release_state(release)
    release.review = said(review, _("Say what the review found."), "review")
    release.reviewed_by, release.reviewed_at = actor.user, timezone.now()
    release.save()
    log_statement(
        actor, "statement.reviewed", read.statement, before, release_state(release), release
    )
    return release


def _checked(delivery: Delivery, statement: Statement) -> Delivery:
    _check_typed(statement, delivery.typed_size)
    happened(delivery.released_at, "released_at")
    _check_order(statement, delivery.released_at)
    recipients = said(delivery.recipients, _("Say to whom it goes."), "recipients")
    if statement.is_oral:
        said(delivery.spokesperson, _("Say by role who speaks it."), "spokesperson")
    return replace(
        delivery,
        recipients=line(Release, "recipients", recipients),
        spokesperson=line(Release, "spokesperson", delivery.spokesperson),
    )


def _check_order(statement: Statement, at: datetime | None) -> None:
    if at and statement.corrects and at < statement.corrects.release.released_at:
        raise DomainError(_("What it puts right went out later than this."), field="released_at")


def _check_second_person(actor: Actor, read: ReadStatement) -> None:
    if read.needs_somebody_else(actor.user.pk if actor.user else None):
        raise NotPermitted(
            _("It reaches a mass audience: somebody else than its authors must release it.")
        )


def _check_typed(statement: Statement, typed: int | None) -> None:
    """A slip of the list is found by whoever knows how many they believe it goes to."""
    size = statement.audience_size
    if not statement.is_mass or size is None or typed == size:
        return
    language = get_language() or "en"
    if typed is None:
        raise DomainError(
            _("Type how many it goes to, as the system that sends it tells you."),
            field="typed_size",
        )
    raise DomainError(
        _(
            "You typed %(typed)s, but this goes to %(size)s. Find out which is right; it was not released."
        )
        % {"typed": exact_number(typed, language), "size": exact_number(size, language)},
        field="typed_size",
    )


def _lacking(read: ReadStatement) -> str:
    if read.lacks_communications:
        return _("Somebody from communications must approve it first.")
    return _("%(count)s more must approve it first.") % {"count": read.lacks}
