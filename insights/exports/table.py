"""A table of a figure as a file for spreadsheets."""

from dataclasses import dataclass
from datetime import date

from core.spreadsheet import as_csv
from insights.figure import Table

MEDIA_TYPE = "text/csv"


@dataclass(frozen=True, slots=True)
class TableFile:
    """The file, ready to be sent."""

    name: str
    content: bytes
    media_type: str = f"{MEDIA_TYPE}; charset=utf-8"


def table_file(table: Table, day: date) -> TableFile:
    """The exact values under the keys that programs know: seconds, counts, references."""
    return TableFile(f"{table.key}-{day}.csv", as_csv(table.keys, table.values))
