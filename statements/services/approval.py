"""Standing behind what is said."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.checkpoints import sign_at_milestone
from core.errors import Conflict, DomainError, NotPermitted
from statements.models import Approval, Statement
from statements.services.door import (
    APPROVE,
    WRITE,
    check_seen,
    frozen_figures,
    locked_statement,
    log_statement,
)
from statements.states import approval_state


@transaction.atomic
def approve_statement(
    *, actor: Actor, incident_id: int, statement_id: int, digest: str
) -> Approval:
    """Stand behind exactly what a reader would read now, and whom it is for. Locks the incident.

    `digest` is that of what the actor saw. Logs `statement.approved` and has it signed.

    Raises:
        NotFound: no such statement in this incident.
        NotPermitted: the actor may not approve, wrote some of the words, or said what it is.
        Conflict: the words or a figure in them are others by now; it was released; the actor
            approved it already.
        DomainError: a figure it quotes is not there, or how many a mass message goes to is not said.
    """
    read = locked_statement(actor, incident_id, statement_id, APPROVE)
    check_seen(read, digest)
    _check_size_is_said(read.statement)
    if actor.user is None or actor.user.pk in read.authors:
        raise NotPermitted(_("Whoever wrote a statement cannot approve it."))
    if actor.user.pk in {each.approver_id for each in read.approvals}:
        raise Conflict(_("You approved this already."))
    approval = Approval.objects.create(
        wording=read.wording,
        approver=actor.user,
        digest=digest,
        words=read.resolved.words,
        figures=frozen_figures(read),
        terms=read.terms,
        as_communications=actor.user.has_perm(WRITE),
        approved_at=timezone.now(),
    )
    after = approval_state(approval)
    log_statement(actor, "statement.approved", read.statement, None, after, approval)
    sign_at_milestone()
    return approval


def _check_size_is_said(statement: Statement) -> None:
    if statement.is_mass and statement.audience_size is None:
        raise DomainError(
            _("It reaches a mass audience: say first how many it goes to."), field="audience_size"
        )
