"""What happened when, as a record tells it, and what in that cannot be right."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.utils import timezone

from incidents.defects import DefectKind
from incidents.models import Kind, Milestone
from incidents.selectors.timeline_entry import Time, certainly_before, contradictions_in
from incidents.services.door import EARLIEST
from incidents.services.timeline_entry import EntryContent
from postmortems.importing.fields import Fields
from postmortems.importing.times import Clock, Told

MILESTONES = {
    "started_at": Milestone.IMPACT_STARTED,
    "detected_at": Milestone.DETECTED,
    "resolved_at": Milestone.RESOLVED,
}
FAR = timedelta(days=180)
A_DAY_OFF = timedelta(days=1)
_DAY = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)", re.ASCII)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Said:
    """A moment in the record: where it stands, how it is written, what it is read as."""

    where: str
    told: str
    read: Told
    text: str
    milestone: Milestone | None = None

    def entry(self) -> EntryContent:
        """The same as an entry of our timeline."""
        return EntryContent(
            text=self.text,
            occurred_at=self.read.moment,
            precision=self.read.precision,
            kind=Kind.NOTE,
            milestone=self.milestone or "",
        )


class Story:
    """The milestones and the timeline of one record. What is odd in them is noted, not mended."""

    def __init__(self, fields: Fields, clock: Clock, source_id: str) -> None:
        self._notes = fields.notes
        self._source_id = source_id
        self._title = fields.text("title")
        self._milestones = dict(_milestones(fields, clock))
        self._timeline = list(_timeline(fields, clock))
        self._check_milestones()
        self._check_order()
        self._check_distance()

    def entries(self) -> list[EntryContent]:
        """The start above the timeline and the end below it, as a reader expects."""
        end = self._milestones.get(Milestone.RESOLVED)
        above = [said for said in self._milestones.values() if said is not end]
        return [said.entry() for said in (*above, *self._timeline, *filter(None, [end]))]

    def year(self) -> int:
        """The year it happened, on the organisation's calendar; without a start, the best guess."""
        dated = [*_dated(self._milestones.values()), *_dated(self._timeline)]
        if not dated:
            return self._year_from_elsewhere()
        said, moment = dated[0]
        if said.milestone != Milestone.IMPACT_STARTED:
            self._notes.add(DefectKind.NO_START, where=said.where, told=said.told)
        return timezone.localtime(moment.moment, timezone.get_default_timezone()).year

    def _year_from_elsewhere(self) -> int:
        today = timezone.localdate(timezone=timezone.get_default_timezone())
        for where, text in (("id", self._source_id), ("title", self._title)):
            named = _YEAR.search(text)
            if named and EARLIEST.year <= int(named[0]) <= today.year:
                self._notes.add(DefectKind.NO_START, where=where, told=text)
                return int(named[0])
        self._notes.add(DefectKind.NO_START, where="import", told=today.isoformat())
        return today.year

    def _check_milestones(self) -> None:
        times = {time.milestone: time for _said, time in _dated(self._milestones.values())}
        for earlier, later in contradictions_in(times):
            limit, found = self._milestones[earlier], self._milestones[later]
            self._notes.add(
                DefectKind.CONTRADICTION,
                where=found.where,
                told=found.told,
                other=limit.where,
                limit=limit.told,
            )
        if Milestone.RESOLVED not in times:
            self._notes.add(DefectKind.NO_END)

    def _check_order(self) -> None:
        for (above, before), (said, time) in pairwise(_dated(self._timeline)):
            if certainly_before(time, before):
                self._notes.add(
                    DefectKind.OUT_OF_ORDER, where=said.where, told=said.told, limit=above.told
                )

    def _check_distance(self) -> None:
        start = self._milestones.get(Milestone.IMPACT_STARTED)
        if start is None or start.read.moment is None:
            return
        for said, time in _dated([*self._milestones.values(), *self._timeline]):
            if abs(time.moment - start.read.moment) > FAR:
                self._notes.count(DefectKind.FAR_AWAY, where=said.where, told=said.told)
        named = _day_in(self._source_id)
        if named and abs(named - timezone.localdate(start.read.moment)) > A_DAY_OFF:
            self._notes.add(DefectKind.OTHER_DAY, told=named.isoformat(), limit=start.told)


def _milestones(fields: Fields, clock: Clock) -> Iterator[tuple[Milestone, Said]]:
    for name, milestone in MILESTONES.items():
        if told := fields.text(name).strip():
            read = clock.read(told, name)
            yield milestone, Said(name, told, read, f"{name}: {told}", milestone)


def _timeline(fields: Fields, clock: Clock) -> Iterator[Said]:
    for item in fields.objects("timeline"):
        item.note_others({"at", "text"})
        told, text = item.text("at").strip(), item.text("text").strip()
        if not told and not text:
            item.notes.add(DefectKind.WRONG_SHAPE, where=item.place, told="{}")
            continue
        if not text:
            item.notes.add(DefectKind.EMPTY_ENTRY, where=item.place)
        read = clock.read(told, item.place, text)
        quoted = f"{told} {text}".strip()
        yield Said(item.place, told, read, text if text and read.moment else quoted)


def _dated(story: Iterable[Said]) -> list[tuple[Said, Time]]:
    """Those whose moment is known, to be compared with each other."""
    # Of an entry that is no milestone only moment and precision are looked at.
    return [
        (said, Time(said.milestone or Milestone.AWARE, said.read.moment, said.read.precision))
        for said in story
        if said.read.moment
    ]


def _day_in(source_id: str) -> date | None:
    found = _DAY.search(source_id)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None
