"""Follow-up work: plan it, finish it with evidence, check whether it worked, withdraw it, reopen it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actor import Actor
from audit.log import record
from core.checks import chosen, longest, reasoned, said, same_version, titled
from core.errors import Conflict, DomainError, NotFound
from incidents.models import ActionItem, ActionKind, Incident
from incidents.services.door import KEEP_RECORD, locked_incident, web_address
from incidents.states import State, action_state

# Long enough for most work to have met the next busy days; whoever completes it may say another.
CHECK_AFTER = timedelta(weeks=6)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, by whom, until when, and the condition it answers."""

    title: str
    kind: str = ActionKind.PREVENT
    owner: User | None = None
    due_on: date | None = None
    factor_id: int | None = None
    tracker_url: str = ""


def add_action(*, actor: Actor, incident_id: int, plan: Plan) -> ActionItem:
    """Plan follow-up work. Locks the incident. Logs `action.added`.

    Raises:
        DomainError: no title, an owner who may not see the incident or sign in, a contributing
            factor of another incident, or a tracker link that is no web address.
    """
    return add_actions(actor=actor, incident_id=incident_id, plans=[plan])[0]


@transaction.atomic
def add_actions(*, actor: Actor, incident_id: int, plans: Iterable[Plan]) -> list[ActionItem]:
    """Plan all the follow-up work at once, or none of it.

    Locks the incident. Logs `action.added` for each. Raises as `add_action`.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    actions = ActionItem.objects.bulk_create([_planned(plan, incident) for plan in plans])
    for action in actions:
        _log(actor, "action.added", action, before=None)
    return actions


@transaction.atomic
def change_action(
    *, actor: Actor, incident_id: int, action_id: int, version: int, plan: Plan
) -> ActionItem:
    """Plan the work anew: another owner, another day. Locks the incident.

    An owner who left and a factor withdrawn since may stay. Logs `action.changed`, or nothing
    when nothing differs. Raises as `add_action`, and:

    Raises:
        Conflict: somebody changed the action since `version`, or it is done or withdrawn.
    """
    action = _locked_action(actor, incident_id, action_id, version)
    if action.completed_at:
        raise Conflict(_("This action is done. Take it up again to plan it anew."))
    _check_not_withdrawn(action)
    plan = _checked(plan)
    if plan.owner != action.owner:
        _check_owner(plan.owner, action.incident)
    if plan.factor_id != action.factor_id:
        _check_factor(plan.factor_id, action.incident)
    before = action_state(action)
    for field, content in _columns(plan).items():
        setattr(action, field, content)
    if action_state(action) == before:
        return action
    _save(actor, "action.changed", action, before)
    return action


@transaction.atomic
def complete_action(
    *,
    actor: Actor,
    incident_id: int,
    action_id: int,
    evidence: str,
    check_due_on: date | None = None,
    version: int | None = None,
) -> ActionItem:
    """Finish the work, with proof that it is done, and set the day its effect is to be checked.

    That day is six weeks later unless another is given. Locks the incident.
    Logs `action.completed`.

    Raises:
        Conflict: it is done already or withdrawn, or somebody changed it since `version`, if that
            is given.
        DomainError: no evidence, or a check on a day that has passed.
    """
    action = _locked_action(actor, incident_id, action_id, version)
    if action.completed_at:
        raise Conflict(_("This action is done already."))
    _check_not_withdrawn(action)
    evidence = said(evidence, _("Say what shows that it is done."), "evidence")
    today = timezone.localdate()
    if check_due_on and check_due_on < today:
        raise DomainError(
            _("This day has passed. Choose today or a later day."), field="check_due_on"
        )
    before = action_state(action)
    action.completed_at, action.evidence = timezone.now(), evidence
    action.check_due_on = check_due_on or today + CHECK_AFTER
    _save(actor, "action.completed", action, before)
    return action


@transaction.atomic
def check_action(
    *,
    actor: Actor,
    incident_id: int,
    action_id: int,
    worked: bool,
    basis: str,
    version: int | None = None,
) -> ActionItem:
    """Say, some time later, whether it worked; who said so and when is kept. Locks the incident.

    What was answered too early may be answered again. Logs `action.checked`, or nothing when nothing
    differs.

    Raises:
        Conflict: it is not done yet, or somebody changed it since `version`, if that is given.
        DomainError: no basis.
    """
    action = _locked_action(actor, incident_id, action_id, version)
    if not action.completed_at:
        raise Conflict(_("This action is not done yet."))
    basis = said(basis, _("Say how you know."), "basis")
    before = action_state(action)
    action.worked, action.worked_basis = worked, basis
    if action_state(action) == before:
        return action
    action.checked_by, action.checked_at = actor.user, timezone.now()
    _save(actor, "action.checked", action, before)
    return action


@transaction.atomic
def withdraw_action(
    *, actor: Actor, incident_id: int, action_id: int, reason: str, version: int | None = None
) -> ActionItem:
    """Say that the work is not to be done after all, and why; it stays readable.

    It may be taken up again. Locks the incident. Logs `action.withdrawn`.

    Raises:
        Conflict: it is done or withdrawn already, or somebody changed it since `version`, if that
            is given.
        DomainError: no reason.
    """
    action = _locked_action(actor, incident_id, action_id, version)
    if action.completed_at:
        raise Conflict(_("This action is done. What is done cannot be withdrawn."))
    _check_not_withdrawn(action)
    reason = reasoned(reason, _("Say why it is withdrawn."))
    before = action_state(action)
    action.withdrawn_at, action.withdrawn_reason = timezone.now(), reason
    _save(actor, "action.withdrawn", action, before, reason)
    return action


@transaction.atomic
def reopen_action(
    *, actor: Actor, incident_id: int, action_id: int, reason: str, version: int | None = None
) -> ActionItem:
    """Take done or withdrawn work up again; what was said of it stays in the log.

    Locks the incident. Logs `action.reopened`.

    Raises:
        Conflict: it is open, or somebody changed it since `version`, if that is given.
        DomainError: no reason.
    """
    action = _locked_action(actor, incident_id, action_id, version)
    if action.is_open:
        raise Conflict(_("This action is open."))
    reason = reasoned(reason, _("Say why it is taken up again."))
    before = action_state(action)
    action.completed_at, action.evidence, action.worked, action.worked_basis = None, "", None, ""
    action.check_due_on = action.checked_by = action.checked_at = None
    action.withdrawn_at, action.withdrawn_reason = None, ""
    _save(actor, "action.reopened", action, before, reason)
    return action


def _planned(plan: Plan, incident: Incident) -> ActionItem:
    plan = _checked(plan)
    _check_owner(plan.owner, incident)
    _check_factor(plan.factor_id, incident)
    return ActionItem(incident=incident, **_columns(plan))


def _locked_action(
    actor: Actor, incident_id: int, action_id: int, version: int | None
) -> ActionItem:
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    action = incident.actions.filter(pk=action_id).first()
    if action is None:
        raise NotFound(_("There is no such action in this incident."))
    if version is not None:
        same_version(version, action.version)
    return action


def _check_not_withdrawn(action: ActionItem) -> None:
    if action.withdrawn_at:
        raise Conflict(_("This action was withdrawn. Take it up again first."))


def _checked(plan: Plan) -> Plan:
    chosen(plan.kind, ActionKind, "kind")
    limit = longest(ActionItem, "title")
    title = titled(plan.title, _("Say what is to be done."), "title", limit)
    if not plan.tracker_url.strip():
        return replace(plan, title=title, tracker_url="")
    tracker_url = web_address(plan.tracker_url, "tracker_url", longest(ActionItem, "tracker_url"))
    return replace(plan, title=title, tracker_url=tracker_url)


def _check_owner(owner: User | None, incident: Incident) -> None:
    if owner is None:
        return
    if not Incident.objects.visible_to(owner).filter(pk=incident.pk).exists():
        raise DomainError(_("This person may not see the incident."), field="owner")


def _check_factor(factor_id: int | None, incident: Incident) -> None:
    if factor_id is None:
        return
    if not incident.factors.filter(pk=factor_id, withdrawn_at=None).exists():
        raise DomainError(_("Choose a contributing factor of this incident."), field="factor")


def _columns(plan: Plan) -> dict[str, object]:
    return {
        "title": plan.title,
        "kind": plan.kind,
        "owner": plan.owner,
        "due_on": plan.due_on,
        "factor_id": plan.factor_id,
        "tracker_url": plan.tracker_url,
    }


def _save(actor: Actor, verb: str, action: ActionItem, before: State, reason: str = "") -> None:
    action.version += 1
    action.save()
    _log(actor, verb, action, before, reason)


def _log(
    actor: Actor, verb: str, action: ActionItem, before: State | None, reason: str = ""
) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="action_item",
        subject_id=action.pk,
        before=before,
        after=action_state(action),
        incident_id=action.incident_id,
        reason=reason,
    )
