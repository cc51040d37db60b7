"""Bringing files into the record, saying what they show, and withdrawing them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from core.checks import line, reasoned, same_version
from core.errors import Conflict, DomainError, NotFound
from core.files.store import StoredFile
from core.files.upload import MOST_FILES
from incidents.models import Attachment, Incident, TimelineEntry
from incidents.services.door import KEEP_RECORD, locked_incident
from incidents.services.line import write_line
from incidents.services.timeline_entry import EntryContent, add_entry
from incidents.states import State, attachment_state

MOST_IN_REPORT = 30


@transaction.atomic
def attach_files(
    *,
    actor: Actor,
    incident_id: int,
    files: Iterable[StoredFile],
    entry_id: int | None = None,
    caption: str = "",
) -> list[Attachment]:
    """Attach files that `core.files.store` keeps, to an entry or to the incident as a whole.

    The same content in the same place is attached once, however often it is sent. Locks the
    incident. Logs `attachment.added` for each that is new, or nothing when nothing differs.

    Raises:
        NotFound, NotPermitted: see `locked_incident`; the incident has no such entry.
        DomainError: no file, more than ten, or a caption that is too long.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    if entry_id is not None and not incident.timeline.filter(pk=entry_id).exists():
        raise NotFound(_("There is no such entry in this incident."))
    caption = line(Attachment, "caption", caption)
    return [_attached(actor, incident, entry_id, file, caption) for file in _few(files)]


@transaction.atomic
def write_with_files(
    *,
    actor: Actor,
    incident_id: int,
    said: EntryContent,
    files: Iterable[StoredFile],
    now: datetime | None = None,
    shown: str = "",
) -> list[TimelineEntry]:
    """Write down what is said together with its files: all of it or nothing.

    `now` is given for a line whose words may name a time and ask for something (see `write_line`);
    without it the entry is taken word for word. The files stand by the last entry that is written.
    Locks the incident. Logs `timeline.added` for each entry and `attachment.added` for each file,
    and what each thing that is done logs. Raises as `write_line`, `add_entry` and `attach_files`.
    """
    if now is None:
        entries = [add_entry(actor=actor, incident_id=incident_id, content=said)]
    else:
        entries = write_line(actor=actor, incident_id=incident_id, said=said, now=now, shown=shown)
    attach_files(actor=actor, incident_id=incident_id, files=files, entry_id=entries[-1].pk)
    return entries


@transaction.atomic
def caption_attachment(
    *, actor: Actor, incident_id: int, attachment_id: int, version: int, caption: str
) -> Attachment:
    """Say what the file shows, for whoever cannot see it and for the report.

    Locks the incident. Logs `attachment.captioned`, or nothing when nothing differs.

    Raises:
        Conflict: somebody else changed it since, or it was withdrawn.
        DomainError: the caption is too long, or empty while the report shows the picture.
    """
    attachment = _standing(actor, incident_id, attachment_id, version)
    caption = line(Attachment, "caption", caption)
    if attachment.in_report:
        _told_in_words(caption)
    if caption == attachment.caption:
        return attachment
    before = attachment_state(attachment)
    attachment.caption = caption
    return _saved(actor, "attachment.captioned", attachment, before)


@transaction.atomic
def choose_for_report(
    *,
    actor: Actor,
    incident_id: int,
    attachment_id: int,
    version: int,
    caption: str,
    copy: str = "",
) -> Attachment:
    """Show a picture in the report, with what it shows in words; without a `copy`, leave it out.

    `copy` is the hash of the picture without metadata (`core.files.store.keep_report_copy`).
    Locks the incident. Logs `attachment.chosen`, or nothing when nothing differs.

    Raises:
        Conflict: somebody else changed it since, or it was withdrawn.
        DomainError: it is no picture, nothing says what it shows, or the report shows thirty.
    """
    attachment = _standing(actor, incident_id, attachment_id, version)
    caption = line(Attachment, "caption", caption)
    if copy:
        _told_in_words(caption)
        _has_room(attachment)
    chosen = (bool(copy), copy or attachment.report_copy, caption)
    if chosen == (attachment.in_report, attachment.report_copy, attachment.caption):
        return attachment
    before = attachment_state(attachment)
    attachment.in_report, attachment.report_copy, attachment.caption = chosen
    return _saved(actor, "attachment.chosen", attachment, before)


