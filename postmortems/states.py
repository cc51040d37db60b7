"""What each row of a postmortem holds, exactly as the log keeps it."""

from typing import Any

from audit.subjects import register
from postmortems.models import Postmortem, Section

State = dict[str, Any]


def register_subjects() -> None:
    """Name the tables of the postmortems to the log."""
    register("postmortem", Postmortem.objects.all, postmortem_state)
    register("section", Section.objects.all, section_state)


def postmortem_state(postmortem: Postmortem) -> State:
    """Of which incident it is and how far it is written."""
    return {
        "incident": postmortem.incident_id,
        "status": postmortem.status,
        "started_at": postmortem.started_at,
        "completed_at": postmortem.completed_at,
        "version": postmortem.version,
    }


def section_state(section: Section) -> State:
    """What is written under one heading."""
    return {
        "postmortem": section.postmortem_id,
        "key": section.key,
        "text": section.text,
        "version": section.version,
    }
