"""A file of records, one JSON object a line, read without trusting it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

LONGEST_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its text, or the problem that keeps it from being read."""

    number: int
    size: int
    text: str = ""
    problem: str = ""


def read_lines(path: Path) -> Iterator[Line]:
    """Every line that is not blank. A line too long is passed over without being kept in memory.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(raw) > LONGEST_LINE and not raw.endswith(b"\n"):
                size = len(raw) + _rest_of_line(file)
                yield Line(number, size, problem=f"is longer than {LONGEST_LINE:,} bytes")
            elif raw.strip():
                yield _line(number, raw)


def _rest_of_line(file: BinaryIO) -> int:
    size = 0
    while more := file.readline(LONGEST_LINE):
        size += len(more)
        if more.endswith(b"\n"):
            break
    return size


def _line(number: int, raw: bytes) -> Line:
    try:
        text = raw.strip().decode()
    except UnicodeDecodeError as error:
        return Line(number, len(raw), problem=f"is not UTF-8 text at byte {error.start + 1}")
    return Line(number, len(raw), text=text.removeprefix("\ufeff"))
