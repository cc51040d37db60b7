"""Opening an incident with a document that was kept elsewhere, and taking that back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.models import LogEntry
from core.checks import longest, reasoned, take_turns
from core.errors import NotFound
from core.files.store import StoredFile, keep_as_read
from imports.models import TimelineImport
from imports.reading.reader import readable
from imports.selectors.opening import Opening
from imports.services.timeline_import import log_import, take_back, take_in
from imports.states import import_state
from imports.waiting import Brought
from incidents.models import ImportedRecord, Incident, TimelineEntry
from incidents.services.door import KEEP_RECORD, locked_incident
from incidents.services.imported_record import IMPORT_TURN, Origin, note_origin
from incidents.services.incident import take_back_incident, take_over_incident
from incidents.services.timeline_entry import EntryContent
from postmortems.models import SectionKey
from postmortems.selectors.section import sections_of
from postmortems.services.postmortem import start_postmortem
from postmortems.services.section import write_section


def import_incident(
    *,
    actor: Actor,
    brought: Brought,
    opening: Opening,
    contents: Sequence[EntryContent],
    sections: Mapping[SectionKey, str] | None = None,
) -> TimelineImport:
    """Open an incident with what was chosen of a file: all of it, or nothing.

    The file is attached; what stood under its headings begins the report. Takes its turn among
    imports. Logs `incident.taken_over`, `incident.origin_noted`, `attachment.added`,
    `timeline.added` for each entry, `postmortem.started`, `postmortem.section_written` for each section, then
    `timeline.imported`.

    Raises:
        NotPermitted: the actor may not declare, keep the record or, with sections, write reports.
        DomainError: nothing or more than a thousand entries were chosen; see `take_over_incident`.
        StoreAway: the file cannot be kept now.
    """
    form = brought.form or readable(brought.content, brought.name, "").form
    brought = replace(brought, form=form)
    kept = keep_as_read(brought.content, brought.name)
    return _import(actor, brought, kept, opening, contents, sections or {})


@transaction.atomic
def _import(
    actor: Actor,
    brought: Brought,
    kept: StoredFile,
    opening: Opening,
    contents: Sequence[EntryContent],
    sections: Mapping[SectionKey, str],
) -> TimelineImport:
    take_turns(IMPORT_TURN)
    incident = take_over_incident(
        actor=actor,
        year=_year(contents),
        title=opening.title,
        severity=opening.severity,
        status=opening.status,
        category=opening.category,
        services=opening.services,
        is_restricted=opening.is_restricted,
    )
    note_origin(actor=actor, incident_id=incident.pk, origin=_origin(brought, kept))
    row = TimelineImport(
        incident=incident,
        name=brought.name[-longest(TimelineImport, "name") :],
        form=brought.form,
        sha256=kept.sha256,
        brought_by=actor.user,
        brought_at=timezone.now(),
        opened_incident=True,
    )
    take_in(actor, row, contents, kept)
    if sections:
        start_postmortem(
            actor=actor, incident_id=incident.pk, language=opening.language, written=sections
        )
    log_import(actor, "timeline.imported", row, None)
    return row


@transaction.atomic
def undo_incident_import(
    *, actor: Actor, incident_id: int, import_id: int, reason: str
) -> list[TimelineEntry]:
    """Take back everything a file brought, and the incident it opened, unless others work in it.

    What was corrected since is left alone, and so is then the incident; those entries are returned.
    Nothing is removed: entries stay readable as withdrawn, sections in their versions, the file is
    kept. Locks the incident. Logs `timeline.retracted` for each entry, `postmortem.section_written`
    for each section that nobody wrote on since, `incident.taken_back`, then `timeline.import_undone`.

    Raises:
        NotFound, NotPermitted: see `locked_incident`; also when the file opened no incident.
        Conflict: it was taken back already, or the report is completed.
        DomainError: no reason is given.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    row = incident.timeline_imports.filter(pk=import_id, opened_incident=True).first()
    if row is None:
        raise NotFound(_("There is no such file in this incident."))
    reason = reasoned(reason, _("Say why the import is taken back."))
    is_worked_on = _is_worked_on(row)
    before = import_state(row)
    left = take_back(actor, row, reason)
    _take_back_sections(actor, incident)
    if not is_worked_on:
        take_back_incident(actor=actor, incident_id=incident.pk, reason=reason)
    log_import(actor, "timeline.import_undone", row, before, reason)
    return left


def _is_worked_on(row: TimelineImport) -> bool:
    """Whether a person recorded anything in the incident since the file opened it."""
    of_incident = LogEntry.objects.filter(incident_id=row.incident_id)
    imported = of_incident.filter(
        verb="timeline.imported", subject_type="timeline_import", subject_id=str(row.pk)
    ).latest("index")
    return of_incident.filter(index__gt=imported.index).exclude(actor_id=None).exists()


def _take_back_sections(actor: Actor, incident: Incident) -> None:
    postmortem = getattr(incident, "postmortem", None)
    for section in sections_of(postmortem) if postmortem else ():
        if section.version == 1 and section.text:
            write_section(actor=actor, incident_id=incident.pk, key=section.key, version=1, text="")


def _year(contents: Sequence[EntryContent]) -> int:
    moments = [content.occurred_at for content in contents if content.occurred_at]
    here = timezone.get_default_timezone()
    return timezone.localtime(min(moments, default=timezone.now()), here).year


def _origin(brought: Brought, kept: StoredFile) -> Origin:
    """Which file it was; one that opened an incident before opens another under the next number."""
    name = f"{brought.name[-200:]} {kept.sha256[:12]}".strip()
    known = ImportedRecord.objects.filter(source=brought.form, source_id__startswith=name).count()
    number = f" #{known + 1}" if known else ""
    return Origin(brought.form, f"{name}{number}", licence="", original="", defects=[])
