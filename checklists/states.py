"""What checklists hold, exactly as the log keeps it."""

from collections.abc import Mapping
from typing import Any

from audit.subjects import register
from checklists.given import GIVEN
from checklists.models import BegunChecklist, Checklist
from checklists.steps import as_kept

State = dict[str, Any]


def register_subjects() -> None:
    """Name checklists, and what is gone through of them, to the log."""
    register("checklist", Checklist.objects.all, checklist_state, as_given)
    register("begun_checklist", BegunChecklist.objects.all, begun_state)


def checklist_state(checklist: Checklist) -> State:
    """Everything a version says, who wrote it, and whether it was withdrawn."""
    return {
        "slug": checklist.slug,
        "version": checklist.version,
        "name": checklist.name,
        "language": checklist.language,
        "severities": checklist.severities,
        "categories": checklist.categories,
        "steps": checklist.steps,
        "author": checklist.author_id,
        "written_at": checklist.written_at,
        "withdrawn_at": checklist.withdrawn_at,
        "withdrawn_reason": checklist.withdrawn_reason,
    }


def as_given() -> dict[str, Mapping[str, Any]]:
    """The checklists that Havari begins with, by name."""
    return {
        each.name: checklist_state(
            Checklist(
                slug=each.slug,
                name=each.name,
                language=each.language,
                severities=list(each.severities),
                categories=list(each.categories),
                steps=as_kept(each.steps),
            )
        )
        for each in GIVEN
    }


def begun_state(begun: BegunChecklist) -> State:
    """Which version is gone through where, since when, and whether it was set aside."""
    return {
        "incident": begun.incident_id,
        "checklist": begun.checklist_id,
        "begun_by": begun.begun_by_id,
        "begun_at": begun.begun_at,
        "set_aside_at": begun.set_aside_at,
        "set_aside_reason": begun.set_aside_reason,
    }
