"""The record's tables, one file per entity."""

from incidents.models.action_item import ActionItem, ActionKind, ActionReminder
from incidents.models.attachment import Attachment
from incidents.models.contributing_factor import ContributingFactor, FactorKind
from incidents.models.impact import (
    GroupRelation,
    ImpactEstimate,
    ImpactGroup,
    Relation,
    Unit,
)
from incidents.models.imported_record import ImportedRecord
from incidents.models.incident import (
    Category,
    Discovery,
    Incident,
    Malice,
    ReferenceCounter,
    Severity,
    Status,
)
from incidents.models.link import IncidentLink, LinkKind
from incidents.models.named import NameDecision, NamedKind
from incidents.models.role import Role, RoleHeld
from incidents.models.saved_filter import FilteredList, SavedFilter
from incidents.models.service import Service
from incidents.models.timeline_entry import Kind, Milestone, Precision, TimelineEntry

__all__ = [
    "ActionItem",
    "ActionKind",
    "ActionReminder",
    "Attachment",
    "Category",
    "ContributingFactor",
    "Discovery",
    "FactorKind",
    "FilteredList",
    "GroupRelation",
    "ImpactEstimate",
    "ImpactGroup",
    "ImportedRecord",
    "Incident",
    "IncidentLink",
    "Kind",
    "LinkKind",
    "Malice",
    "Milestone",
    "NameDecision",
    "NamedKind",
    "Precision",
    "ReferenceCounter",
    "Relation",
    "Role",
    "RoleHeld",
    "SavedFilter",
    "Service",
    "Severity",
    "Status",
    "TimelineEntry",
    "Unit",
]
