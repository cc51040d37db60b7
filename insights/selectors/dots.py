"""Lengths of incidents as dots on a logarithmic axis, one row for each severity."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.formats import Hedge, exact_number, format_duration, hedged
from incidents.models import Severity
from insights.arithmetic import (
    FEWEST,
    Axis,
    Length,
    Quantile,
    Spread,
    axis_for,
    classes_of,
    lanes_for,
    spread_of,
)
from insights.figure import (
    Cell,
    Column,
    Figure,
    LeftOut,
    Mark,
    Picture,
    Table,
    percent,
    said_of,
)
from insights.selectors.selection import Case

MOST_DOTS = 300
LEFT, WIDE = 2.0, 96.0
TOP = 22
LABEL = 20
LANE = 9
DOT = 1.4
HALF = 16
AXIS = 30
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Point:
    """An incident and how long it took."""

    case: Case
    length: Length


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure of lengths is about; `left_out` did not get a dot."""

    key: str
    title: str
    says: Sequence[str]
    left_out: Sequence[LeftOut]


def dots_of(subject: Subject, points: Sequence[Point]) -> Figure:
    """Every incident a dot; where there are too many to tell apart, how many lie in each class.

    Below thirty nothing is compared; from thirty on, the spread of each severity that has thirty.
    """
    groups = {each: [p for p in points if p.case.severity == each] for each in Severity}
    groups = {each: group for each, group in groups.items() if group}
    axis = axis_for(point.length.seconds for point in points)
    is_too_few = len(points) < FEWEST
    spreads = {each: spread_of([p.length for p in group]) for each, group in groups.items()}
    are_single = len(points) <= MOST_DOTS
    table = _single(subject, points) if are_single else _classes(subject, groups)
    tables = [table] if is_too_few else [table, _summary(subject, groups, spreads)]
    marks = _Rows(axis)
    for severity, group in groups.items():
        marks.begin(severity, len(group))
        if are_single:
            marks.dots(group)
        else:
            marks.bars(severity, group)
        spread = spreads[severity]
        if spread and not is_too_few:
            marks.spread(spread, said_of(_summary_row(severity, len(group), spread)))
        elif not is_too_few:
            marks.too_few(said_of(_summary_row(severity, len(group), None)))
    says = [*subject.says, *([] if are_single else [_in_classes()])]
    return Figure(
        key=subject.key,
        title=subject.title,
        says=says,
        counted=len(points),
        left_out=subject.left_out,
        tables=tables,
        picture=marks.picture(subject.title, are_single=are_single) if points else None,
        is_too_few=is_too_few,
    )


def _in_classes() -> str:
    return _(
        "There are too many incidents to draw each of them, so every column is a class of lengths,"
        " as high as it has incidents among those of its severity."
    )


def _single(subject: Subject, points: Iterable[Point]) -> Table:
    columns = [
        Column("incident", _("Incident")),
        Column("title", _("Title")),
        Column("severity", _("Severity")),
        Column("seconds", _("How long"), is_number=True),
        Column("goes_on", _("Goes on")),
    ]
    return Table(subject.key, subject.title, columns, [row_of(point) for point in points])


def row_of(point: Point) -> list[Cell]:
    """An incident as a row."""
    case, length = point.case, point.length
    return [
        Cell(case.reference, case.reference, (case.year, case.number)),
        Cell(case.title, case.title),
        Cell(case.severity, case.severity.upper()),
        Cell(length.seconds, told(Quantile(length.seconds, length.is_open))),
        Cell("yes" if length.is_open else "no", _("goes on") if length.is_open else ""),
    ]


def _classes(subject: Subject, groups: dict[Severity, list[Point]]) -> Table:
    columns = [
        Column("severity", _("Severity")),
        Column("from_seconds", _("From"), is_number=True),
        Column("to_seconds", _("To less than"), is_number=True),
        Column("incidents", _("Incidents"), is_number=True),
    ]
    rows = [
        row for severity, group in groups.items() for row, *_rest in _class_rows(severity, group)
    ]
    return Table(subject.key, subject.title, columns, rows)


def _class_rows(
    severity: Severity, group: Iterable[Point]
) -> list[tuple[list[Cell], int, int, int]]:
    classes = classes_of(point.length.seconds for point in group)
    return [
        (
            [
                Cell(severity.value, severity.name),
                Cell(start, words_for(start)),
                Cell(end, words_for(end)),
                number(count),
            ],
            start,
            end,
            count,
        )
        for (start, end), count in classes.items()
    ]


def _summary(
    subject: Subject, groups: dict[Severity, list[Point]], spreads: dict[Severity, Spread | None]
) -> Table:
    first = Column("severity", _("Severity"))
    rows = [
        _summary_row(severity, len(group), spreads[severity]) for severity, group in groups.items()
    ]
    caption = _("Median and spread")
    return Table(f"{subject.key}-spread", caption, [first, *spread_columns()], rows)


def spread_columns() -> list[Column]:
    """The columns in which a spread is told."""
    return [
        Column("incidents", _("Incidents"), is_number=True),
        Column("going_on", _("Going on"), is_number=True),
        Column("shortest_seconds", _("Shortest"), is_number=True),
        Column("quarter_seconds", _("A quarter took at most"), is_number=True),
        Column("median_seconds", _("Median"), is_number=True),
        Column("three_quarters_seconds", _("Three quarters took at most"), is_number=True),
        Column("longest_seconds", _("Longest"), is_number=True),
        Column("likely_from_seconds", _("The median lies, 19 times of 20, from"), is_number=True),
        Column("likely_to_seconds", _("to"), is_number=True),
    ]


