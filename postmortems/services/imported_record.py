"""Taking over a record of another system, with everything that is in it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from audit.actor import Actor
from core.checks import take_turns
from core.errors import DomainError
from incidents.models import Incident, LinkKind, Service, Status
from incidents.services.action_item import add_actions, complete_action
from incidents.services.impact import Estimate, Group, add_group, revise_estimate
from incidents.services.imported_record import IMPORT_TURN, Origin, note_origin
from incidents.services.incident import take_over_incident
from incidents.services.link import LINKS_TURN, link_incidents
from incidents.services.service import add_service
from incidents.services.timeline_entry import add_entries
from postmortems.importing.record import Record
from postmortems.services.postmortem import start_postmortem


def service_named(*, actor: Actor, name: str) -> Service:
    """The service of that name, entered in the catalogue when it is new.

    In a transaction of its own: within that of an incident, the catalogue would be locked after
    the log. Logs `service.added`, or nothing when nothing differs. Raises as `add_service`.
    """
    known = Service.objects.filter(name__iexact=name)
    if found := known.first():
        return found
    try:
        return add_service(actor=actor, name=name)
    except DomainError:
        # Somebody else may have entered it between the two.
        if found := known.first():
            return found
        raise


@transaction.atomic
def import_record(
    *,
    actor: Actor,
    record: Record,
    services: Iterable[Service] = (),
    duplicate_of: Incident | None = None,
) -> Incident:
    """Keep an incident that another system recorded: all of it, or nothing.

    Takes its turn among imports and, for a duplicate, among links, before the first log entry.
    Logs `incident.taken_over` and `incident.origin_noted`, for all that is in it `timeline.added`,
    `impact.group_added` and `impact.revised`, `action.added` and `action.completed`, then
    `postmortem.started` and `postmortem.section_written`, and of a duplicate `incident.linked`.

    Raises:
        Conflict: the record was taken over already.
        NotPermitted, DomainError: see the services of each.
    """
    take_turns(IMPORT_TURN)
    if duplicate_of:
        take_turns(LINKS_TURN)
    incident = take_over_incident(
        actor=actor,
        year=record.year,
        title=record.title,
        severity=record.severity,
        status=Status.RESOLVED,
        category=record.category,
        summary=record.summary,
        services=list(services),
    )
    _keep_origin(actor, incident, record)
    _keep_story(actor, incident, record)
    start_postmortem(actor=actor, incident_id=incident.pk, written=record.sections)
    if duplicate_of:
        link_incidents(
            actor=actor,
            incident_id=incident.pk,
            target_id=duplicate_of.pk,
            kind=LinkKind.DUPLICATE,
        )
    return incident


def _keep_origin(actor: Actor, incident: Incident, record: Record) -> None:
    note_origin(
        actor=actor,
        incident_id=incident.pk,
        origin=Origin(
            source=record.source,
            source_id=record.source_id,
            licence=record.licence,
            original=record.original,
            defects=record.defects,
        ),
    )


def _keep_story(actor: Actor, incident: Incident, record: Record) -> None:
    add_entries(actor=actor, incident_id=incident.pk, contents=record.entries)
    if record.affected is not None:
        _count(actor, incident, record, record.affected)
    if record.actions:
        _plan(actor, incident, record)


def _plan(actor: Actor, incident: Incident, record: Record) -> None:
    plans = [plan for plan, _is_done in record.actions]
    actions = add_actions(actor=actor, incident_id=incident.pk, plans=plans)
    for action, (_plan, is_done) in zip(actions, record.actions, strict=True):
        if is_done:
            evidence = f"{record.source_id}: done"
            complete_action(
                actor=actor, incident_id=incident.pk, action_id=action.pk, evidence=evidence
            )


def _count(actor: Actor, incident: Incident, record: Record, affected: int) -> None:
    group = add_group(actor=actor, incident_id=incident.pk, value=Group(name="affected_count"))
    revise_estimate(
        actor=actor,
        incident_id=incident.pk,
        group_id=group.pk,
        based_on=0,
        value=Estimate(
            low=affected,
            best=affected,
            high=affected,
            as_of=timezone.now(),
            source=record.source_id,
        ),
    )
