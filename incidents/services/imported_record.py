"""Writing down where an incident comes from."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from core.checks import keepable, longest, said
from core.errors import Conflict
from incidents.defects import Defect
from incidents.models import ImportedRecord
from incidents.services.door import KEEP_RECORD, locked_incident
from incidents.states import imported_state

# Two imports of one file could each take a record over; they take turns, record by record.
IMPORT_TURN = 7412031


@dataclass(frozen=True, slots=True)
class Origin:
    """A record of another system: where it stands there, its licence, its words, its defects."""

    source: str
    source_id: str
    licence: str
    original: str
    defects: list[Defect]


@transaction.atomic
def note_origin(*, actor: Actor, incident_id: int, origin: Origin) -> ImportedRecord:
    """Say which record of another system the incident was, with its licence and its defects.

    Locks the incident. Logs `incident.origin_noted`.

    Raises:
        NotFound, NotPermitted: see `locked_incident`.
        Conflict: that record was taken over already.
        DomainError: no source or no identifier in it, or one too long to keep.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    _check(origin)
    if ImportedRecord.objects.filter(source=origin.source, source_id=origin.source_id).exists():
        raise Conflict(_("This record was taken over already."), field="source_id")
    imported = ImportedRecord.objects.create(
        incident=incident, imported_at=timezone.now(), **asdict(origin)
    )
    record(
        actor=actor,
        verb="incident.origin_noted",
        subject_type="imported_record",
        subject_id=imported.pk,
        before=None,
        after=imported_state(imported),
        incident_id=incident.pk,
    )
    return imported


def _check(origin: Origin) -> None:
    for name in ("source", "source_id"):
        said(getattr(origin, name), _("Say where the record comes from."), name)
    for name in ("source", "source_id", "licence", "original"):
        keepable(getattr(origin, name), name, longest(ImportedRecord, name))
