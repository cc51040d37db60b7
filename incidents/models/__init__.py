"""The record's tables, one file per entity."""

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
    "Category",
    "Incident",
    "Kind",
    "Malice",
    "Milestone",
    "Precision",
    "ReferenceCounter",
    "Service",
    "Severity",
    "Status",
    "TimelineEntry",
]
