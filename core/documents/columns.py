"""How wide the columns of a table are, where the format does not work it out by itself."""

from collections.abc import Callable, Sequence

from core.documents.document import text_of
from core.markdown import Runs

_LONGEST_WORD, _WIDEST, _NARROWEST, _ROOMY, _GUTTER = 25, 36, 4, 13, 3
_FEW_ROWS, _FEW_LETTERS = 12, 1000


def column_widths(rows: list[tuple[Runs, ...]], line: int) -> list[int]:
    """How many of the `line` letters each column has: its longest word, then a share of the rest."""
    columns = [[text_of(cell) for cell in column] for column in zip(*rows, strict=True)]
    ideal = [_longest(column, str.splitlines, _NARROWEST, _WIDEST) for column in columns]
    # Room for a day in one line, where there is more to say than a word.
    least = [
        max(_longest(column, str.split, _NARROWEST, _LONGEST_WORD), min(most, _ROOMY))
        for column, most in zip(columns, ideal, strict=True)
    ]
    wanted = [max(1, most - few) for most, few in zip(ideal, least, strict=True)]
    spare = max(0, line - _GUTTER * len(columns) - sum(least))
    return [
        few + spare * want // max(1, sum(wanted)) for few, want in zip(least, wanted, strict=True)
    ]


def _longest(cells: list[str], parted: Callable[[str], list[str]], least: int, most: int) -> int:
    longest = max((len(piece) for cell in cells for piece in parted(cell)), default=0)
    return max(least, min(longest + 1, most))


def is_short(rows: Sequence[tuple[Runs, ...]]) -> bool:
    """Whether a table is better kept on one page than cut by the end of it."""
    letters = sum(len(text_of(cell)) for row in rows for cell in row)
    return len(rows) <= _FEW_ROWS and letters <= _FEW_LETTERS
