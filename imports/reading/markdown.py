"""The timeline in a Markdown document: tables, lists, headings or lines that open with a time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from imports.reading.found import Found, Reading, Stamp, Unread, joined
from imports.reading.stamps import YEARLESS, Headed, stamp_before, zone_stated

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(\S.*)$")
_BULLET = re.compile(r"(\s*)(?:[-*+•–—]|\d{1,3}[.)])\s+(.*)$")
_LABEL = re.compile(r"(\s*)(?:[-*+•]\s+)?\*\*([^*]{1,80}?):?\*\*:?\s*$")
_FENCE = re.compile(r"\s*(?:[-*+]\s+)?(```|~~~)")
_TIMELINE = re.compile(
    r"\b(timeline|time line|tidslinje|forløb\w*|hændelsesforløb|chronology|sequence of events|context"
    r"|what happened|hvad skete der)\b",
    re.IGNORECASE,
)
_WHO_COLUMN = re.compile(r"^\W*(who|author|person|by|hvem|forfatter|navn|name)\W*$", re.IGNORECASE)
_CELLS = re.compile(r"(?<!\\)\|")
_LIMIT_OF_TEXT = 400


@dataclass(slots=True)
class _Line:
    number: int
    text: str
    is_code: bool
    level: int  # of a heading, 0 for none
    said: str  # without the mark of a heading or a list
    is_item: bool
    indent: int
    label: str  # of a section that opens with a bold label


@dataclass(slots=True)
class _Part:
    """The lines of a timeline, and where they stand."""

    heading: str
    lines: list[_Line] = field(default_factory=list)


def read_markdown(text: str, *, day_first: bool = True) -> Reading:
    """The timeline of a document. Never fails; whatever is no entry is told as not understood."""
    lines = list(_lines(text))
    reading = Reading("markdown", title=_title(lines))
    parts = _parts(lines)
    reading.day = _first_day(parts, lines, day_first=day_first)
    reading.zone = _zone(parts, lines)
    for part in parts:
        _PartReader(reading, part, day_first=day_first).read()
    return reading


def _lines(text: str) -> Iterator[_Line]:
    lines = [line.rstrip("\r") for line in text.split("\n")]
    code = _code(lines)
    for number, line in enumerate(lines, start=1):
        is_code = number - 1 in code
        heading = None if is_code else _HEADING.match(line[:500])
        item = None if is_code or heading else _BULLET.match(line)
        label = None if is_code or heading else _LABEL.match(line[:120])
        said = heading[2].rstrip(" #\t") if heading else item[2] if item else line.strip()
        indent = len(item[1]) if item else len(line) - len(line.lstrip())
        level = len(heading[1]) if heading else 0
        yield _Line(
            number, line, is_code, level, said, bool(item), indent, label[2] if label else ""
        )


def _code(lines: list[str]) -> set[int]:
    """Which lines stand between fences. A fence that nothing closes is forgotten."""
    inside: set[int] = set()
    fence, opened = "", 0
    for place, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence and line.rstrip().endswith(fence) and not (mark and line.strip(" -*+") != fence):
            inside.update(range(opened, place + 1))
            fence = ""
        elif fence and _is_stamped_heading(line):
            fence = ""
        elif mark and line.count(mark[1]) == 1:
            fence, opened = mark[1], place
        elif mark:
            inside.add(place)
    return inside


def _is_stamped_heading(line: str) -> bool:
    heading = _HEADING.match(line[:500])
    return bool(heading and len(heading[1]) > 1 and stamp_before(heading[2]))


def _is_rule(line: str) -> bool:
    return "--" in line and not line.strip(" \t:|-")


def _title(lines: list[_Line]) -> str:
    for line in lines:
        if line.level == 1:
            return line.said[:200]
    return next((line.said[:200] for line in lines if line.level), "")


def _parts(lines: list[_Line]) -> list[_Part]:
    named = list(_named_parts(lines))
    named = [part for part in named if _stamps(part.lines)]
    if named:
        return named
    return [part for part in _sections(lines) if _stamps(part.lines) > 1]


def _stamps(lines: list[_Line]) -> int:
    return sum(bool(_headed(line)) for line in lines if not line.is_code)


def _headed(line: _Line, *, day_first: bool = True) -> Headed | None:
    said = line.said
    if said.startswith("|"):
        said = said.strip("| ")
    return stamp_before(said, day_first=day_first)


def _named_parts(lines: list[_Line]) -> Iterator[_Part]:
    part: _Part | None = None
    level = indent = 0
    for line in lines:
        stamped = line.level and _headed(line)
        if part and not line.is_code and _ends(line, level, indent) and not stamped:
            yield part
            part = None
        if part:
            part.lines.append(line)
        elif (
            not stamped
            and not line.is_code
            and _TIMELINE.search(line.label or (line.said if line.level else ""))
        ):
            part = _Part(line.said)
            level, indent = line.level, line.indent
    if part:
        yield part


def _ends(line: _Line, level: int, indent: int) -> bool:
    if level:
        return 0 < line.level <= level
    return line.level > 0 or (
        (bool(line.label) or line.said.startswith("**")) and line.is_item and line.indent <= indent
    )


def _sections(lines: list[_Line]) -> Iterator[_Part]:
    part = _Part("")
    for line in lines:
        if line.level and not _headed(line):
            yield part
            part = _Part(line.said)
        else:
            part.lines.append(line)
    yield part


_DATE_IN = re.compile(
    r"\b(\d{4}[-/]\d\d?[-/]\d\d?|[A-Z][a-z]{2,8}\.? \d\d?(?:st|nd|rd|th)?,? \d{4}|\d\d?\.? [A-Za-z]{3,9} \d{4})\b"
)


def _first_day(parts: list[_Part], lines: list[_Line], *, day_first: bool) -> date | None:
    """The day told first: in the timeline's title, the document, or the timeline itself."""
    told = [part.heading for part in parts] + [line.text[:500] for line in lines]
    for text in told:
        for found in _DATE_IN.finditer(text):
            headed = stamp_before(found[0], day_first=day_first)
            if headed and headed.stamp.day and headed.stamp.day.year != YEARLESS:
                return headed.stamp.day
    return None


