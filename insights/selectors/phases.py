"""Where the time went: the phases of each incident, or of many the spread of each phase."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from incidents.models import Incident, Milestone
from incidents.selectors.phases import Phase, phases_of, picture_of
from incidents.selectors.timeline_entry import TO_THE_MINUTE
from insights.arithmetic import FEWEST, Axis, Length, Spread, axis_for, spread_of
from insights.figure import Cell, Column, Figure, LeftOut, Mark, Picture, Table, percent, said_of
from insights.selectors.dots import (
    AXIS,
    axis_marks,
    place_on,
    spread_cells,
    spread_columns,
    too_few,
)
from insights.selectors.lengths import so_far
from insights.selectors.selection import Case, Selection, Why, left_out

BAR = 14
ROW = 44


class Stretch(NamedTuple):
    """A phase by the times it lies between; it may end with the first of several."""

    start: Milestone
    ends: tuple[Milestone, ...]


STRETCHES = (
    Stretch(Milestone.CAUSE_BEGAN, (Milestone.IMPACT_STARTED,)),
    Stretch(Milestone.IMPACT_STARTED, (Milestone.DETECTED,)),
    Stretch(Milestone.DETECTED, (Milestone.MITIGATED,)),
    Stretch(Milestone.MITIGATED, (Milestone.RECOVERED, Milestone.RESOLVED)),
)


def phases(selection: Selection) -> Figure:
    """Of few incidents the phases of each; from thirty on the spread of every phase."""
    if len(selection.cases) < FEWEST:
        return _of_each(selection)
    return _of_all(selection)


def _title() -> str:
    return _("Where the time went")


def _of_each(selection: Selection) -> Figure:
    """Bars as on the page of the incident itself, and by the same hand."""
    told = {
        case.incident: phases_of(case.incident, case.times, selection.now)
        for case in selection.cases
    }
    drawn = {each: found for each, found in told.items() if any(p.length for p in found)}
    contradicting = sum(case.contradicts for case in selection.cases)
    missing = len(selection.cases) - len(drawn) - contradicting
    out = [
        LeftOut(contradicting, _("its times contradict each other")),
        LeftOut(missing, _("fewer than two of its times are known")),
    ]
    return Figure(
        key="phases",
        title=_title(),
        says=[
            _(
                "Each bar is one incident, whole, with its phases; how long they took stands in "
                "the table. Short phases are drawn wider than they are."
            )
        ],
        counted=len(drawn),
        left_out=[each for each in out if each.count],
        tables=[_single(drawn)],
        picture=_bars(drawn) if drawn else None,
        is_too_few=True,
    )


def _single(drawn: Mapping[Incident, Sequence[Phase]]) -> Table:
    columns = [
        Column("incident", _("Incident")),
        Column("phase", _("Phase")),
        Column("seconds", _("How long"), is_number=True),
        Column("goes_on", _("Goes on")),
    ]
    rows = [_row(incident, phase) for incident, found in drawn.items() for phase in found]
    return Table("phases", _title(), columns, rows)


def _row(incident: Incident, phase: Phase) -> list[Cell]:
    ends = [phase.start, *([phase.end] if phase.end else [])]
    is_exact = all(each.precision in TO_THE_MINUTE for each in ends)
    seconds = int(phase.length.total_seconds()) if is_exact else None
    goes_on = phase.end is None
    return [
        Cell(incident.reference, incident.reference, (incident.year, incident.number)),
        Cell(phase.label, phase.label),
        Cell(seconds, phase.told),
        Cell("yes" if goes_on else "no", _("goes on") if goes_on else ""),
    ]


def _bars(drawn: Mapping[Incident, Sequence[Phase]]) -> Picture:
    marks = []
    y = 0.0
    for incident, found in drawn.items():
        words = f"{incident.reference} {incident.severity.upper()}"
        marks.append(Mark("words", "row", "0%", y + 15, words=words))
        places = {each.phase: each for each in picture_of(list(found)).drawn}
        for phase in found:
            # What took no time at all has a row, and a mark of no width.
            place = places.get(phase)
            left, width = (place.left, place.width) if place else ("0%", "0%")
            says = said_of(_row(incident, phase))
            marks.append(Mark("bar", phase.kind, left, y + 20, width, BAR, says=says))
            if place:
                marks.append(Mark("words", "mid", place.middle, y + 31, words=_number(phase)))
        y += ROW
    begun = {phase.start.milestone: phase for found in drawn.values() for phase in found}
    key = [
        (begun[each].kind, f"{_number(begun[each])} {_since(each)}")
        for each in _ORDER
        if each in begun
    ]
    return Picture(y, marks, _("The phases of each incident, as parts of its whole length"), key)


_ORDER = tuple(each.start for each in STRETCHES)


def _number(phase: Phase) -> str:
    return str(_ORDER.index(phase.start.milestone) + 1)


def _since(milestone: Milestone) -> str:
    return _("from: %(time)s") % {"time": milestone.label}


def _of_all(selection: Selection) -> Figure:
    lengths = {
        each: [_length(case, each, selection) for case in selection.cases] for each in STRETCHES
    }
    known = {
        each: [length for length in told if isinstance(length, Length)]
        for each, told in lengths.items()
    }
    spreads = {each: spread_of(found) for each, found in known.items()}
    untold = [
        _why(whys)
        for whys in zip(*lengths.values(), strict=True)
        if not any(isinstance(each, Length) for each in whys)
    ]
    columns = [Column("phase", _("Phase")), *spread_columns()]
    rows = [_spread_row(each, known[each], spreads[each]) for each in STRETCHES]
    return Figure(
        key="phases",
        title=_title(),
        says=[
            _(
                "How long each phase took in the incidents of which both its ends are known to "
                "the minute: the bar holds the middle half of them, the stroke is the median, "
                "the line goes from the shortest to the longest."
            )
        ],
        counted=len(selection.cases) - len(untold),
        left_out=[LeftOut(count, _words_for(why)) for why, count in left_out(untold).items()],
        tables=[Table("phases", _title(), columns, rows)],
        picture=_boxes(spreads, rows),
    )


def _length(case: Case, stretch: Stretch, selection: Selection) -> Length | Why:
    end = next((each for each in stretch.ends if each in case.at), None)
    if end:
        lasted = case.between(stretch.start, end)
        return lasted if isinstance(lasted, Why) else Length(int(lasted.total_seconds()))
    if _went_on(case, stretch):
        return Why.NO_END
    return so_far(case, stretch.start, selection)


def _why(whys: Sequence[Length | Why]) -> Why:
    """Why no phase of an incident has a length: what is told, but cannot be used, comes first."""
    return next((why for why in (Why.CONTRADICTION, Why.ROUGH) if why in whys), Why.NO_END)


def _words_for(why: Why) -> str:
    return {
        Why.CONTRADICTION: _("its times contradict each other"),
        Why.ROUGH: _("its times are known to the hour or the day only"),
    }.get(why, _("of no phase both ends are known"))


def _went_on(case: Case, stretch: Stretch) -> bool:
    """Whether a later time is known: then this phase is over, and nobody knows since when."""
    return any(each in case.at for each in _LATER[stretch])


_TIMES = [Milestone.CAUSE_BEGAN, *(end for each in STRETCHES for end in each.ends)]
_LATER = {each: _TIMES[_TIMES.index(each.start) + 1 :] for each in STRETCHES}


def _label(stretch: Stretch) -> str:
    return {
        Milestone.CAUSE_BEGAN: _("Cause at work"),
        Milestone.IMPACT_STARTED: _("Not yet detected"),
        Milestone.DETECTED: _("Being mitigated"),
        Milestone.MITIGATED: _("Recovering"),
    }[stretch.start]


def _spread_row(stretch: Stretch, known: Sequence[Length], spread: Spread | None) -> list[Cell]:
    return [
        Cell(stretch.start.value, _label(stretch)),
        *spread_cells(len(known), spread),
    ]


def _boxes(spreads: Mapping[Stretch, Spread | None], rows: Sequence[Sequence[Cell]]) -> Picture:
    ends = [end.seconds for it in spreads.values() if it for end in (it.shortest, it.longest)]
    axis = axis_for(ends)
    bottom = float(ROW * len(spreads))
    marks = axis_marks(axis, bottom)
    for number, (stretch, spread) in enumerate(spreads.items()):
        y, says = float(ROW * number), said_of(rows[number])
        words = f"{_label(stretch)}: {rows[number][1].shown}"
        marks.append(Mark("words", "row", "0%", y + 15, words=words))
        if spread is None:
            marks.append(Mark("words", "note", "0%", y + 34, words=too_few(), says=says))
        else:
            marks.extend(_box(axis, stretch, spread, y, says))
    told = _(
        "The spread of each phase on an axis on which every step is several times the one before"
    )
    return Picture(bottom + AXIS, marks, told)


def _box(axis: Axis, stretch: Stretch, spread: Spread, y: float, says: str) -> list[Mark]:
    def from_to(one: int, other: int) -> tuple[str, str]:
        left, right = place_on(axis, one), place_on(axis, other)
        return percent(left), percent(max(right - left, 0.4))

    whole = from_to(spread.shortest.seconds, spread.longest.seconds)
    half = from_to(spread.quarter.seconds, spread.three_quarters.seconds)
    median = percent(place_on(axis, spread.median.seconds) - 0.2)
    return [
        Mark("bar", "reach", whole[0], y + 26, whole[1], 2),
        Mark("bar", stretch.start.value, half[0], y + 20, half[1], BAR, says=says),
        Mark("bar", "median", median, y + 17, "0.40%", BAR + 6),
    ]
