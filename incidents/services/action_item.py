"""Follow-up work: plan it, finish it with evidence, check whether it worked, reopen it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import User
from audit.log import record
from core.errors import Conflict, DomainError, NotFound
from incidents.models import ActionItem, ActionKind
from incidents.services._door import locked_incident

KEEP_RECORD = "incidents.keep_record"


@transaction.atomic
def add_action(
    *,
    actor: Actor,
    incident_id: int,
    title: str,
    kind: str = ActionKind.PREVENT,
    owner: User | None = None,
    due_on: date | None = None,
    factor_id: int | None = None,
    tracker_url: str = "",
) -> ActionItem:
    """Plan follow-up work. Locks the incident. Logs `action.added`.

    Raises:
        DomainError: no title, or a contributing factor of another incident.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    if not title.strip():
        raise DomainError(_("Say what is to be done."), field="title")
    if factor_id is not None and not incident.factors.filter(pk=factor_id).exists():
        raise DomainError(_("Choose a contributing factor of this incident."), field="factor")
    action = ActionItem.objects.create(
        incident=incident,
        title=title.strip(),
        kind=kind,
        owner=owner,
        due_on=due_on,
        factor_id=factor_id,
        tracker_url=tracker_url,
    )
    _log(actor, "action.added", action, before=None)
    return action


@transaction.atomic
def complete_action(*, actor: Actor, incident_id: int, action_id: int, evidence: str) -> ActionItem:
    """Finish the work, with proof that it is done. Locks the incident. Logs `action.completed`.

    Raises:
        Conflict: it is done already.
        DomainError: no evidence.
    """
    action = _locked_action(actor, incident_id, action_id)
    if action.completed_at:
        raise Conflict(_("This action is done already."))
    if not evidence.strip():
        raise DomainError(_("Say what shows that it is done."), field="evidence")
    before = action_state(action)
    action.completed_at, action.evidence = timezone.now(), evidence.strip()
    action.save()
    _log(actor, "action.completed", action, before=before)
    return action


@transaction.atomic
def check_action(
    *, actor: Actor, incident_id: int, action_id: int, worked: bool, basis: str
) -> ActionItem:
    """Say, some time later, whether it worked. Locks the incident. Logs `action.checked`.

    Raises:
        Conflict: it is not done yet.
        DomainError: no basis.
    """
    action = _locked_action(actor, incident_id, action_id)
    if not action.completed_at:
        raise Conflict(_("This action is not done yet."))
    if not basis.strip():
        raise DomainError(_("Say how you know."), field="basis")
    before = action_state(action)
    action.worked, action.worked_basis = worked, basis.strip()
    action.save()
    _log(actor, "action.checked", action, before=before)
    return action


@transaction.atomic
def reopen_action(*, actor: Actor, incident_id: int, action_id: int, reason: str) -> ActionItem:
    """Take the work up again; what was said of it stays in the log. Logs `action.reopened`.

    Raises:
        Conflict: it is open.
        DomainError: no reason.
    """
    action = _locked_action(actor, incident_id, action_id)
    if not action.completed_at:
        raise Conflict(_("This action is open."))
    if not reason.strip():
        raise DomainError(_("Say why it is taken up again."), field="reason")
    before = action_state(action)
    action.completed_at, action.evidence, action.worked, action.worked_basis = None, "", None, ""
    action.save()
    _log(actor, "action.reopened", action, before=before, reason=reason.strip())
    return action


def _locked_action(actor: Actor, incident_id: int, action_id: int) -> ActionItem:
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    action = incident.actions.filter(pk=action_id).first()
    if action is None:
        raise NotFound(_("There is no such action in this incident."))
    return action


def _log(
    actor: Actor, verb: str, action: ActionItem, before: dict[str, Any] | None, **said: str
) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="action_item",
        subject_id=action.pk,
        before=before,
        after=action_state(action) | said,
        incident_id=action.incident_id,
    )


def action_state(action: ActionItem) -> dict[str, Any]:
    """Everything the action says, as the log keeps it."""
    return {
        "title": action.title,
        "kind": action.kind,
        "owner": action.owner_id,
        "due_on": action.due_on,
        "factor": action.factor_id,
        "tracker_url": action.tracker_url,
        "completed_at": action.completed_at,
        "evidence": action.evidence,
        "worked": action.worked,
        "worked_basis": action.worked_basis,
    }
