"""How wide the columns of a table are, where the format does not work it out by itself."""

from collections.abc import Callable, Sequence

from core.documents.document import text_of
from core.markdown import Runs

_LONGEST_WORD, _WIDEST, _NARROWEST, _DAY, _GUTTER = 25, 36, 4, 13, 3
_FEW_ROWS, _FEW_LETTERS = 12, 1000


def column_widths(rows: list[tuple[Runs, ...]], line: int) -> list[int]:
    """How many of the `line` letters each column has: its longest word, then a share of the rest.

    Where not all the longest words have room, the longest of them are broken.
    """
    columns = [[text_of(cell) for cell in column] for column in zip(*rows, strict=True)]
    words = [_longest(column, str.split, _LONGEST_WORD) for column in columns]
    ideal = [_longest(column, str.splitlines, _WIDEST) for column in columns]
    # Room for a day on one line, where there is more to say than a word.
    wanted = [max(word, min(most, _DAY)) for word, most in zip(words, ideal, strict=True)]
    room = line - _GUTTER * len(columns)
    least = _within(room, wanted)
    spare = max(0, room - sum(least))
    missing = [max(1, most - few) for most, few in zip(ideal, least, strict=True)]
    return [
        few + spare * lack // max(1, sum(missing)) for few, lack in zip(least, missing, strict=True)
    ]


def _within(room: int, widths: list[int]) -> list[int]:
    """The widths, the widest of them cut until all have room, or as narrow as may be."""
    for most in range(_LONGEST_WORD, _NARROWEST, -1):
        cut = [min(width, most) for width in widths]
        if sum(cut) <= room:
            return cut
    return [min(width, _NARROWEST) for width in widths]


def _longest(cells: list[str], parted: Callable[[str], list[str]], most: int) -> int:
    longest = max((len(piece) for cell in cells for piece in parted(cell)), default=0)
    return max(_NARROWEST, min(longest + 1, most))


def is_short(rows: Sequence[tuple[Runs, ...]]) -> bool:
    """Whether a table is better kept on one page than cut by the end of it."""
    letters = sum(len(text_of(cell)) for row in rows for cell in row)
    return len(rows) <= _FEW_ROWS and letters <= _FEW_LETTERS