def _zone(parts: list[_Part], lines: list[_Line]) -> str:
    for part in parts:
        for text in (part.heading, *(line.text for line in part.lines)):
            if zone := zone_stated(text):
                return zone
    return next(
        (
            zone
            for line in lines
            if "all times" in line.text[:300].lower() and (zone := zone_stated(line.text))
        ),
        "",
    )


class _PartReader:
    """Reads one part line by line. Every line that says something ends in an entry or is told."""

    def __init__(self, reading: Reading, part: _Part, *, day_first: bool) -> None:
        self._reading = reading
        self._part = part
        self._day_first = day_first
        self._day: date | None = None
        self._stamp: Stamp | None = None
        self._author = ""
        self._said: list[str] = []
        self._from = self._to = 0
        self._columns: list[str] | None = None

    def read(self) -> None:
        """Read the part into the reading."""
        lines = self._part.lines
        for place, line in enumerate(lines):
            follows = lines[place + 1] if place + 1 < len(lines) else None
            self._take(line, follows)
        self._close()

    def _take(self, line: _Line, follows: _Line | None) -> None:
        if line.is_code:
            self._belongs(line)
        elif line.text.lstrip().startswith("|") or (self._columns and "|" in line.text):
            self._row(line, follows)
        elif line.text.strip():
            self._columns = None
            self._prose(line)
        elif self._said:
            self._columns = None
            self._said.append("")

    def _prose(self, line: _Line) -> None:
        headed = stamp_before(line.said, day_first=self._day_first)
        if headed and (line.level or line.is_item or headed.stamp.clock):
            self._open(headed, line)
        elif line.level:
            self._close()
            self._unread(line)
        else:
            self._belongs(line)

    def _open(self, headed: Headed, line: _Line, author: str = "") -> None:
        self._close()
        self._day = headed.stamp.day or self._day
        self._stamp = replace(headed.stamp, day=self._day)
        self._author = author
        self._said = [headed.rest] if headed.rest else []
        self._from = self._to = line.number

    def _belongs(self, line: _Line) -> None:
        if self._stamp is None:
            self._unread(line)
            return
        self._said.append(line.text)
        self._to = line.number

    def _close(self) -> None:
        text = joined(self._said)
        if self._stamp and text:
            self._reading.found.append(Found(self._stamp, text, self._from, self._to, self._author))
        elif self._stamp and self._stamp.clock:
            self._reading.unread.append(Unread(self._from, str(self._stamp.clock)))
        self._stamp, self._said = None, []

    def _unread(self, line: _Line) -> None:
        if line.text.strip() and not zone_stated(line.text):
            self._reading.unread.append(Unread(line.number, line.text.strip()[:_LIMIT_OF_TEXT]))

    def _row(self, line: _Line, follows: _Line | None) -> None:
        if _is_rule(line.text):
            return
        cells = [cell.strip() for cell in _CELLS.split(line.text.strip().strip("|"))]
        if follows and _is_rule(follows.text):
            self._columns = cells
            return
        self._columns = self._columns or []
        headed, others = self._time_of(cells)
        if headed:
            text, author = self._words(others)
            words = " ".join(each for each in (headed.rest.strip(), text) if each)
            self._open(Headed(headed.stamp, words), line, author)
        elif not cells[0] and self._stamp:
            self._said.append(" ".join(cell for cell in cells if cell))
            self._to = line.number
        else:
            self._unread(line)

    def _time_of(self, cells: list[str]) -> tuple[Headed | None, list[tuple[int, str]]]:
        first = stamp_before(cells[0], day_first=self._day_first)
        others = list(enumerate(cells))[1:]
        if first is None and others:
            first = stamp_before(others[0][1], day_first=self._day_first)
            if first and (
                len(cells[0]) > 40 or (first.stamp.clock is None and self._columns == [])
            ):
                return None, []
            return first, [(0, cells[0]), *others[1:]]
        if first and first.stamp.clock is None and others:
            second = stamp_before(others[0][1], day_first=self._day_first)
            if second and second.stamp.clock and not second.stamp.day:
                stamp = replace(second.stamp, day=first.stamp.day)
                return Headed(stamp, second.rest), others[1:]
        return first, others

    def _words(self, cells: list[tuple[int, str]]) -> tuple[str, str]:
        columns = self._columns or []
        author, said = "", []
        for place, cell in cells:
            if place < len(columns) and _WHO_COLUMN.match(columns[place]):
                author = cell.strip("*_@ ")
            elif cell:
                said.append(cell)
        return " | ".join(said), author