def _summary_row(severity: Severity, count: int, spread: Spread | None) -> list[Cell]:
    return [Cell(severity.value, severity.name), *spread_cells(count, spread)]


def spread_cells(count: int, spread: Spread | None) -> list[Cell]:
    """How many, and where they lie; without a spread that there are too few to compare."""
    if spread is None:
        return [number(count), Cell(None, ""), Cell(None, too_few()), *[Cell(None, "")] * 6]
    lengths = (
        spread.shortest,
        spread.quarter,
        spread.median,
        spread.three_quarters,
        spread.longest,
        *spread.likely,
    )
    return [
        number(count),
        number(spread.open_count),
        *(Cell(each.seconds, told(each)) for each in lengths),
    ]


def too_few() -> str:
    """What is said where there are fewer than thirty."""
    return _("too few to compare")


def number(count: int) -> Cell:
    """A count."""
    return Cell(count, exact_number(count, language()))


def told(quantile: Quantile) -> str:
    """A length in words; that it is the least where it may still grow."""
    words = words_for(quantile.seconds)
    return hedged(Hedge.AT_LEAST, words, language()) if quantile.is_at_least else words


def words_for(seconds: int) -> str:
    """A length in words."""
    return format_duration(timedelta(seconds=seconds), language())


def language() -> str:
    """The reader's."""
    return get_language() or "en"


class _Rows:
    """The rows of the picture, one under the other, and the axis under them."""

    def __init__(self, axis: Axis) -> None:
        self._axis = axis
        self._marks: list[Mark] = []
        self._y = 0.0
        self._middle = 0.0

    def begin(self, severity: Severity, count: int) -> None:
        incidents = ngettext("%(count)s incident", "%(count)s incidents", count) % {
            "count": exact_number(count, language())
        }
        words = f"{severity.name}: {incidents}"
        self._marks.append(Mark("words", "row", "0%", self._y + TOP - 6, words=words))
        self._y += LABEL

    def dots(self, group: Sequence[Point]) -> None:
        places = [self._place(point.length.seconds) for point in group]
        lanes = lanes_for(places, DOT)
        reach = max(map(abs, lanes)) * LANE + HALF
        self._middle = self._y + reach
        for point, place, lane in zip(group, places, lanes, strict=True):
            look = f"{point.case.severity} open" if point.length.is_open else point.case.severity
            y = self._middle + lane * LANE
            self._marks.append(Mark("dot", look, percent(place), y, says=said_of(row_of(point))))
        self._y = self._middle + reach

    def bars(self, severity: Severity, group: Sequence[Point]) -> None:
        rows = _class_rows(severity, group)
        most = max(count for _row, _start, _end, count in rows)
        high = 3 * HALF
        for row, start, end, count in rows:
            left, right = self._place(start), self._place(end)
            height = max(high * count / most, 1.5)
            y = self._y + high - height
            width = percent(max(right - left, 0.4))
            bar = Mark("bar", severity.value, percent(left), y, width, height, says=said_of(row))
            self._marks.append(bar)
        self._y += high
        self._middle = self._y + HALF / 2
        self._y += HALF

    def spread(self, spread: Spread, says: str) -> None:
        """A thick line over the middle half, a stroke at the median."""
        left, right = (
            self._place(spread.quarter.seconds),
            self._place(spread.three_quarters.seconds),
        )
        median = self._place(spread.median.seconds)
        y = self._y + 2
        width = percent(max(right - left, 0.4))
        self._marks.append(Mark("bar", "half", percent(left), y, width, 6, says=says))
        self._marks.append(Mark("bar", "median", percent(median - 0.2), y - 5, percent(0.4), 16))
        self._y += HALF

    def too_few(self, says: str) -> None:
        self._marks.append(Mark("words", "note", "0%", self._y + 12, words=too_few(), says=says))
        self._y += HALF

    def picture(self, title: str, *, are_single: bool) -> Picture:
        bottom = self._y + 6
        marks = [*axis_marks(self._axis, bottom), *self._marks]
        key = []
        if are_single:
            key = [("dot", _("an incident")), ("dot open", _("goes on, so long so far"))]
        if any(mark.look == "half" for mark in marks):
            key.append(("half", _("the middle half, with the median")))
        return Picture(bottom + AXIS, marks, _told(title), key)

    def _place(self, seconds: int) -> float:
        return place_on(self._axis, seconds)


def _told(title: str) -> str:
    return _(
        "%(title)s, by severity, on an axis on which every step is several times the one before"
    ) % {"title": title}


def place_on(axis: Axis, seconds: int) -> float:
    """Where a length stands in the picture, in percent."""
    return LEFT + WIDE * axis.place(seconds)


def axis_marks(axis: Axis, bottom: float) -> list[Mark]:
    """The lines of the axis and their words under them."""
    lines = [
        Mark("rule", "grid", percent(place_on(axis, tick)), 0, height=bottom) for tick in axis.ticks
    ]
    looks = {axis.ticks[0]: "tick first", axis.ticks[-1]: "tick last"}
    words = [
        Mark(
            "words",
            looks.get(tick, "tick"),
            percent(place_on(axis, tick)),
            bottom + 18,
            words=words_for(tick),
        )
        for tick in _named(axis.ticks)
    ]
    return [*lines, *words]


def _named(ticks: Sequence[int]) -> list[int]:
    """The marks that have room for words on a phone: the first, the last, and some between."""
    step = -(-len(ticks) // MOST_NAMED)
    return [*ticks[: len(ticks) - step : step], ticks[-1]]
