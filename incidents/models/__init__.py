"""The record's tables, one file per entity."""

from incidents.models.action_item import ActionItem, ActionKind, ContributingFactor
from incidents.models.impact import (
    GroupRelation,
    ImpactEstimate,
    ImpactGroup,
    Relation,
    Unit,
)
from incidents.models.incident import (
    Category,
    Incident,
    Malice,
    ReferenceCounter,
    Severity,
    Status,
)
from incidents.models.service import Service
from incidents.models.timeline_entry import Kind, Milestone, Precision, TimelineEntry

__all__ = [
    "ActionItem",
    "ActionKind",
    "Category",
    "ContributingFactor",
    "GroupRelation",
    "ImpactEstimate",
    "ImpactGroup",
    "Incident",
    "Kind",
    "Malice",
    "Milestone",
    "Precision",
    "ReferenceCounter",
    "Relation",
    "Service",
    "Severity",
    "Status",
    "TimelineEntry",
    "Unit",
]
