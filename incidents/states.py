"""What each row of the record holds, exactly as the log keeps it.

A service logs these states; verification compares the log's last one with the table.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from audit.subjects import register, register_completeness
from incidents.models import (
    ActionItem,
    ActionReminder,
    Attachment,
    ContributingFactor,
    GroupRelation,
    ImpactEstimate,
    ImpactGroup,
    ImportedRecord,
    Incident,
    IncidentLink,
    NameDecision,
    RoleHeld,
    SavedFilter,
    Service,
    TimelineEntry,
)

State = dict[str, Any]


def register_subjects() -> None:
    """Name every table of the record to the log."""
    register("service", Service.objects.all, service_state)
    register(
        "incident",
        lambda: Incident.objects.prefetch_related(
            "services", "people_with_access", "groups_with_access"
        ),
        incident_state,
    )
    register("role_held", RoleHeld.objects.all, role_state)
    register("incident_link", IncidentLink.objects.all, link_state)
    register("timeline_entry", TimelineEntry.objects.all, entry_state)
    register("impact_group", ImpactGroup.objects.all, group_state)
    register("impact_estimate", ImpactEstimate.objects.all, estimate_state)
    register("group_relation", GroupRelation.objects.all, relation_state)
    register(
        "contributing_factor",
        lambda: ContributingFactor.objects.prefetch_related("evidence"),
        factor_state,
    )
    register("action_item", ActionItem.objects.all, action_state)
    register("action_reminder", ActionReminder.objects.all, reminder_state)
    register("attachment", Attachment.objects.all, attachment_state)
    register("name_decision", NameDecision.objects.all, name_state)
    register("saved_filter", SavedFilter.objects.all, filter_state)
    register("imported_record", ImportedRecord.objects.all, imported_state)
    register_completeness(missing_references)


_REFERENCES_APART = """
SELECT year, number, kept.id IS NULL
FROM (SELECT year, generate_series(1, last_number) AS number FROM incidents_referencecounter) given
FULL JOIN incidents_incident kept USING (year, number)
WHERE kept.id IS NULL OR given.year IS NULL ORDER BY year, number LIMIT 1
"""


def missing_references() -> Iterator[str]:
    """The first reference that was given out and has no incident, or was never given out.

    So an incident that was removed together with all that the log tells of it still shows.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REFERENCES_APART)
        for year, number, is_missing in cursor.fetchall():
            reference = Incident(year=year, number=number).reference
            yield (
                f"{reference} was given out, but there is no incident of that reference: it was "
                "removed past Havari."
                if is_missing
                else f"{reference} is in the record, but that reference was never given out: the "
                "counter was changed past Havari."
            )


def incident_state(incident: Incident) -> State:
    """Everything the incident says, with who may see it when it is restricted."""
    return {
        "reference": incident.reference,
        "title": incident.title,
        "summary": incident.summary,
        "severity": incident.severity,
        "status": incident.status,
        "category": incident.category,
        "malice": incident.malice,
        "malice_basis": incident.malice_basis,
        "discovery": incident.discovery,
        "services": sorted(service.pk for service in incident.services.all()),
        "is_restricted": incident.is_restricted,
        "people_with_access": sorted(person.pk for person in incident.people_with_access.all()),
        "groups_with_access": sorted(group.pk for group in incident.groups_with_access.all()),
        "declared_at": incident.declared_at,
        "version": incident.version,
    }


def role_state(held: RoleHeld) -> State:
    """Who holds or held the role, from when until when, and whether they said that they have it."""
    return {
        "incident": held.incident_id,
        "role": held.role,
        "person": held.person_id,
        "held_from": held.held_from,
        "held_until": held.held_until,
        "confirmed_at": held.confirmed_at,
    }


def link_state(link: IncidentLink) -> State:
    """Which incident stands how to which."""
    return {"source": link.source_id, "kind": link.kind, "target": link.target_id}


def entry_state(entry: TimelineEntry) -> State:
    """Everything the entry says."""
    return {
        "incident": entry.incident_id,
        "occurred_at": entry.occurred_at,
        "precision": entry.precision,
        "kind": entry.kind,
        "milestone": entry.milestone,
        "text": entry.text,
        "evidence_links": entry.evidence_links,
        "author": entry.author_id,
        "recorded_at": entry.recorded_at,
        "replaces": entry.replaces_id,
        "reason": entry.reason,
        "is_retraction": entry.is_retraction,
    } | ({"did": entry.did} if entry.did else {})


def group_state(group: ImpactGroup) -> State:
    """Everything the group says."""
    return {
        "incident": group.incident_id,
        "name": group.name,
        "key": group.key,
        "definition": group.definition,
        "unit": group.unit,
        "population": _number(group.population),
        "population_source": group.population_source,
        "population_as_of": group.population_as_of,
        "version": group.version,
    }


