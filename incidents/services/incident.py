"""Declaring an incident and changing what is said of it as a whole."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from audit.log import record
from core.errors import Conflict, DomainError
from incidents.models import Category, Incident, Malice, Service, Severity, Status
from incidents.services._door import locked_incident, require

_NEXT_NUMBER = """
INSERT INTO incidents_referencecounter (year, last_number) VALUES (%s, 1)
ON CONFLICT (year) DO UPDATE SET last_number = incidents_referencecounter.last_number + 1
RETURNING last_number
"""


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
    if not title.strip():
        raise DomainError(_("Write in a few words what happened."), field="title")
    now = timezone.now()
    incident = Incident.objects.create(
        year=now.year,
        number=_next_number(now.year),
        title=title.strip(),
        summary=summary,
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
def change_incident(
    *, actor: Actor, incident_id: int, version: int, changes: dict[str, Any]
) -> Incident:
    """Change title, summary, severity, status, category or malice, as the actor last saw them.

    Locks the incident. Logs `incident.changed`, or nothing when nothing differs.

    Raises:
        NotFound, NotPermitted: see `locked_incident`.
        Conflict: somebody changed it since `version`.
        DomainError: malice is stated without a basis.
    """
    incident = locked_incident(actor, incident_id, "incidents.lead_incident")
    if incident.version != version:
        raise Conflict(_("Somebody else changed this incident while you wrote."))
    before = incident_state(incident)
    for name in _CHANGEABLE & changes.keys():
        setattr(incident, name, changes[name])
    if incident.malice != Malice.UNKNOWN and not incident.malice_basis.strip():
        raise DomainError(_("Say what the answer rests on."), field="malice_basis")
    if incident_state(incident) == before:
        return incident
    incident.version += 1
    incident.save()
    _log(actor, "incident.changed", incident, before=before)
    return incident


_CHANGEABLE = {"title", "summary", "severity", "status", "category", "malice", "malice_basis"}


def change_status(*, actor: Actor, incident_id: int, version: int, status: Status) -> Incident:
    """Say where the work stands now; see `change_incident`."""
    return change_incident(
        actor=actor, incident_id=incident_id, version=version, changes={"status": status}
    )


def incident_state(incident: Incident) -> dict[str, Any]:
    """Everything the incident says, as the log keeps it."""
    return {
        "reference": incident.reference,
        "title": incident.title,
        "summary": incident.summary,
        "severity": incident.severity,
        "status": incident.status,
        "category": incident.category,
        "malice": incident.malice,
        "malice_basis": incident.malice_basis,
        "services": sorted(incident.services.values_list("name", flat=True)),
        "is_restricted": incident.is_restricted,
        "people_with_access": sorted(incident.people_with_access.values_list("pk", flat=True)),
        "groups_with_access": sorted(incident.groups_with_access.values_list("name", flat=True)),
        "declared_at": incident.declared_at,
        "version": incident.version,
    }


def _next_number(year: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBER, [year])
        number: int = cursor.fetchone()[0]
    return number


def _log(actor: Actor, verb: str, incident: Incident, before: dict[str, Any] | None) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="incident",
        subject_id=incident.pk,
        before=before,
        after=incident_state(incident),
        incident_id=incident.pk,
    )
