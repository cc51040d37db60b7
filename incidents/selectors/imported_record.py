"""Where an incident was taken over from."""

from dataclasses import dataclass

from incidents.defects import words_of
from incidents.models import ImportedRecord, Incident


@dataclass(frozen=True, slots=True)
class ReadOrigin:
    """The record it was in another system, and what was wrong with it, in words."""

    imported: ImportedRecord
    defects: list[str]


def origin_of(incident: Incident) -> ReadOrigin | None:
    """The record this incident was taken over from; None for one that was declared here."""
    imported: ImportedRecord | None = getattr(incident, "imported", None)
    if imported is None:
        return None
    return ReadOrigin(imported, [words_of(found) for found in imported.defects])
