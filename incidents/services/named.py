"""Deciding who or what a name in the texts of an incident is."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from core.checks import chosen, keepable, longest, said
from core.errors import Conflict, NotFound
from incidents.models import NameDecision, NamedKind
from incidents.services.door import KEEP_RECORD, locked_incident
from incidents.states import State, name_state


@transaction.atomic
def decide_name(*, actor: Actor, incident_id: int, name: str, kind: str) -> NameDecision:
    """Say who a name is, so that reports tell them by role, or that it is nobody's.

    What was decided of the same name before is taken back. Locks the incident.
    Logs `name.taken_back` for what was decided before, and `name.decided`.

    Raises:
        Conflict: the same was decided already.
        DomainError: no name, one that is too long, or no such kind.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    chosen(kind, NamedKind, "kind")
    name = said(name, _("Write the name."), "name")
    name = " ".join(keepable(name, "name", longest(NameDecision, "name")).split())
    before = incident.names.filter(name=name, taken_back_at=None).first()
    if before and before.kind == kind:
        raise Conflict(_("That was decided already."), field="name")
    if before:
        _take_back(actor, before)
    decision = NameDecision.objects.create(
        incident=incident,
        name=name,
        kind=kind,
        author=actor.user,
        decided_at=timezone.now(),
    )
    return _logged(actor, "name.decided", decision, None)


@transaction.atomic
def take_back_name(*, actor: Actor, incident_id: int, decision_id: int) -> NameDecision:
    """Leave open again who a name is. Locks the incident. Logs `name.taken_back`.

    Raises:
        NotFound: that was not decided of this incident, or it was taken back.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    decision = incident.names.filter(pk=decision_id, taken_back_at=None).first()
    if decision is None:
        raise NotFound(_("That was not decided of this incident."))
    return _take_back(actor, decision)


def _take_back(actor: Actor, decision: NameDecision) -> NameDecision:
    before = name_state(decision)
    decision.taken_back_at = timezone.now()
    decision.save()
    return _logged(actor, "name.taken_back", decision, before)


def _logged(actor: Actor, verb: str, decision: NameDecision, before: State | None) -> NameDecision:
    record(
        actor=actor,
        verb=verb,
        subject_type="name_decision",
        subject_id=decision.pk,
        before=before,
        after=name_state(decision),
        incident_id=decision.incident_id,
    )
    return decision
