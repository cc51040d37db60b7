"""A CSV file with times: which column is the time, who wrote, and what was said."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from imports.reading.found import Found, Reading, Stamp, Unread
from imports.reading.stamps import is_zone, stamp_before, zone_stated

_WHEN = re.compile(r"time|date|when|tid|dato|hvornår|^at$|timestamp|^ts$|klok", re.IGNORECASE)
_WHO = re.compile(
    r"who|author|user|person|by|hvem|forfatter|navn|name|afsender|sender|from", re.IGNORECASE
)
_TEXT = re.compile(
    r"text|event|message|what|descr|note|hændelse|besked|tekst|hvad|body|summary", re.IGNORECASE
)
_ZONE = re.compile(r"^(zone|time ?zone|tz|tidszone)$", re.IGNORECASE)
_DELIMITERS = ",;\t|"
_SAMPLE = 50
Row = tuple[int, list[str]]


def read_table(text: str, *, day_first: bool = True) -> Reading:
    """The rows of a table as entries. Never fails; a row whose time cannot be read is told."""
    reading = Reading("table")
    rows = list(_rows(text))
    if not rows:
        return reading
    columns = _Columns(rows, day_first=day_first)
    for line, cells in rows[1:] if columns.has_header else rows:
        stamp = columns.stamp(cells)
        said = columns.text(cells)
        if stamp and said:
            who = columns.cell(cells, columns.who)
            reading.found.append(Found(stamp, said, line, line, who))
        elif any(cell.strip() for cell in cells):
            reading.unread.append(Unread(line, " | ".join(cells).strip()[:400]))
    reading.zone = next((zone for name in columns.header if (zone := zone_stated(name))), "")
    reading.day = next((each.stamp.day for each in reading.found if each.stamp.day), None)
    return reading


def delimiter_of(text: str) -> str:
    """What parts the cells: the mark that stands most evenly in the first lines."""
    lines = [line for line in islice(text.split("\n"), _SAMPLE) if line.strip()]
    counts = {mark: [line.count(mark) for line in lines] for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: (min(counts[mark], default=0), sum(counts[mark])))


def _rows(text: str) -> Iterator[Row]:
    lines = text.split("\n")
    reader = csv.reader(lines, delimiter=delimiter_of(text))
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a field longer than the reader allows
            cells = [lines[reader.line_num - 1][:400]]
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


class _Columns:
    def __init__(self, rows: list[Row], *, day_first: bool) -> None:
        self._day_first = day_first
        first = rows[0][1]
        self.has_header = not any(self._read(cell) for cell in first)
        self.header = first if self.has_header else []
        sample = [cells for _line, cells in rows[1 if self.has_header else 0 :][:_SAMPLE]]
        width = max(len(cells) for _line, cells in rows[:_SAMPLE])
        timed = [place for place in range(width) if self._is_timed(sample, place)]
        named = [place for place in timed if self._is_called(place, _WHEN)]
        self.when = (named or timed)[:2]
        rest = [place for place in range(width) if place not in self.when]
        self.zone = next((place for place in rest if self._is_called(place, _ZONE)), None)
        self.who = next((p for p in rest if p != self.zone and self._is_called(p, _WHO)), None)
        rest = [place for place in rest if place not in (self.zone, self.who)]
        said = [place for place in rest if self._is_called(place, _TEXT)]
        self.said = said[:1] + [place for place in rest if place not in said[:1]]

    def _read(self, cell: str) -> Stamp | None:
        headed = stamp_before(cell, day_first=self._day_first)
        return headed.stamp if headed and len(headed.rest) < 12 else None

    def _is_timed(self, sample: list[list[str]], place: int) -> bool:
        cells = [cells[place] for cells in sample if place < len(cells) and cells[place].strip()]
        read = sum(bool(self._read(cell)) for cell in cells)
        return read * 2 > len(cells) or (read > 0 and self._is_called(place, _WHEN))

    def _is_called(self, place: int, pattern: re.Pattern[str]) -> bool:
        return place < len(self.header) and bool(pattern.search(self.header[place][:60]))

    @staticmethod
    def cell(cells: list[str], place: int | None) -> str:
        """What stands in a column; nothing where the row is short or the column is not there."""
        return cells[place].strip() if place is not None and place < len(cells) else ""

    def stamp(self, cells: list[str]) -> Stamp | None:
        """The time of a row: from one column, or a day and a clock from two."""
        told = [stamp for place in self.when if (stamp := self._read(self.cell(cells, place)))]
        if not told:
            return None
        first, second = told[0], told[-1]
        if first.clock is None and second.clock and second.day is None:
            first = replace(second, day=first.day)
        elif first.day is None and second.day:
            first = replace(first, day=second.day)
        zone = self.cell(cells, self.zone)
        return replace(first, zone=zone) if not first.zone and is_zone(zone) else first

    def text(self, cells: list[str]) -> str:
        """What a row says: the column of words first, then every other, so that nothing is lost."""
        return " | ".join(said for place in self.said if (said := self.cell(cells, place)))
