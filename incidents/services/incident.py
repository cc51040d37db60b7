"""Declaring an incident and changing what is said of it as a whole."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import User
from audit.log import record
from incidents.models import Category, Incident, Malice, Service, Severity, Status
from incidents.models.incident import VIEW_RESTRICTED
from incidents.services.door import LEAD_INCIDENT, locked_incident, require, said, same_version
from incidents.states import State, incident_state

_NEXT_NUMBER = """
INSERT INTO incidents_referencecounter (year, last_number) VALUES (%s, 1)
ON CONFLICT (year) DO UPDATE SET last_number = incidents_referencecounter.last_number + 1
RETURNING last_number
"""
_PLAIN = {"title", "summary", "severity", "status", "category", "malice", "malice_basis"}


@transaction.atomic
def declare_incident(
    *,
    actor: Actor,
    title: str,
    severity: str = Severity.SEV3,
    category: str = Category.OUTAGE,
    summary: str = "",
    services: Sequence[Service] = (),
    is_restricted: bool = False,
) -> Incident:
    """Open the record of something that went wrong, under the next free reference of the year.

    Whoever declares a restricted incident is named in it. Logs `incident.declared`.

    Raises:
        NotPermitted: the actor may not declare.
        DomainError: the title is empty.
    """
    require(actor, "incidents.declare_incident")
    now = timezone.now()
    incident = Incident.objects.create(
        year=timezone.localtime(now).year,
        number=_next_number(timezone.localtime(now).year),
        title=said(title, _("Write in a few words what happened."), "title"),
        summary=summary.strip(),
        severity=severity,
        category=category,
        is_restricted=is_restricted,
        declared_at=now,
    )
    incident.services.set(services)
    if is_restricted and actor.user:
        incident.people_with_access.add(actor.user)
    _log(actor, "incident.declared", incident, before=None)
    return incident


@transaction.atomic
def take_over_incident(
    *,
    actor: Actor,
    year: int,
    title: str,
    severity: str,
    status: str,
    category: str = Category.OUTAGE,
    summary: str = "",
    services: Sequence[Service] = (),
) -> Incident:
    """Open the record of an incident that another system kept, in the year it happened.

    When it was declared is not known. Logs `incident.taken_over`. Raises as `declare_incident`.
    """
    require(actor, "incidents.declare_incident")
    incident = Incident.objects.create(
        year=year,
        number=_next_number(year),
        title=said(title, _("Write in a few words what happened."), "title"),
        summary=summary.strip(),
        severity=severity,
        status=status,
        category=category,
    )
    incident.services.set(services)
    _log(actor, "incident.taken_over", incident, before=None)
    return incident


@transaction.atomic
def change_incident(
    *,
    actor: Actor,
    incident_id: int,
    version: int,
    changes: dict[str, Any],
    reason: str = "",
) -> Incident:
    """Change what is said of the incident as a whole, as the actor last saw it.

    `changes` may name title, summary, severity, status, category, malice, malice_basis and
    services. Locks the incident. Logs `incident.changed`, or nothing when nothing differs.

    Raises:
        NotFound, NotPermitted: see `locked_incident`.
        Conflict: somebody changed it since `version`.
        DomainError: no title, or malice is stated without a basis.
    """
    incident = locked_incident(actor, incident_id, LEAD_INCIDENT)
    same_version(version, incident.version)
    before = incident_state(incident)
    for name in _PLAIN & changes.keys():
        setattr(incident, name, changes[name])
    incident.title = said(incident.title, _("Write in a few words what happened."), "title")
    if incident.malice != Malice.UNKNOWN:
        said(incident.malice_basis, _("Say what the answer rests on."), "malice_basis")
    if "services" in changes:
        incident.services.set(changes["services"])
    if incident_state(incident) == before:
        return incident
    incident.version += 1
    incident.save()
    _log(actor, "incident.changed", incident, before=before, reason=reason.strip())
    return incident


def change_status(
    *, actor: Actor, incident_id: int, version: int, status: Status, reason: str = ""
) -> Incident:
    """Say where the work stands now; see `change_incident`."""
    return change_incident(
        actor=actor,
        incident_id=incident_id,
        version=version,
        changes={"status": status},
        reason=reason,
    )


@transaction.atomic
def change_access(
    *,
    actor: Actor,
    incident_id: int,
    version: int,
    is_restricted: bool,
    people: Sequence[User] = (),
    groups: Sequence[Group] = (),
    reason: str,
) -> Incident:
    """Say who may know of the incident: everybody with a role, or only those named.

    Nobody locks themselves out: whoever restricts an incident stays named in it. Locks the
    incident. Logs `incident.access_changed`.

    Raises:
        Conflict: somebody changed the incident since `version`.
        DomainError: no reason.
    """
    incident = locked_incident(actor, incident_id, LEAD_INCIDENT)
    same_version(version, incident.version)
    reason = said(reason, _("Say why access is changed."), "reason")
    before = incident_state(incident)
    incident.is_restricted = is_restricted
    incident.people_with_access.set(_with_themselves(actor, people) if is_restricted else ())
    incident.groups_with_access.set(groups if is_restricted else ())
    incident.version += 1
    incident.save()
    _log(actor, "incident.access_changed", incident, before=before, reason=reason)
    return incident


def _with_themselves(actor: Actor, people: Sequence[User]) -> list[User]:
    if actor.user and not actor.user.has_perm(VIEW_RESTRICTED) and actor.user not in people:
        return [*people, actor.user]
    return list(people)


def _next_number(year: int) -> int:
    """The next free number of a year; whoever takes it holds it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBER, [year])
        number: int = cursor.fetchone()[0]
    return number


def _log(
    actor: Actor, verb: str, incident: Incident, before: State | None, reason: str = ""
) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="incident",
        subject_id=incident.pk,
        before=before,
        after=incident_state(incident),
        incident_id=incident.pk,
        reason=reason,
    )
