"""Who leads, who speaks, who writes: taking a role, laying it down, handing it over."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import User
from audit.log import record
from core.errors import Conflict, DomainError, NotFound
from incidents.models import Incident, Role, RoleHeld
from incidents.services.door import KEEP_RECORD, LEAD_INCIDENT, locked_incident
from incidents.states import State, role_state


@transaction.atomic
def assign_role(*, actor: Actor, incident_id: int, role: str, person: User) -> RoleHeld:
    """Give somebody a role nobody holds; experts may be several. Locks the incident.

    Logs `role.assigned`.

    Raises:
        Conflict: somebody holds the role: hand it over instead.
        DomainError: the person may not see the incident.
    """
    incident = locked_incident(actor, incident_id, LEAD_INCIDENT)
    _may_know(person, incident)
    holders = _open(incident, role)
    if role == Role.EXPERT:
        holders = [held for held in holders if held.person_id == person.pk]
    if holders:
        raise Conflict(_("Somebody holds this role. Hand it over instead."), field="role")
    return _begin(actor, "role.assigned", incident, role, person, timezone.now())


@transaction.atomic
def hand_over_role(
    *, actor: Actor, incident_id: int, role_held_id: int, to: User, note: str = ""
) -> RoleHeld:
    """Pass a role on: one ends and the other begins at the same moment. Locks the incident.

    Whoever keeps the record may hand over the role they hold; whoever leads, any role.
    Logs `role.ended` for the one and `role.handed_over` for the other.

    Raises:
        Conflict: the role was laid down or handed over in the meantime.
        DomainError: to the same person, or to somebody who may not see the incident.
    """
    incident, held = _locked_role(actor, incident_id, role_held_id)
    _may_know(to, incident)
    if held.person_id == to.pk:
        raise DomainError(_("This person holds the role already."), field="to")
    now = timezone.now()
    _end(actor, held, now, note)
    return _begin(actor, "role.handed_over", incident, held.role, to, now, note)


@transaction.atomic
def end_role(*, actor: Actor, incident_id: int, role_held_id: int, note: str = "") -> RoleHeld:
    """Lay a role down without a successor. Locks the incident. Logs `role.ended`.

    Raises:
        Conflict: the role was laid down or handed over in the meantime.
    """
    _incident, held = _locked_role(actor, incident_id, role_held_id)
    _end(actor, held, timezone.now(), note)
    return held


def _locked_role(actor: Actor, incident_id: int, role_held_id: int) -> tuple[Incident, RoleHeld]:
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    held = incident.roles_held.filter(pk=role_held_id).first()
    if held is None:
        raise NotFound(_("There is no such role in this incident."))
    if not (actor.user and held.person_id == actor.user.pk):
        locked_incident(actor, incident_id, LEAD_INCIDENT)
    if held.held_until:
        raise Conflict(_("This role was laid down or handed over in the meantime."), field="role")
    return incident, held


def _open(incident: Incident, role: str) -> list[RoleHeld]:
    return list(incident.roles_held.filter(role=role, held_until=None))


def _may_know(person: User, incident: Incident) -> None:
    if not Incident.objects.visible_to(person).filter(pk=incident.pk).exists():
        raise DomainError(_("This person may not see the incident."), field="person")


def _begin(
    actor: Actor,
    verb: str,
    incident: Incident,
    role: str,
    person: User,
    moment: datetime,
    note: str = "",
) -> RoleHeld:
    held = RoleHeld.objects.create(incident=incident, role=role, person=person, held_from=moment)
    _log(actor, verb, held, None, note)
    return held


def _end(actor: Actor, held: RoleHeld, moment: datetime, note: str) -> None:
    before = role_state(held)
    held.held_until = moment
    held.save()
    _log(actor, "role.ended", held, before, note)


def _log(actor: Actor, verb: str, held: RoleHeld, before: State | None, note: str) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="role_held",
        subject_id=held.pk,
        before=before,
        after=role_state(held),
        incident_id=held.incident_id,
        reason=note.strip(),
    )
