"""Saying how one incident stands to another."""

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from core.checks import chosen, reasoned, take_turns
from core.errors import Conflict, DomainError, NotFound
from incidents.models import Incident, IncidentLink, LinkKind
from incidents.services.door import KEEP_RECORD, known_to, locked_incident
from incidents.states import link_state

# Two people could each add half of a circle at once; links are rare, so they take turns.
LINKS_TURN = 7412026


@transaction.atomic
def link_incidents(*, actor: Actor, incident_id: int, target_id: int, kind: str) -> IncidentLink:
    """Say that this incident triggered, is related to, repeats or recurs another.

    Locks the incident, then takes its turn among links. Logs `incident.linked`.

    Raises:
        NotFound: the other does not exist, or not for this actor.
        Conflict: this was said already.
        DomainError: an incident and itself, a circle of triggers that the actor may know of, or
            no such kind of link.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    chosen(kind, LinkKind, "kind")
    target = known_to(actor).filter(pk=target_id).first()
    if target is None:
        raise NotFound(_("There is no such incident."), field="target")
    if target.pk == incident.pk:
        raise DomainError(_("Choose another incident."), field="target")
    take_turns(LINKS_TURN)
    if IncidentLink.objects.filter(source=incident, target=target, kind=kind).exists():
        raise Conflict(_("This link is there already."), field="target")
    if kind == LinkKind.TRIGGERED and incident.pk in _led_to_by(target, actor):
        raise DomainError(
            _("%(target)s led to %(incident)s, so it cannot also have been triggered by it.")
            % {"target": target.reference, "incident": incident.reference},
            field="target",
        )
    link = IncidentLink.objects.create(source=incident, target=target, kind=kind)
    record(
        actor=actor,
        verb="incident.linked",
        subject_type="incident_link",
        subject_id=link.pk,
        before=None,
        after=link_state(link),
        incident_id=incident.pk,
    )
    return link


@transaction.atomic
def unlink_incidents(*, actor: Actor, incident_id: int, link_id: int, reason: str) -> None:
    """Take a link back; the log keeps that it was said. Logs `incident.unlinked`.

    Raises:
        NotFound: no such link of this incident, or its other end is not for this actor.
        DomainError: no reason.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    link = incident.links_out.filter(pk=link_id, target__in=known_to(actor)).first()
    if link is None:
        raise NotFound(_("There is no such link."))
    reason = reasoned(reason, _("Say why the link is taken back."))
    before = link_state(link)
    number = link.pk
    link.delete()
    record(
        actor=actor,
        verb="incident.unlinked",
        subject_type="incident_link",
        subject_id=number,
        before=before,
        after=None,
        incident_id=incident.pk,
        reason=reason,
    )


def _led_to_by(start: Incident, actor: Actor) -> set[int]:
    """What an incident triggered, also through others, none of them hidden from the actor.

    A refusal because of a hidden one would tell that it exists.
    """
    triggers = IncidentLink.objects.filter(kind=LinkKind.TRIGGERED, target__in=known_to(actor))
    reached: set[int] = set()
    newest = {start.pk}
    while newest:
        found = triggers.filter(source__in=newest).values_list("target_id", flat=True)
        newest = set(found) - reached
        reached |= newest
    return reached
