"""Bringing a file, taking its timeline over in one act, and taking that act back."""

from collections.abc import Sequence
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from core.checks import longest, reasoned, words
from core.errors import Conflict, DomainError, NotFound
from core.files.store import StoredFile, keep_as_read
from imports.models import TimelineImport
from imports.reading.reader import readable
from imports.states import import_state
from incidents.models import Incident, TimelineEntry
from incidents.services.attachment import attach_files
from incidents.services.door import KEEP_RECORD, known_incident, locked_incident
from incidents.services.timeline_entry import EntryContent, add_entries, retract_entry

MOST_ENTRIES = 1_000


def bring_file(
    *, actor: Actor, incident_id: int, content: bytes, name: str = "", form: str = ""
) -> TimelineImport:
    """Keep a file with a timeline, so that what it would bring can be looked at first.

    A file that waits already is not kept twice. Locks the incident. Logs `timeline.file_brought`,
    or nothing when the same file waits.

    Raises:
        NotFound, NotPermitted: see `locked_incident`.
        DomainError: it is empty, too large, of another kind than it was said to be, or nothing
            in it has a time.
    """
    known_incident(actor, incident_id, KEEP_RECORD)
    name = words(name, "file")[-longest(TimelineImport, "name") :]
    reading = readable(content, name, form)
    return _keep(actor, incident_id, content, name, reading.form)


@transaction.atomic
def _keep(actor: Actor, incident_id: int, content: bytes, name: str, form: str) -> TimelineImport:
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    digest = sha256(content).hexdigest()
    waiting = incident.timeline_imports.filter(sha256=digest, form=form, imported_at=None).first()
    if waiting:
        return waiting
    brought = TimelineImport.objects.create(
        incident=incident,
        name=name,
        form=form,
        content=content,
        sha256=digest,
        brought_by=actor.user,
        brought_at=timezone.now(),
    )
    log_import(actor, "timeline.file_brought", brought, before=None)
    return brought


def import_entries(
    *, actor: Actor, incident_id: int, import_id: int, contents: Sequence[EntryContent]
) -> TimelineImport:
    """Add what was chosen of a file to the timeline, all of it or nothing; the file is attached.

    Locks the incident. Logs `attachment.added` for the file, `timeline.added` for each entry, then
    `timeline.imported`.

    Raises:
        NotFound, NotPermitted: see `locked_incident`; also when the file is not there.
        Conflict: it was imported already.
        DomainError: nothing or more than a thousand entries were chosen; see also `add_entry`.
        StoreAway: the file cannot be kept now.
    """
    brought = _brought(known_incident(actor, incident_id, KEEP_RECORD), import_id)
    kept = keep_as_read(bytes(brought.content), brought.name) if not brought.imported_at else None
    return _import(actor, incident_id, import_id, contents, kept)


@transaction.atomic
def _import(
    actor: Actor,
    incident_id: int,
    import_id: int,
    contents: Sequence[EntryContent],
    kept: StoredFile | None,
) -> TimelineImport:
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    brought = _brought(incident, import_id)
    if brought.imported_at or kept is None:
        raise Conflict(_("This file was imported already. Bring it again to take more of it."))
    before = import_state(brought)
    take_in(actor, brought, contents, kept)
    log_import(actor, "timeline.imported", brought, before)
    return brought


def take_in(
    actor: Actor, brought: TimelineImport, contents: Sequence[EntryContent], kept: StoredFile
) -> None:
    """Add entries, attach the file they came in and save it; the caller locks and logs.

    Raises:
        DomainError: see `import_entries`.
    """
    if not contents:
        raise DomainError(_("Choose at least one entry."))
    if len(contents) > MOST_ENTRIES:
        raise DomainError(_("Choose at most %(limit)s entries.") % {"limit": MOST_ENTRIES})
    incident_id = brought.incident_id
    # The file's hash names it; what stands twice in the record could part.
    brought.attachment = attach_files(actor=actor, incident_id=incident_id, files=[kept])[0]
    brought.imported_at, brought.content = timezone.now(), b""
    brought.save()
    brought.entries.set(add_entries(actor=actor, incident_id=incident_id, contents=contents))


@transaction.atomic
def undo_import(
    *, actor: Actor, incident_id: int, import_id: int, reason: str
) -> list[TimelineEntry]:
    """Take every entry of an import back, but those that were corrected or taken back since.

    The entries left alone are returned. Locks the incident. Logs `timeline.retracted` for each
    entry, then `timeline.import_undone`.

    Raises:
        NotFound, NotPermitted: see `locked_incident`; also when the file is not there.
        Conflict: it is not imported, or was taken back already.
        DomainError: no reason is given.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    brought = _brought(incident, import_id)
    reason = reasoned(reason, _("Say why the import is taken back."))
    before = import_state(brought)
    left = take_back(actor, brought, reason)
    log_import(actor, "timeline.import_undone", brought, before, reason)
    return left


def take_back(actor: Actor, brought: TimelineImport, reason: str) -> list[TimelineEntry]:
    """Take entries back but those that were corrected since, which are returned; the caller logs.

    Raises:
        Conflict: see `undo_import`.
    """
    if not brought.imported_at or brought.undone_at:
        raise Conflict(_("There is nothing of this import to take back."))
    brought.undone_at = timezone.now()
    brought.save(update_fields=["undone_at"])
    entries = list(brought.entries.select_related("replaced_by"))
    left = [entry for entry in entries if hasattr(entry, "replaced_by")]
    for entry in entries:
        if entry not in left:
            retract_entry(
                actor=actor, incident_id=brought.incident_id, entry_id=entry.pk, reason=reason
            )
    return left


def _brought(incident: Incident, import_id: int) -> TimelineImport:
    brought = incident.timeline_imports.defer("content").filter(pk=import_id).first()
    if brought is None:
        raise NotFound(_("There is no such file in this incident."))
    return brought


def log_import(
    actor: Actor,
    verb: str,
    brought: TimelineImport,
    before: dict[str, object] | None,
    reason: str = "",
) -> None:
    """Write down what became of a file; its state names it by its hash."""
    record(
        actor=actor,
        verb=verb,
        subject_type="timeline_import",
        subject_id=brought.pk,
        before=before,
        after=import_state(brought),
        incident_id=brought.incident_id,
        reason=reason,
    )
