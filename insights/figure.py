"""What a figure is: sentences, tables of data, and a picture in which every row has its mark."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from core.spreadsheet import Value


class Column(NamedTuple):
    """A column: `key` for programs, `label` for people."""

    key: str
    label: str
    is_number: bool = False


class Cell(NamedTuple):
    """What stands in a row: the exact value, how people read it, and where it leads."""

    value: Value
    shown: str
    page: tuple[int, int] | None = None
    """Year and number of an incident."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of data under their columns."""

    key: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    @property
    def told(self) -> list[list[tuple[Column, Cell]]]:
        """Each cell with its column."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]

    @property
    def keys(self) -> list[str]:
        """What programs call the columns."""
        return [column.key for column in self.columns]

    @property
    def values(self) -> list[list[Value]]:
        """The exact values, row by row."""
        return [[cell.value for cell in row] for row in self.rows]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many of the incidents are not in the figure, and why."""

    count: int
    why: str


class Mark(NamedTuple):
    """A shape at a place: `x` and `width` in percent of the picture, the rest in pixels.

    `says` is the row it stands for; what only helps to read has none.
    """

    shape: str
    look: str
    x: str
    y: float
    width: str = ""
    height: float = 0
    words: str = ""
    says: str = ""

    @property
    def end(self) -> str:
        """Where it ends, in percent."""
        return percent(float(self.x.rstrip("%")) + float(self.width.rstrip("%") or 0))


def percent(of_hundred: float) -> str:
    """A place in the picture."""
    return f"{of_hundred:.2f}%"


@dataclass(frozen=True, slots=True)
class Picture:
    """Marks in a space so high; `told` are what it shows in a sentence, for who cannot see it."""

    height: float
    marks: Sequence[Mark]
    told: str
    key: Sequence[tuple[str, str]] = field(default=())
    """What each look means."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with what it shows, of how many incidents, and how many were left out and why."""

    key: str
    title: str
    says: Sequence[str]
    counted: int
    left_out: Sequence[LeftOut]
    tables: Sequence[Table]
    picture: Picture | None
    is_too_few: bool = False


def said_of(row: Iterable[Cell]) -> str:
    """A row in words, as its mark says it."""
    return ", ".join(cell.shown for cell in row if cell.shown)
