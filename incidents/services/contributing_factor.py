"""The conditions that made an incident possible."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from core.checks import reasoned, said, same_version
from core.errors import Conflict, NotFound
from incidents.models import ContributingFactor
from incidents.services.door import KEEP_RECORD, locked_incident
from incidents.states import State, factor_state


@transaction.atomic
def add_factor(*, actor: Actor, incident_id: int, text: str) -> ContributingFactor:
    """Write down a condition that made the incident possible. Locks the incident.

    Logs `factor.added`.

    Raises:
        DomainError: no words.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    factor = ContributingFactor.objects.create(incident=incident, text=_condition(text))
    _log(actor, "factor.added", factor, None)
    return factor


@transaction.atomic
def reword_factor(
    *, actor: Actor, incident_id: int, factor_id: int, version: int, text: str
) -> ContributingFactor:
    """Say the condition better; the log keeps the earlier words. Locks the incident.

    Logs `factor.reworded`, or nothing when nothing differs.

    Raises:
        Conflict: somebody reworded or withdrew it since `version`.
        DomainError: no words.
    """
    factor = _locked_factor(actor, incident_id, factor_id, version)
    before = factor_state(factor)
    factor.text = _condition(text)
    if factor_state(factor) == before:
        return factor
    factor.version += 1
    factor.save()
    _log(actor, "factor.reworded", factor, before)
    return factor


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
    factor.withdrawn_at, factor.version = timezone.now(), factor.version + 1
    factor.save()
    _log(actor, "factor.withdrawn", factor, before, factor.withdrawn_reason)
    return factor


def _condition(text: str) -> str:
    return said(text, _("Write the condition that made it possible."), "text")


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
