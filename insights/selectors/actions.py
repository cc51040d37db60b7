"""Follow-up work that is still to be done, by how long ago it was planned."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import CharField, DateTimeField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import LogEntry
from incidents.models import ActionItem, Incident
from insights.arithmetic import FEWEST
from insights.figure import Cell, Column, Figure, Mark, Picture, Table, percent, said_of
from insights.selectors.dots import LEFT, WIDE, number
from insights.selectors.selection import Selection

WEEK, MONTH, QUARTER, YEAR = 7, 30, 90, 365
ROW = 40
BAR = 16
# A number that has no room in its bar stands in the table.
ROOM = 6.0


class Standing(NamedTuple):
    """How a piece of work stands by its day."""

    key: str
    label: str


def actions(selection: Selection, incidents: QuerySet[Incident]) -> Figure:
    """How many pieces of work are open, of which age, and how many of them are overdue."""
    pks = {case.pk for case in selection.cases}
    today = timezone.localdate(selection.now)
    standings = _standings()
    rows = [row for row in _open(incidents) if row[0] in pks]
    counts = Counter(
        (_age_of(planned, selection.now), _standing_of(due_on, today))
        for _pk, due_on, planned in rows
    )
    found = [
        (age, standing) for age in _AGES for standing in standings if counts[age, standing.key]
    ]
    table = [_row(age, standing, counts[age, standing.key]) for age, standing in found]
    columns = [
        Column("planned", _("Planned")),
        Column("standing", _("Standing")),
        Column("actions", _("Actions"), is_number=True),
    ]
    overdue = sum(count for (_age, key), count in counts.items() if key == "overdue")
    return Figure(
        key="actions",
        title=_("Open and overdue actions, by age"),
        says=[
            _(
                "Follow-up work of these incidents that is still to be done, by how long ago it was planned "
                "here, and whether its day has passed: %(open)s open, %(overdue)s of them overdue."
            )
            % {"open": number(len(rows)).shown, "overdue": number(overdue).shown}
        ],
        counted=len(selection.cases),
        left_out=(),
        tables=[Table("actions", _("Open actions by age"), columns, table)],
        picture=_bars(counts, standings) if rows else None,
        is_too_few=len(rows) < FEWEST,
    )


def _standings() -> list[Standing]:
    return [
        Standing("overdue", _("overdue")),
        Standing("not_due", _("not due yet")),
        Standing("undated", _("without a day")),
    ]


Row = tuple[int, date | None, datetime | None]


def _open(incidents: QuerySet[Incident]) -> QuerySet[ActionItem, Row]:
    """Incident, day and moment of planning, which only the log knows."""
    added = LogEntry.objects.filter(
        subject_type="action_item",
        subject_id=Cast(OuterRef("pk"), CharField()),
        verb="action.added",
    ).order_by("index")
    its = ActionItem.objects.open().filter(incident__in=incidents.order_by().values("pk"))
    planned = Subquery(added.values("recorded_at")[:1], output_field=DateTimeField())
    rows: QuerySet[ActionItem, Row] = (
        its.order_by().annotate(planned=planned).values_list("incident_id", F("due_on"), "planned")
    )
    return rows


_AGES: Mapping[str, int | None] = {
    "under_week": WEEK,
    "under_month": MONTH,
    "under_quarter": QUARTER,
    "under_year": YEAR,
    "older": 10**9,
    "unknown": None,
}


def _age_of(planned: datetime | None, now: datetime) -> str:
    if planned is None:
        return "unknown"
    days = (now - planned).days
    return next(age for age, limit in _AGES.items() if limit and days < limit)


def _standing_of(due_on: date | None, today: date) -> str:
    if due_on is None:
        return "undated"
    return "overdue" if due_on < today else "not_due"


def _named(age: str) -> str:
    return {
        "under_week": _("less than 7 days ago"),
        "under_month": _("7 to 29 days ago"),
        "under_quarter": _("30 to 89 days ago"),
        "under_year": _("90 to 364 days ago"),
        "older": _("365 days ago or more"),
        "unknown": _("nobody knows when"),
    }[age]


def _row(age: str, standing: Standing, count: int) -> list[Cell]:
    return [Cell(age, _named(age)), Cell(standing.key, standing.label), number(count)]


def _bars(counts: Mapping[tuple[str, str], int], standings: Sequence[Standing]) -> Picture:
    ages = [age for age in _AGES if any(counts[age, each.key] for each in standings)]
    most = max(sum(counts[age, each.key] for each in standings) for age in ages)
    marks = []
    for place, age in enumerate(ages):
        y, left = float(ROW * place), LEFT
        marks.append(Mark("words", "row", "0%", y + 13, words=_named(age)))
        for standing in standings:
            if count := counts[age, standing.key]:
                wide = WIDE * count / most
                says = said_of(_row(age, standing, count))
                marks.append(
                    Mark("bar", standing.key, percent(left), y + 18, percent(wide), BAR, says=says)
                )
                if wide >= ROOM:
                    middle = percent(left + wide / 2)
                    marks.append(Mark("words", "mid", middle, y + 30, words=number(count).shown))
                left += wide
    told = _("A bar for each age, parted into overdue, not due yet and without a day")
    return Picture(float(ROW * len(ages)), marks, told, [(s.key, s.label) for s in standings])
