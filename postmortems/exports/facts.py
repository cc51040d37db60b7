"""The record's exact values, for machines that read the report."""

from typing import Any

from incidents.models import (
    ActionItem,
    Category,
    Discovery,
    FactorKind,
    Incident,
    Malice,
    Milestone,
    Severity,
    Status,
    Unit,
)
from incidents.models.action_item import ActionKind
from incidents.models.timeline_entry import Kind, Precision
from incidents.selectors.contributing_factor import ReadFactor
from incidents.selectors.impact import ReadGroup
from incidents.selectors.timeline_entry import ReadEntry
from postmortems.exports.origin import blameless_defects
from postmortems.exports.record import Record
from postmortems.models import PostmortemStatus


def facts_of(record: Record) -> dict[str, Any]:
    """Counts as whole numbers, moments, choices as the record has them."""
    log = record.log
    return {
        **_incident(record.incident),
        "postmortem": {
            "version": record.postmortem.version,
            "edition": record.edition,
            "status": PostmortemStatus(record.postmortem.status),
        },
        "times": {
            time.milestone.value: {"at": time.moment, "precision": time.precision}
            for time in record.times.values()
        },
        "groups": [_group(read) for read in record.groups],
        "timeline": [_entry(read) for read in record.timeline],
        "factors": [_factor(read) for read in record.factors],
        "actions": [_action(action) for action in record.actions],
        "origin": _origin(record),
        "log": {"size": log.size, "root": log.root.hex(), "signed_size": log.signed_size},
        "made_at": record.made_at,
    }


def _incident(incident: Incident) -> dict[str, Any]:
    return {
        "severity": Severity(incident.severity),
        "status": Status(incident.status),
        "category": Category(incident.category),
        "malice": Malice(incident.malice),
        "discovery": Discovery(incident.discovery),
        "is_restricted": incident.is_restricted,
    }


def _group(read: ReadGroup) -> dict[str, Any]:
    return {
        "name": read.group.name,
        "unit": Unit(read.group.unit),
        "population": read.group.population,
        "estimates": [
            {
                "revision": estimate.revision,
                "low": estimate.low,
                "best": estimate.best,
                "high": estimate.high,
                "is_actual": estimate.is_actual,
                "as_of": estimate.as_of,
                "recorded_at": estimate.recorded_at,
            }
            for estimate in read.estimates
        ],
    }


def _entry(read: ReadEntry) -> dict[str, Any]:
    entry = read.entry
    return {
        "at": entry.occurred_at,
        "precision": Precision(entry.precision),
        "kind": Kind(entry.kind),
        "milestone": Milestone(entry.milestone) if entry.milestone else None,
        "recorded_at": entry.recorded_at,
        "is_retraction": entry.is_retraction,
        "versions": 1 + len(read.earlier),
    }


def _origin(record: Record) -> dict[str, Any] | None:
    if record.origin is None:
        return None
    imported = record.origin.imported
    return {
        "source": imported.source,
        "identifier": imported.source_id,
        "licence": imported.licence,
        "defects": blameless_defects(imported),
    }


def _factor(read: ReadFactor) -> dict[str, Any]:
    factor = read.factor
    return {
        "text": factor.text,
        "kind": FactorKind(factor.kind),
        "evidence": [shown.entry.occurred_at for shown in read.evidence],
        "answers": [action.title for action in read.answers],
        "is_withdrawn": factor.withdrawn_at is not None,
    }


def _action(action: ActionItem) -> dict[str, Any]:
    return {
        "title": action.title,
        "kind": ActionKind(action.kind),
        "due_on": action.due_on,
        "completed_at": action.completed_at,
        "worked": action.worked,
        "is_withdrawn": action.withdrawn_at is not None,
    }
