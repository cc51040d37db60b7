"""The conditions that made an incident possible."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from core.checks import chosen, reasoned, said, same_version
from core.errors import Conflict, DomainError, NotFound
from incidents.models import ContributingFactor, FactorKind, Incident, TimelineEntry
from incidents.services.door import KEEP_RECORD, locked_incident
from incidents.states import State, factor_state


@dataclass(frozen=True, slots=True)
class Condition:
    """What made the incident possible, what it is about, and the entries that show it."""

    text: str
    kind: str = FactorKind.UNSORTED
    evidence: Sequence[int] = ()


@transaction.atomic
def add_factor(*, actor: Actor, incident_id: int, condition: Condition) -> ContributingFactor:
    """Write down a condition that made the incident possible. Locks the incident.

    Logs `factor.added`.

    Raises:
        DomainError: no words, no such kind, or evidence that is no entry of this incident.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    condition = _checked(condition)
    factor = ContributingFactor.objects.create(
        incident=incident, text=condition.text, kind=condition.kind
    )
    factor.evidence.set(_entries(incident, condition))
    _log(actor, "factor.added", factor, None)
    return factor


@transaction.atomic
def change_factor(
    *, actor: Actor, incident_id: int, factor_id: int, version: int, condition: Condition
) -> ContributingFactor:
    """Say the condition better, sort it, or name what shows it. Locks the incident.

    The log keeps what was said before. Logs `factor.changed`, or nothing when nothing differs.

    Raises:
        Conflict: somebody changed or withdrew it since `version`.
        DomainError: no words, no such kind, or evidence that is no entry of this incident.
    """
    factor = _locked_factor(actor, incident_id, factor_id, version)
    before = factor_state(factor)
    condition = _checked(condition)
    factor.text, factor.kind = condition.text, condition.kind
    factor.evidence.set(_entries(factor.incident, condition))
    return _saved(actor, "factor.changed", factor, before)


@transaction.atomic
def accept_factor(
    *, actor: Actor, incident_id: int, factor_id: int, version: int, reason: str
) -> ContributingFactor:
    """Say why nothing is done about a condition; it is no open end then. Locks the incident.

    Logs `factor.accepted`, or nothing when nothing differs.

    Raises:
        Conflict: somebody changed or withdrew it since `version`.
        DomainError: no reason.
    """
    factor = _locked_factor(actor, incident_id, factor_id, version)
    before = factor_state(factor)
    factor.accepted_reason = reasoned(reason, _("Say why nothing is done about it."))
    return _saved(actor, "factor.accepted", factor, before, factor.accepted_reason)


@transaction.atomic
def withdraw_factor(
    *, actor: Actor, incident_id: int, factor_id: int, version: int, reason: str
) -> ContributingFactor:
    """Take a condition back that turned out not to matter. Locks the incident.

    Logs `factor.withdrawn`.

    Raises:
        Conflict: somebody reworded or withdrew it since `version`.
        DomainError: no reason.
    """
    factor = _locked_factor(actor, incident_id, factor_id, version)
    before = factor_state(factor)
    factor.withdrawn_reason = reasoned(reason, _("Say why it is withdrawn."))
    factor.withdrawn_at = timezone.now()
    return _saved(actor, "factor.withdrawn", factor, before, factor.withdrawn_reason)


def _checked(condition: Condition) -> Condition:
    chosen(condition.kind, FactorKind, "kind")
    text = said(condition.text, _("Write the condition that made it possible."), "text")
    return replace(condition, text=text)


def _entries(incident: Incident, condition: Condition) -> list[TimelineEntry]:
    wanted = set(condition.evidence)
    found = list(incident.timeline.filter(pk__in=wanted))
    if len(found) < len(wanted):
        raise DomainError(_("Choose entries of this incident's timeline."), field="evidence")
    return found


def _saved(
    actor: Actor, verb: str, factor: ContributingFactor, before: State, reason: str = ""
) -> ContributingFactor:
    if factor_state(factor) == before:
        return factor
    factor.version += 1
    factor.save()
    _log(actor, verb, factor, before, reason)
    return factor


def _locked_factor(
    actor: Actor, incident_id: int, factor_id: int, version: int
) -> ContributingFactor:
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    factor = incident.factors.filter(pk=factor_id).first()
    if factor is None:
        raise NotFound(_("There is no such contributing factor in this incident."))
    same_version(version, factor.version)
    if factor.withdrawn_at:
        raise Conflict(_("This contributing factor was withdrawn."))
    return factor


def _log(
    actor: Actor, verb: str, factor: ContributingFactor, before: State | None, reason: str = ""
) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="contributing_factor",
        subject_id=factor.pk,
        before=before,
        after=factor_state(factor),
        incident_id=factor.incident_id,
        reason=reason,
    )
