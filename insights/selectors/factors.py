"""Which kinds of conditions incidents had in common, over time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from incidents.models import ContributingFactor, FactorKind, Incident
from insights.arithmetic import FEWEST, period_with, periods_of
from insights.figure import Cell, Column, Figure, LeftOut, Mark, Picture, Table, percent, said_of
from insights.selectors.dots import LEFT, WIDE, number
from insights.selectors.selection import Selection

TOP = 18
ROW = 46
HIGH = 24


def factors(selection: Selection, incidents: QuerySet[Incident]) -> Figure:
    """How many incidents had a condition of each kind, by the time they began."""
    cases = {case.pk: case for case in selection.cases}
    found = {(pk, kind) for pk, kind in _standing(incidents) if pk in cases}
    having = {pk for pk, _kind in found}
    dated = {pk: day for pk in having if (day := cases[pk].day)}
    months = periods_of(dated.values())
    counts = Counter(
        (FactorKind(kind), period_with(dated[pk], months)) for pk, kind in found if pk in dated
    )
    out = [
        LeftOut(len(cases) - len(having), _("nobody wrote down what made it possible")),
        LeftOut(len(having) - len(dated), _("nobody wrote down when it began")),
    ]
    columns = [
        Column("kind", _("Kind")),
        Column("from", _("From")),
        Column("months", _("Months"), is_number=True),
        Column("incidents", _("Incidents"), is_number=True),
    ]
    rows = [_row(kind, begun, months, counts[kind, begun]) for kind, begun in _sorted(counts)]
    return Figure(
        key="factors",
        title=_("What made incidents possible, over time"),
        says=[
            _(
                "How many incidents had a condition of each kind, by the time they began. An "
                "incident counts once for each kind of condition that was written down and still "
                "stands. Kinds that no incident had are not listed."
            )
        ],
        counted=len(dated),
        left_out=[each for each in out if each.count],
        tables=[Table("factors", _("Kinds of conditions over time"), columns, rows)],
        picture=_columns(counts, months) if counts else None,
        is_too_few=len(dated) < FEWEST,
    )


def _standing(incidents: QuerySet[Incident]) -> QuerySet[ContributingFactor, tuple[int, str]]:
    its = ContributingFactor.objects.filter(
        incident__in=incidents.order_by().values("pk"), withdrawn_at=None
    )
    return its.order_by().values_list("incident_id", "kind").distinct()


Counts = Mapping[tuple[FactorKind, date], int]


def _sorted(counts: Counts) -> list[tuple[FactorKind, date]]:
    order = list(FactorKind)
    return sorted(counts, key=lambda each: (order.index(each[0]), each[1]))


def _row(kind: FactorKind, begun: date, months: int, count: int) -> list[Cell]:
    return [
        Cell(kind.value, str(kind.label)),
        Cell(begun.isoformat(), _named(begun, months)),
        number(months),
        number(count),
    ]


def _named(begun: date, months: int) -> str:
    """A column of time: a year, the first of several, a quarter or a month."""
    if months == 12:
        return str(begun.year)
    if months > 12:
        return f"{begun.year}-{begun.year + months // 12 - 1}"
    if months == 3:
        return _("%(year)s Q%(quarter)s") % {"quarter": begun.month // 3 + 1, "year": begun.year}
    return f"{begun:%Y-%m}"


def _columns(counts: Counts, months: int) -> Picture:
    begun = sorted({each for _kind, each in counts})
    periods = _every(begun[0], begun[-1], months)
    step = WIDE / len(periods)
    most = max(counts.values())
    kinds = [kind for kind in FactorKind if any(kind == each for each, _begun in counts)]
    marks: list[Mark] = []
    for row, kind in enumerate(kinds):
        base = float(TOP + ROW * row + HIGH)
        marks.append(Mark("words", "row", "0%", base - HIGH - 2, words=str(kind.label)))
        marks.append(Mark("bar", "base", percent(LEFT), base, percent(WIDE), 1))
        for place, period in enumerate(periods):
            if count := counts.get((kind, period), 0):
                left = LEFT + step * place
                marks.extend(
                    _column(left, step, base, count / most, _row(kind, period, months, count))
                )
    bottom = TOP + ROW * len(kinds) - ROW + HIGH
    marks.extend(_ends(periods, months, bottom + 18, step))
    told = _("A column for each kind of condition and stretch of time, as high as incidents had it")
    return Picture(bottom + 26, marks, told)


def _column(left: float, step: float, base: float, share: float, row: Sequence[Cell]) -> list[Mark]:
    height = max(round((HIGH - 10) * share, 1), 2)
    middle = percent(left + step / 2)
    wide = min(step * 0.8, 4.0)
    bar = percent(left + (step - wide) / 2)
    return [
        Mark("bar", "count", bar, base - height, percent(wide), height, says=said_of(row)),
        Mark("words", "mid", middle, base - height - 3, words=row[-1].shown),
    ]


def _ends(periods: Sequence[date], months: int, y: float, step: float) -> list[Mark]:
    first, last = _named(periods[0], months), _named(periods[-1], months)
    if len(periods) == 1:
        return [Mark("words", "mid", percent(LEFT + step / 2), y, words=first)]
    return [
        Mark("words", "tick first", percent(LEFT), y, words=first),
        Mark("words", "tick last", percent(LEFT + WIDE), y, words=last),
    ]


def _every(first: date, last: date, months: int) -> list[date]:
    """Every column of time from the first to the last, those without incidents among them."""
    begun = first.year * 12 + first.month - 1
    until = last.year * 12 + last.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(begun, until + 1, months)]
