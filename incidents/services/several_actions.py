"""Several actions at once: planned anew, finished, withdrawn or taken up again, all or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from audit.actor import Actor, require
from core.checks import chosen as one_of
from core.errors import Conflict, DomainError, NotPermitted
from incidents.models import ActionItem
from incidents.services.action_item import (
    Plan,
    change_action,
    complete_action,
    reopen_action,
    withdraw_action,
)
from incidents.services.door import KEEP_RECORD, known_to

# Each is locked until the last is done; more would keep others waiting.
MOST = 100
OF_A_PLAN = {"owner", "due_on"}
# What is wrong with these is wrong for every action alike.
SAID_ONCE = {"reason", "evidence", "check_due_on"}


class Act(models.TextChoices):
    """What can be done with several actions at once."""

    PLAN = "plan", gettext_lazy("Plan anew")
    COMPLETE = "complete", gettext_lazy("Complete")
    WITHDRAW = "withdraw", gettext_lazy("Withdraw")
    REOPEN = "reopen", gettext_lazy("Take up again")


@dataclass(frozen=True, slots=True)
class Chosen:
    """An action, and the version that whoever chose it had read."""

    action_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be done with each; `plan` holds what is planned anew: `owner`, `due_on` or both."""

    act: str
    plan: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    evidence: str = ""
    check_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Acted:
    """An action as it stood, and as it stands after the act."""

    before: ActionItem
    after: ActionItem

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return self.before.version == self.after.version


@dataclass(frozen=True, slots=True)
class Refused:
    """An action with which it cannot be done, and why; none where there is none to be known of."""

    action_id: int
    action: ActionItem | None
    why: str
    is_stale: bool


class SomeRefused(Conflict):
    """It cannot be done with some of the actions, so nothing was done with any."""

    def __init__(self, refused: Sequence[Refused], many: int) -> None:
        told = ngettext(
            "Nothing was done: %(count)s of %(many)s action cannot be changed so.",
            "Nothing was done: %(count)s of %(many)s actions cannot be changed so.",
            many,
        )
        super().__init__(told % {"count": len(refused), "many": many})
        self.refused = refused
        self.each = [(f"actions.{one.action_id}", one.why) for one in refused]


class NotYetShown(Conflict):
    """What would be done was not shown before."""

    def __init__(self, would: Sequence[Acted], mark: str) -> None:
        super().__init__(_("Look at what this does, then send it again."))
        self.would = would
        self.mark = mark


@transaction.atomic
def change_actions(
    *, actor: Actor, chosen: Sequence[Chosen], asked: Asked, shown: str | None = None
) -> list[Acted]:
    """Do the same with several actions: with all of them, or with none.

    If `shown` is given, only if it is the mark of what would be done: somebody saw that before.
    Locks the incidents of all of them. Logs `action.changed` for each that is planned anew, or
    nothing when nothing differs, and what finishing, withdrawing and taking up again log.

    Raises:
        SomeRefused: it cannot be done with some; each is named with the reason, such as that
            somebody changed it since the version that was read.
        NotYetShown: it waits for somebody to have seen what it does.
        DomainError: none or too many are chosen, or what is asked is wrong for all alike.
    """
    require(actor, KEEP_RECORD)
    _check(chosen, asked)
    actions = _locked_actions(actor, chosen)
    acted: list[Acted] = []
    refused: list[Refused] = []
    for each in chosen:
        outcome = _try(actor, actions.get(each.action_id), each, asked)
        (acted if isinstance(outcome, Acted) else refused).append(outcome)  # type: ignore[arg-type]
    if refused:
        raise SomeRefused(refused, len(chosen))
    mark = mark_of(chosen, asked)
    if shown is not None and shown != mark:
        raise NotYetShown(acted, mark)
    return acted


def mark_of(chosen: Sequence[Chosen], asked: Asked) -> str:
    """What names this act with these actions, each as it was read."""
    numbers = sorted((each.action_id, each.version) for each in chosen)
    plan = sorted((name, str(getattr(to, "pk", to))) for name, to in asked.plan.items())
    told = (asked.act, plan, asked.reason, asked.evidence, str(asked.check_due_on), numbers)
    return sha256(repr(told).encode()).hexdigest()


def _check(chosen: Sequence[Chosen], asked: Asked) -> None:
    if not chosen:
        raise DomainError(_("Choose at least one action."), field="actions")
    if len(chosen) > MOST:
        raise DomainError(
            _("Choose at most %(most)s actions at once.") % {"most": MOST}, field="actions"
        )
    if len({each.action_id for each in chosen}) < len(chosen):
        raise DomainError(_("Choose each action once."), field="actions")
    one_of(asked.act, Act, "act")
    if asked.act == Act.PLAN and not asked.plan.keys() & OF_A_PLAN:
        raise DomainError(_("Say which owner or which day is planned."), field="act")


def _locked_actions(actor: Actor, chosen: Sequence[Chosen]) -> dict[int, ActionItem]:
    """The actions the actor may know of.

    Incidents are locked in the same order by everybody, so that no two wait for each other.
    """
    numbers = [each.action_id for each in chosen]
    theirs = ActionItem.objects.filter(pk__in=numbers).order_by().values("incident")
    locking = known_to(actor).filter(pk__in=theirs).order_by("pk")
    incidents = list(locking.select_for_update(of=("self",), no_key=True))
    actions = ActionItem.objects.filter(pk__in=numbers, incident__in=incidents)
    return {action.pk: action for action in actions.select_related("incident", "owner", "factor")}


def _try(actor: Actor, action: ActionItem | None, chosen: Chosen, asked: Asked) -> Acted | Refused:
    if action is None:
        return Refused(chosen.action_id, None, _("There is no such action."), is_stale=False)
    try:
        return Acted(action, _do(actor, action, chosen.version, asked))
    except NotPermitted:
        raise
    except DomainError as refusal:
        if refusal.field in SAID_ONCE:
            raise
        is_stale = refusal.field == "version"
        return Refused(action.pk, action, str(refusal.message), is_stale)


def _do(actor: Actor, action: ActionItem, version: int, asked: Asked) -> ActionItem:
    on: dict[str, Any] = {
        "actor": actor,
        "incident_id": action.incident_id,
        "action_id": action.pk,
        "version": version,
    }
    match asked.act:
        case Act.PLAN:
            return change_action(**on, plan=_planned_anew(action, asked.plan))
        case Act.COMPLETE:
            return complete_action(**on, evidence=asked.evidence, check_due_on=asked.check_due_on)
        case Act.WITHDRAW:
            return withdraw_action(**on, reason=asked.reason)
    return reopen_action(**on, reason=asked.reason)


def _planned_anew(action: ActionItem, plan: Mapping[str, Any]) -> Plan:
    return Plan(
        title=action.title,
        kind=action.kind,
        owner=plan.get("owner", action.owner),
        due_on=plan.get("due_on", action.due_on),
        factor_id=action.factor_id,
        tracker_url=action.tracker_url,
    )
