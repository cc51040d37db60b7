"""What is found wrong while a record is read."""

from collections import Counter
from typing import Any

from incidents.defects import Defect, DefectKind, defect

MOST_OF_A_KIND = 50


class Notes:
    """Gathers defects. The same one is noted once; of a kind at most fifty, and how many more."""

    def __init__(self) -> None:
        self._found: dict[DefectKind, list[Defect]] = {}
        self._more: Counter[DefectKind] = Counter()

    def add(self, kind: DefectKind, **told: Any) -> None:
        """Note a defect."""
        found = self._found.setdefault(kind, [])
        noted = defect(kind, **told)
        if noted in found:
            return
        if len(found) < MOST_OF_A_KIND:
            found.append(noted)
        else:
            self._more[kind] += 1

    def count(self, kind: DefectKind, **told: Any) -> None:
        """Note a defect that is told by its first case and the number of cases."""
        found = self._found.setdefault(kind, [])
        if not found:
            found.append(defect(kind, count=0, **told))
        found[0]["count"] += 1

    def defects(self) -> list[Defect]:
        """All of them, those of a kind together, in the order the kinds were met."""
        more = [
            defect(DefectKind.MORE, told=kind.value, count=count)
            for kind, count in self._more.items()
        ]
        return [noted for found in self._found.values() for noted in found] + more
