"""Declaring an incident and changing what is said of it as a whole."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.db.models import TextChoices
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actor import Actor, require
from audit.log import record
from core.checks import LONGEST_REASON, chosen, longest, reasoned, said, same_version, titled, words
from core.errors import DomainError
from incidents.models import Category, Discovery, Incident, Malice, Service, Severity, Status
from incidents.models.incident import VIEW_RESTRICTED
from incidents.services.door import EARLIEST, KEEP_RECORD, LEAD_INCIDENT, locked_incident
from incidents.states import State, incident_state

_NEXT_NUMBER = """
INSERT INTO incidents_referencecounter (year, last_number) VALUES (%s, 1)
ON CONFLICT (year) DO UPDATE SET last_number = incidents_referencecounter.last_number + 1
RETURNING last_number
"""
_CHOICES: dict[str, type[TextChoices]] = {
    "severity": Severity,
    "status": Status,
    "category": Category,
    "malice": Malice,
    "discovery": Discovery,
}
_CHANGEABLE = {"title", "summary", "malice_basis", "services", *_CHOICES}


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
    discovery: str = Discovery.UNKNOWN,
) -> Incident:
    """Open the record of something that went wrong, under the next free reference of the year.

    Whoever declares a restricted incident is named in it. Logs `incident.declared`.

    Raises:
        NotPermitted: the actor may not declare.
        DomainError: no title, words too long to keep, or no such severity or category.
    """
    require(actor, "incidents.declare_incident")
    now = timezone.now()
    incident = Incident(
        year=_year(now),
        title=title,
        summary=summary,
        severity=severity,
        category=category,
        is_restricted=is_restricted,
        discovery=discovery,
        declared_at=now,
    )
    _open(incident, services, actor)
    _log(actor, "incident.declared", incident, before=None)
    return incident


@transaction.atomic
def take_over_incident(  # noqa: PLR0913 - said of the incident as a whole
    *,
    actor: Actor,
    year: int,
    title: str,
    severity: str,
    status: str,
    category: str = Category.OUTAGE,
    summary: str = "",
    services: Sequence[Service] = (),
    is_restricted: bool = False,
) -> Incident:
    """Open the record of an incident that was kept elsewhere, in the year it happened.

    When it was declared is not known. Whoever takes a restricted incident over is named in it.
    Logs `incident.taken_over`. Raises as `declare_incident`, and when the year lies before 1970 or
    has not begun.
    """
    require(actor, "incidents.declare_incident")
    if not EARLIEST.year <= year <= _year(timezone.now()):
        raise DomainError(_("Give a year from 1970 until now."), field="year")
    incident = Incident(
        year=year,
        title=title,
        summary=summary,
        severity=severity,
        status=status,
        category=category,
        is_restricted=is_restricted,
    )
    _open(incident, services, actor)
    _log(actor, "incident.taken_over", incident, before=None)
    return incident


@transaction.atomic
def take_back_incident(*, actor: Actor, incident_id: int, reason: str) -> Incident:
    """Say that an incident should never have been taken over: closed, and its title says so.

    Nothing of it is removed. Locks the incident. Logs `incident.taken_back`.

    Raises:
        NotFound, NotPermitted: see `locked_incident`.
        DomainError: it was declared here, or no reason is given.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    reason = reasoned(reason, _("Say why the incident is taken back."))
    if incident.declared_at:
        raise DomainError(_("This incident was declared here. Change its status instead."))
    before = incident_state(incident)
    # The title stands in every list and every report, in whatever language its reader has.
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Taken back: %(title)s") % {"title": incident.title}
    incident.title = title[: longest(Incident, "title")]
    incident.status = Status.CLOSED
    incident.version += 1
    incident.save()
    _log(actor, "incident.taken_back", incident, before=before, reason=reason)
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

    `changes` may name title, summary, severity, status, category, malice, malice_basis,
    discovery and services. Locks the incident. Logs `incident.changed`, or nothing when nothing differs.

    Raises:
        NotFound, NotPermitted: see `locked_incident`.
        Conflict: somebody changed it since `version`.
        DomainError: see `declare_incident`; malice is stated without a basis, or `changes`
            names something else.
    """
    incident = locked_incident(actor, incident_id, LEAD_INCIDENT)
    same_version(version, incident.version)
    reason = words(reason, "reason", LONGEST_REASON)
    before = incident_state(incident)
    _apply(incident, changes)
    if incident_state(incident) == before:
        return incident
    incident.version += 1
    incident.save()
    _log(actor, "incident.changed", incident, before=before, reason=reason)
    return incident


def change_status(
    *, actor: Actor, incident_id: int, version: int, status: Status, reason: str = ""
) -> Incident:
    """Say where the work stands now; see `change_incident`.

    Logs `incident.changed`, or nothing when nothing differs.
    """
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
    incident. Logs `incident.access_changed`, or nothing when nothing differs.

    Raises:
        Conflict: somebody changed the incident since `version`.
        DomainError: no reason.
    """
    incident = locked_incident(actor, incident_id, LEAD_INCIDENT)
    same_version(version, incident.version)
    reason = reasoned(reason, _("Say why access is changed."))
    before = incident_state(incident)
    incident.is_restricted = is_restricted
    incident.people_with_access.set(_with_themselves(actor, people) if is_restricted else ())
    incident.groups_with_access.set(groups if is_restricted else ())
    if incident_state(incident) == before:
        return incident
    incident.version += 1
    incident.save()
    _log(actor, "incident.access_changed", incident, before=before, reason=reason)
    return incident


def _year(moment: datetime) -> int:
    # The organisation's year, wherever whoever declares happens to be.
    return timezone.localtime(moment, timezone.get_default_timezone()).year


def _open(incident: Incident, services: Sequence[Service], actor: Actor) -> None:
    _check(incident)
    incident.number = _next_number(incident.year)
    incident.save()
    incident.services.set(services)
    if incident.is_restricted and actor.user:
        incident.people_with_access.add(actor.user)


def _apply(incident: Incident, changes: dict[str, Any]) -> None:
    for name in sorted(changes):
        if name not in _CHANGEABLE:
            raise DomainError(_("This cannot be changed here."), field=name)
        if name != "services":
            setattr(incident, name, changes[name])
    _check(incident)
    if "services" in changes:
        incident.services.set(changes["services"])


def _check(incident: Incident) -> None:
    incident.title = titled(
        incident.title,
        _("Write in a few words what happened."),
        "title",
        longest(Incident, "title"),
    )
    incident.summary = words(incident.summary, "summary")
    for name, choices in _CHOICES.items():
        chosen(getattr(incident, name), choices, name)
    incident.malice_basis = words(incident.malice_basis, "malice_basis")
    if incident.malice != Malice.UNKNOWN:
        said(incident.malice_basis, _("Say what the answer rests on."), "malice_basis")


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