def _told_in_words(caption: str) -> None:
    if not caption:
        raise DomainError(
            _("Say what the picture shows: the report is also read by people who cannot see it."),
            field="caption",
        )


def _has_room(attachment: Attachment) -> None:
    if not attachment.is_picture:
        raise DomainError(_("Only pictures can be shown in the report."), field="in_report")
    others = attachment.incident.attachments.filter(in_report=True, withdrawn_at=None)
    if others.exclude(pk=attachment.pk).count() >= MOST_IN_REPORT:
        raise DomainError(
            _("The report shows at most %(limit)s pictures. Leave one out first.")
            % {"limit": MOST_IN_REPORT},
            field="in_report",
        )


@transaction.atomic
def withdraw_attachment(
    *, actor: Actor, incident_id: int, attachment_id: int, version: int, reason: str
) -> Attachment:
    """Take a file back: pages and reports show it no more, the log keeps its hash.

    Locks the incident. Logs `attachment.withdrawn`.

    Raises:
        Conflict: somebody else changed it since, or it was withdrawn.
        DomainError: no reason is given.
    """
    attachment = _standing(actor, incident_id, attachment_id, version)
    reason = reasoned(reason, _("Say why the file is withdrawn."))
    before = attachment_state(attachment)
    attachment.withdrawn_at, attachment.withdrawn_reason = timezone.now(), reason
    return _saved(actor, "attachment.withdrawn", attachment, before, reason)


def _few(files: Iterable[StoredFile]) -> list[StoredFile]:
    # The same file chosen twice is one.
    chosen = list({file.sha256: file for file in files}.values())
    if not chosen:
        raise DomainError(_("Choose at least one file."), field="file")
    if len(chosen) > MOST_FILES:
        raise DomainError(
            _("Attach at most %(limit)s files at once.") % {"limit": MOST_FILES}, field="file"
        )
    return chosen


def _attached(
    actor: Actor, incident: Incident, entry_id: int | None, file: StoredFile, caption: str
) -> Attachment:
    standing = incident.attachments.filter(
        entry=entry_id, sha256=file.sha256, withdrawn_at=None
    ).first()
    if standing:
        return standing
    attachment = Attachment.objects.create(
        incident=incident,
        entry_id=entry_id,
        name=file.name,
        media_type=file.media_type,
        sha256=file.sha256,
        size=file.size,
        width=file.width,
        height=file.height,
        caption=caption,
        author=actor.user,
        attached_at=timezone.now(),
    )
    return _logged(actor, "attachment.added", attachment, None)


def _standing(actor: Actor, incident_id: int, attachment_id: int, version: int) -> Attachment:
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    attachment = incident.attachments.filter(pk=attachment_id).first()
    if attachment is None:
        raise NotFound(_("There is no such attachment in this incident."))
    if attachment.withdrawn_at:
        raise Conflict(_("This file was withdrawn already."))
    same_version(version, attachment.version)
    return attachment


def _saved(
    actor: Actor, verb: str, attachment: Attachment, before: State, reason: str = ""
) -> Attachment:
    attachment.version += 1
    attachment.save()
    return _logged(actor, verb, attachment, before, reason)


def _logged(
    actor: Actor, verb: str, attachment: Attachment, before: State | None, reason: str = ""
) -> Attachment:
    record(
        actor=actor,
        verb=verb,
        subject_type="attachment",
        subject_id=attachment.pk,
        before=before,
        after=attachment_state(attachment),
        incident_id=attachment.incident_id,
        reason=reason,
    )
    return attachment
