"""Keeping the timeline: add, correct, take back. Nothing is ever overwritten."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from core.checks import chosen, reasoned, said
from core.errors import Conflict, DomainError, NotFound
from incidents.models import Incident, Kind, Milestone, Precision, TimelineEntry
from incidents.services.door import KEEP_RECORD, happened, locked_incident, web_address
from incidents.states import entry_state

MOST_LINKS = 20
LONGEST_ADDRESS = 500


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


Did = dict[str, Any]


def add_entry(
    *, actor: Actor, incident_id: int, content: EntryContent, did: Did | None = None
) -> TimelineEntry:
    """Write down one thing seen, done, decided or said; late facts too, in closed incidents.

    `did` is what else was done with it in the same transaction (see `services.line`). Locks the incident. Logs `timeline.added`.

    Raises:
        NotFound, NotPermitted: see `locked_incident`.
        DomainError: no words, moment and precision contradict each other, or evidence links
            that are not web addresses or more than twenty.
    """
    return add_entries(actor=actor, incident_id=incident_id, contents=[content], did=did)[0]


@transaction.atomic
def add_entries(
    *,
    actor: Actor,
    incident_id: int,
    contents: Iterable[EntryContent],
    did: Did | None = None,
) -> list[TimelineEntry]:
    """Write down a whole story at once, such as one kept elsewhere; all of it or nothing.

    Locks the incident. Logs `timeline.added` for each. Raises as `add_entry`.
    """
    return add_to(locked_incident(actor, incident_id, KEEP_RECORD), actor, contents, did)


def add_to(
    incident: Incident, actor: Actor, contents: Iterable[EntryContent], did: Did | None = None
) -> list[TimelineEntry]:
    """As `add_entries`, in a transaction that has locked the incident for somebody who may."""
    entries = [_entry(actor, incident, content, did=did) for content in contents]
    for entry in TimelineEntry.objects.bulk_create(entries):
        _log(actor, "timeline.added", entry)
    return entries


@transaction.atomic
def correct_entry(
    *, actor: Actor, incident_id: int, entry_id: int, content: EntryContent, reason: str
) -> TimelineEntry:
    """Replace an entry by a new one; the earlier stays readable, with its own author.

    Locks the incident. Logs `timeline.corrected`, or nothing when nothing differs.

    Raises:
        Conflict: the entry was replaced in the meantime.
        DomainError: no reason is given; see also `add_entry`.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    original = _standing_entry(incident, entry_id)
    reason = reasoned(reason, _("Say why the entry is replaced."))
    if _checked(content) == _content_of(original):
        return original
    return _save(
        actor,
        "timeline.corrected",
        incident,
        content,
        replaces=original,
        reason=reason,
        did=original.did,
    )


@transaction.atomic
def retract_entry(*, actor: Actor, incident_id: int, entry_id: int, reason: str) -> TimelineEntry:
    """Take an entry back; it stays readable as withdrawn.

    Locks the incident. Logs `timeline.retracted`. Raises as `correct_entry`.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    original = _standing_entry(incident, entry_id)
    return _save(
        actor,
        "timeline.retracted",
        incident,
        replace(_content_of(original), milestone=""),
        replaces=original,
        reason=reasoned(reason, _("Say why the entry is replaced.")),
        is_retraction=True,
    )


def _standing_entry(incident: Incident, entry_id: int) -> TimelineEntry:
    entry = incident.timeline.filter(pk=entry_id).first()
    if entry is None:
        raise NotFound(_("There is no such entry in this incident."))
    if entry.is_retraction or hasattr(entry, "replaced_by"):
        raise Conflict(_("This entry was replaced in the meantime. Look at the newer one first."))
    return entry


def _content_of(entry: TimelineEntry) -> EntryContent:
    return EntryContent(
        text=entry.text,
        occurred_at=entry.occurred_at,
        precision=entry.precision,
        kind=entry.kind,
        milestone=entry.milestone,
        evidence_links=tuple(entry.evidence_links),
    )


def _checked(content: EntryContent) -> EntryContent:
    chosen(content.kind, Kind, "kind")
    chosen(content.precision, Precision, "precision")
    if content.milestone:
        chosen(content.milestone, Milestone, "milestone")
    happened(content.occurred_at, "occurred_at")
    if (content.occurred_at is None) != (content.precision == Precision.UNKNOWN):
        raise DomainError(
            _("Give the time it happened, or say that it is not known."), field="occurred_at"
        )
    return replace(
        content,
        text=said(content.text, _("Write what was seen, done, decided or said."), "text"),
        evidence_links=_links(content.evidence_links),
    )


def _links(addresses: Sequence[str]) -> tuple[str, ...]:
    if len(addresses) > MOST_LINKS:
        raise DomainError(
            _("Give at most %(limit)s links.") % {"limit": MOST_LINKS}, field="evidence_links"
        )
    return tuple(web_address(given, "evidence_links", LONGEST_ADDRESS) for given in addresses)


def _save(
    actor: Actor, verb: str, incident: Incident, content: EntryContent, **links: Any
) -> TimelineEntry:
    entry = _entry(actor, incident, content, **links)
    entry.save()
    _log(actor, verb, entry)
    return entry


def _entry(actor: Actor, incident: Incident, content: EntryContent, **links: Any) -> TimelineEntry:
    content = _checked(content)
    return TimelineEntry(
        incident=incident,
        author=actor.user,
        recorded_at=timezone.now(),
        **asdict(content) | {"evidence_links": list(content.evidence_links)},
        **links,
    )


def _log(actor: Actor, verb: str, entry: TimelineEntry) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="timeline_entry",
        subject_id=entry.pk,
        before=entry_state(entry.replaces) if entry.replaces else None,
        after=entry_state(entry),
        incident_id=entry.incident_id,
        reason=entry.reason,
    )
