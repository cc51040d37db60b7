"""What every service of a statement does first and last: lock, find, compare, log."""

from typing import Any

from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from core.errors import Conflict, DomainError, NotFound
from incidents.models import Incident
from incidents.services.door import locked_incident
from statements.models import Approval, Mention, Release, Statement, Wording
from statements.selectors.statement import ReadStatement, statement_in
from statements.states import State
from statements.texts.reading import blanks_in

WRITE = "statements.write_statement"
APPROVE = "statements.approve_statement"
SET_UP = "statements.set_up_press"


def locked_statement(
    actor: Actor, incident_id: int, statement_id: int, permission: str
) -> ReadStatement:
    """The statement, locked with its incident, while it may still be changed.

    Raises:
        NotFound, NotPermitted: see `locked_incident`; no such statement in the incident.
        Conflict: it was released.
    """
    read = found_statement(locked_incident(actor, incident_id, permission), statement_id)
    if read.release:
        raise Conflict(_("This was released. Put it right with a correction."))
    return read


def found_statement(incident: Incident, statement_id: int) -> ReadStatement:
    """The statement of the incident.

    Raises:
        NotFound: there is none.
    """
    read = statement_in(incident, statement_id)
    if read is None:
        raise NotFound(_("There is no such statement in this incident."))
    return read


def log_statement(
    actor: Actor,
    verb: str,
    statement: Statement,
    before: State | None,
    after: State,
    subject: Wording | Approval | Release | Mention | Statement | None = None,
) -> None:
    """Write in the log what was done to a statement, or to `subject`, which belongs to it."""
    subject = subject or statement
    record(
        actor=actor,
        verb=verb,
        subject_type=subject._meta.model_name or "",  # noqa: SLF001 - Django's documented API
        subject_id=subject.pk,
        before=before,
        after=after,
        incident_id=statement.incident_id,
    )


def check_seen(read: ReadStatement, digest: str) -> None:
    """Refuse to act on an unfinished text, or on other words or figures than the actor saw."""
    if read.reading.missing:
        raise DomainError(
            _("A figure it quotes is no longer in the record: %(names)s.")
            % {"names": ", ".join(read.reading.missing)},
            field="text",
        )
    if blanks := [*blanks_in(read.statement.title), *read.reading.blanks]:
        raise DomainError(
            _("Something is still to be filled in: %(blanks)s.") % {"blanks": ", ".join(blanks)},
            field="text",
        )
    if digest != read.digest:
        raise Conflict(
            _(
                "The words, a figure or whom it is for have changed since you read it. Read it again."
            ),
            field="digest",
        )


def frozen_figures(read: ReadStatement) -> list[dict[str, Any]]:
    """The figures as they read now, to be kept with whatever is decided on them."""
    return [each.as_data() for each in read.resolved.quoted]
