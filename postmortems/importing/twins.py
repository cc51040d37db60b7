"""Records of one file that say the same, or call themselves the same."""

from dataclasses import dataclass, replace
from hashlib import sha256

from core.checks import longest
from incidents.defects import DefectKind, defect
from incidents.models import ImportedRecord
from postmortems.importing.record import Record

_FEW_WORDS = 40

Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Met:
    """A record as it is to be kept, and how it stands to those met before it."""

    record: Record
    repeats: bool = False
    duplicate_of: Name | None = None


class Twins:
    """Remembers the fingerprints of what was met, and no words."""

    def __init__(self) -> None:
        self._originals: dict[Name, list[bytes]] = {}
        self._told: dict[bytes, Name] = {}
        self._bodies: dict[bytes, Name] = {}

    def meet(self, record: Record) -> Met:
        """Compare a record with those before it. One that repeats a line says nothing new."""
        same_name = self._originals.setdefault((record.source, record.source_id), [])
        fingerprint = _fingerprint(record.original)
        if fingerprint in same_name:
            return Met(record, repeats=True)
        same_name.append(fingerprint)
        if len(same_name) > 1:
            record = _renamed(record, len(same_name))
        return self._compared(record)

    def _compared(self, record: Record) -> Met:
        name = (record.source, record.source_id)
        started = record.told[1]
        twin = self._told.setdefault(_fingerprint(*record.told), name) if started else name
        if twin != name:
            return Met(_noted(record, DefectKind.DUPLICATE, twin), duplicate_of=twin)
        if len(record.body) > _FEW_WORDS:
            twin = self._bodies.setdefault(_fingerprint(record.body), name)
        return Met(_noted(record, DefectKind.SAME_WORDS, twin) if twin != name else record)


def _renamed(record: Record, number: int) -> Record:
    end = f" #{number}"
    source_id = record.source_id[: longest(ImportedRecord, "source_id") - len(end)] + end
    defects = [*record.defects, defect(DefectKind.SAME_IDENTIFIER)]
    return replace(record, source_id=source_id, defects=defects)


def _noted(record: Record, kind: DefectKind, twin: Name) -> Record:
    return replace(record, defects=[*record.defects, defect(kind, told=twin[1])])


def _fingerprint(*texts: str) -> bytes:
    return sha256("\n".join(texts).encode()).digest()