def estimate_state(estimate: ImpactEstimate) -> State:
    """Everything the estimate says."""
    return {
        "group": estimate.group_id,
        "revision": estimate.revision,
        "low": _number(estimate.low),
        "best": _number(estimate.best),
        "high": _number(estimate.high),
        "is_actual": estimate.is_actual,
        "as_of": estimate.as_of,
        "method": estimate.method,
        "source": estimate.source,
        "reason": estimate.reason,
        "author": estimate.author_id,
        "recorded_at": estimate.recorded_at,
    }


def name_state(decision: NameDecision) -> State:
    """Who or what a name is."""
    return {
        "incident": decision.incident_id,
        "name": decision.name,
        "kind": decision.kind,
        "author": decision.author_id,
        "decided_at": decision.decided_at,
        "taken_back_at": decision.taken_back_at,
    }


def attachment_state(attachment: Attachment) -> State:
    """What the file is, where it stands, and the hash of what is in it."""
    return {
        "incident": attachment.incident_id,
        "entry": attachment.entry_id,
        "name": attachment.name,
        "media_type": attachment.media_type,
        "sha256": attachment.sha256,
        "size": attachment.size,
        "width": attachment.width,
        "height": attachment.height,
        "caption": attachment.caption,
        "author": attachment.author_id,
        "attached_at": attachment.attached_at,
        "withdrawn_at": attachment.withdrawn_at,
        "withdrawn_reason": attachment.withdrawn_reason,
        "version": attachment.version,
        # Nothing was logged of it before there was a choice.
        **(_in_report(attachment) if attachment.in_report or attachment.report_copy else {}),
    }


def _in_report(attachment: Attachment) -> State:
    return {"in_report": attachment.in_report, "report_copy": attachment.report_copy}


def relation_state(relation: GroupRelation) -> State:
    """How the first group stands to the second."""
    return {
        "first": relation.first_id,
        "relation": relation.relation,
        "second": relation.second_id,
    }


def factor_state(factor: ContributingFactor) -> State:
    """The condition, and whether it was withdrawn."""
    return {
        "incident": factor.incident_id,
        "text": factor.text,
        "kind": factor.kind,
        "evidence": sorted(entry.pk for entry in factor.evidence.all()),
        "accepted_reason": factor.accepted_reason,
        "version": factor.version,
        "withdrawn_at": factor.withdrawn_at,
        "withdrawn_reason": factor.withdrawn_reason,
    }


def action_state(action: ActionItem) -> State:
    """Everything the action says.

    Of its check and its withdrawal, only what is known: entries made before there were any tell
    nothing of them, and must go on agreeing with their rows.
    """
    later = {
        "check_due_on": action.check_due_on,
        "checked_by": action.checked_by_id,
        "checked_at": action.checked_at,
        "withdrawn_at": action.withdrawn_at,
        "withdrawn_reason": action.withdrawn_reason or None,
    }
    return {
        "incident": action.incident_id,
        "title": action.title,
        "kind": action.kind,
        "owner": action.owner_id,
        "due_on": action.due_on,
        "factor": action.factor_id,
        "tracker_url": action.tracker_url,
        "completed_at": action.completed_at,
        "evidence": action.evidence,
        "worked": action.worked,
        "worked_basis": action.worked_basis,
        "version": action.version,
    } | {name: content for name, content in later.items() if content is not None}


def reminder_state(reminder: ActionReminder) -> State:
    """Who was reminded of which action, and on which day."""
    return {
        "action": reminder.action_id,
        "sent_on": reminder.sent_on,
        "sent_to": reminder.sent_to,
    }


def filter_state(kept: SavedFilter) -> State:
    """Whose filter it is, of which list, what it narrows, and who is offered it."""
    return {
        "person": kept.person_id,
        "of_list": kept.of_list,
        "name": kept.name,
        "query": kept.query,
        "is_shared": kept.is_shared,
        "version": kept.version,
    }


def service_state(service: Service) -> State:
    """Everything the catalogue says of a service."""
    return {
        "name": service.name,
        "is_critical": service.is_critical,
        "is_authorised": service.is_authorised,
        "version": service.version,
    }


def imported_state(imported: ImportedRecord) -> State:
    """Where the incident comes from, under which licence, and what was wrong with it there."""
    return {
        "incident": imported.incident_id,
        "source": imported.source,
        "source_id": imported.source_id,
        "licence": imported.licence,
        "original": imported.original,
        "defects": imported.defects,
        "imported_at": imported.imported_at,
    }


def _number(count: int | None) -> str | None:
    # RFC 8785 numbers are doubles; a count must survive exactly at any size.
    return None if count is None else str(count)
