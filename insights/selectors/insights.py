"""The six figures of the incidents a reader asks for."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from incidents.models import Incident
from insights.arithmetic import FEWEST
from insights.figure import Figure, Table
from insights.selectors.actions import actions
from insights.selectors.discovery import discovery
from insights.selectors.factors import factors
from insights.selectors.first_words import first_words
from insights.selectors.lengths import lengths
from insights.selectors.phases import phases
from insights.selectors.selection import Period, Selection, selection_of

# Those a selection may have; of few incidents there is no spread.
TABLES = (
    "lengths",
    "lengths-spread",
    "phases",
    "factors",
    "actions",
    "discovery",
    "first-words",
    "first-words-spread",
)


@dataclass(frozen=True, slots=True)
class Insights:
    """What the incidents show, and which they are."""

    selection: Selection
    figures: list[Figure]

    @property
    def counted(self) -> int:
        """How many incidents are counted."""
        return len(self.selection.cases)

    @property
    def is_too_few(self) -> bool:
        """Whether there are too few to compare anything."""
        return self.counted < FEWEST

    def table(self, key: str) -> Table | None:
        """The table of this key; None where this selection has none."""
        tables = (table for figure in self.figures for table in figure.tables)
        return next((table for table in tables if table.key == key), None)


def insights_of(incidents: QuerySet[Incident], period: Period, now: datetime) -> Insights:
    """What those of the incidents show that began in the period.

    `incidents` begin at what the reader may see, so two readers may see two figures.
    """
    selection = selection_of(incidents, period, now)
    return Insights(
        selection,
        [
            lengths(selection),
            phases(selection),
            factors(selection, incidents),
            actions(selection, incidents),
            discovery(selection),
            first_words(selection),
        ],
    )
