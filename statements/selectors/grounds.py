"""What a quoted figure rests on, where a reader can look it up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core.formats import exact_number
from incidents.models import ImpactEstimate, ImpactGroup, Incident, TimelineEntry
from incidents.selectors.impact import ReadGroup
from incidents.selectors.timeline_entry import ReadEntry


@dataclass(frozen=True, slots=True)
class Ground:
    """A revision or an entry of the record: what it is, since when, and on which page it stands.

    `entry` is the timeline entry to be shown there, where it is one.
    """

    words: str
    at: datetime | None
    page: str
    anchor: str = ""
    entry: int | None = None


class Grounds:
    """Finds what the names in a figure's basis stand for, without asking the database."""

    def __init__(
        self, incident: Incident, timeline: Iterable[ReadEntry], groups: Iterable[ReadGroup]
    ) -> None:
        self._incident = incident
        self._entries: dict[str, TimelineEntry] = {}
        self._shown: dict[str, int] = {}
        for read in timeline:
            for entry in (read.entry, *read.earlier):
                self._entries[str(entry.pk)] = entry
                self._shown[str(entry.pk)] = read.entry.pk
        self._groups: dict[str, ImpactGroup] = {}
        self._estimates: dict[str, tuple[ImpactGroup, ImpactEstimate]] = {}
        for counted in groups:
            self._groups[str(counted.group.pk)] = counted.group
            for estimate in counted.estimates:
                self._estimates[str(estimate.pk)] = counted.group, estimate

    def of(self, basis: Iterable[str], language: str) -> tuple[Ground, ...]:
        """Everything in a basis such as ("impact_estimate:7", "impact_group:3:4000000")."""
        return tuple(self._ground(name, language) for name in basis)

    def _ground(self, name: str, language: str) -> Ground:
        kind, *rest = name.split(":")
        number = rest[0] if rest else ""
        if kind == "impact_estimate" and number in self._estimates:
            return _revision(*self._estimates[number])
        if kind == "impact_group" and number in self._groups:
            return _whole(self._groups[number], rest[1:], language)
        if kind == "timeline_entry" and number in self._entries:
            entry, shown = self._entries[number], self._shown[number]
            words = _("timeline entry")
            return Ground(words, entry.recorded_at, "incident_detail", f"entry-{shown}", shown)
        if kind == "incident":
            words = _("declaration of the incident")
            return Ground(words, self._incident.declared_at, "incident_detail")
        return Ground(name, None, "incident_detail")


def _revision(group: ImpactGroup, estimate: ImpactEstimate) -> Ground:
    words = _("revision %(number)s of %(group)s") % {
        "group": group.name,
        "number": estimate.revision,
    }
    return Ground(words, estimate.recorded_at, "impact_detail", f"group-{group.pk}")


def _whole(group: ImpactGroup, population: list[str], language: str) -> Ground:
    if population:
        whole = exact_number(int(population[0]), language)
        words = _("%(group)s, %(whole)s in all") % {"group": group.name, "whole": whole}
    else:
        words = _("%(group)s, not counted yet") % {"group": group.name}
    return Ground(words, None, "impact_detail", f"group-{group.pk}")
