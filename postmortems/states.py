"""What each row of a postmortem holds, exactly as the log keeps it."""

from typing import Any

from audit.subjects import register
from postmortems.models import KeptWording, Postmortem, SectionText

State = dict[str, Any]


def register_subjects() -> None:
    """Name the tables of the postmortems to the log."""
    register("postmortem", Postmortem.objects.all, postmortem_state)
    register("section_text", SectionText.objects.all, section_text_state)
    register("kept_wording", KeptWording.objects.all, kept_wording_state)


def postmortem_state(postmortem: Postmortem) -> State:
    """Of which incident it is and how far it is written."""
    return {
        "incident": postmortem.incident_id,
        "language": postmortem.language,
        "outline": postmortem.outline,
        "status": postmortem.status,
        "started_at": postmortem.started_at,
        "completed_at": postmortem.completed_at,
        "version": postmortem.version,
    }


def section_text_state(written: SectionText) -> State:
    """What was written under one heading, once."""
    return {
        "postmortem": written.postmortem_id,
        "key": written.key,
        "number": written.number,
        "text": written.text,
        "author": written.author_id,
        "written_at": written.written_at,
    }


def kept_wording_state(kept: KeptWording) -> State:
    """Which wording stays, where and why."""
    return {
        "postmortem": kept.postmortem_id,
        "key": kept.key,
        "words": kept.words,
        "category": kept.category,
        "passage": kept.passage,
        "reason": kept.reason,
        "note": kept.note,
        "author": kept.author_id,
        "kept_at": kept.kept_at,
        "taken_back_at": kept.taken_back_at,
    }
