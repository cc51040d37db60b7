"""Keeping the timeline: add, correct, take back. Nothing is ever overwritten."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from audit.log import record
from core.errors import Conflict, DomainError, NotFound
from incidents.models import Incident, Kind, Precision, TimelineEntry
from incidents.services.door import KEEP_RECORD, happened, locked_incident, said
from incidents.states import entry_state


@dataclass(frozen=True, slots=True)
class EntryContent:
    """What an entry says: the moment it happened, how exactly that is known, and the words.

    `text` is Markdown; `evidence_links` are addresses of screenshots, graphs, logs or tickets.
    """

    text: str
    occurred_at: datetime | None
    precision: str = Precision.MINUTE
    kind: str = Kind.OBSERVATION
    milestone: str = ""
    evidence_links: tuple[str, ...] = ()


@transaction.atomic
def add_entry(*, actor: Actor, incident_id: int, content: EntryContent) -> TimelineEntry:
    """Write down one thing seen, done, decided or said.

    Locks the incident. Logs `timeline.added`.

    Raises:
        NotFound, NotPermitted: see `locked_incident`.
        DomainError: no words, or moment and precision contradict each other.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    return _save(actor, "timeline.added", incident, content)


@transaction.atomic
def correct_entry(
    *, actor: Actor, incident_id: int, entry_id: int, content: EntryContent, reason: str
) -> TimelineEntry:
    """Replace an entry by a new one; the earlier stays readable.

    Locks the incident. Logs `timeline.corrected`.

    Raises:
        Conflict: the entry was replaced in the meantime.
        DomainError: no reason is given; see also `add_entry`.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    original = _standing_entry(incident, entry_id, reason)
    return _save(
        actor, "timeline.corrected", incident, content, replaces=original, reason=reason.strip()
    )


@transaction.atomic
def retract_entry(*, actor: Actor, incident_id: int, entry_id: int, reason: str) -> TimelineEntry:
    """Take an entry back; it stays readable as withdrawn.

    Locks the incident. Logs `timeline.retracted`. Raises as `correct_entry`.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    original = _standing_entry(incident, entry_id, reason)
    content = EntryContent(
        text=original.text,
        occurred_at=original.occurred_at,
        precision=original.precision,
        kind=original.kind,
        evidence_links=tuple(original.evidence_links),
    )
    return _save(
        actor,
        "timeline.retracted",
        incident,
        content,
        replaces=original,
        reason=reason.strip(),
        is_retraction=True,
    )


def _standing_entry(incident: Incident, entry_id: int, reason: str) -> TimelineEntry:
    entry = incident.timeline.filter(pk=entry_id).first()
    if entry is None:
        raise NotFound(_("There is no such entry in this incident."))
    if entry.is_retraction or hasattr(entry, "replaced_by"):
        raise Conflict(_("This entry was replaced in the meantime. Look at the newer one first."))
    said(reason, _("Say why the entry is replaced."), "reason")
    return entry


def _save(
    actor: Actor, verb: str, incident: Incident, content: EntryContent, **links: Any
) -> TimelineEntry:
    said(content.text, _("Write what was seen, done, decided or said."), "text")
    happened(content.occurred_at, "occurred_at")
    if (content.occurred_at is None) != (content.precision == Precision.UNKNOWN):
        raise DomainError(
            _("Give the time it happened, or say that it is not known."), field="occurred_at"
        )
    entry = TimelineEntry.objects.create(
        incident=incident,
        author=actor.user,
        recorded_at=timezone.now(),
        **asdict(content) | {"evidence_links": list(content.evidence_links)},
        **links,
    )
    replaced = links.get("replaces")
    record(
        actor=actor,
        verb=verb,
        subject_type="timeline_entry",
        subject_id=entry.pk,
        before=entry_state(replaced) if replaced else None,
        after=entry_state(entry),
        incident_id=incident.pk,
        reason=entry.reason,
    )
    return entry
