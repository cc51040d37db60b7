"""How a diagram is drawn: boxes in columns under their heads, and the lines between them.

One layout serves the page and every format. Lengths are in SVG units, 14 of which are as high as
the type of a box.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.markdown import Block, Diagram, Image, Items, Paragraph, Run, Runs, Written

COLUMN = 252
BETWEEN = 42
LINE = 18
PADDING = 10
GAP = 12
LINES = 4
HEAD = 26
_LETTER = 14
_EMS = (COLUMN - 2 * PADDING) / _LETTER
# More than four lines can hold, whatever the letters: what is behind need not be measured.
_LONGEST = 400
_NARROW, _BROAD = frozenset(" iljftrI.,:;'|!()[]/-"), frozenset("mwMW%@æÆ—…")
_CUT = " …"
ARROW = Run(" → ", is_ours=True)
Point = tuple[int, int]
Curve = tuple[Point, Point, Point, Point]


@dataclass(frozen=True, slots=True)
class Box:
    """What stands in the picture: `lines` that fit their column, at a place, `height` high."""

    column: int
    lines: tuple[str, ...]
    y: int = 0

    @property
    def x(self) -> int:
        """Where it begins."""
        return _begins(self.column)

    @property
    def width(self) -> int:
        """How wide it is: as wide as its column."""
        return COLUMN

    @property
    def height(self) -> int:
        """How high it is."""
        return 2 * PADDING + LINE * len(self.lines)

    @property
    def middle(self) -> int:
        """Where lines meet it."""
        return self.y + self.height // 2

    @property
    def told(self) -> list[tuple[int, int, str]]:
        """Each line and where it stands."""
        first = self.y + PADDING + LINE - 5
        return [
            (self.x + PADDING, first + number * LINE, line)
            for number, line in enumerate(self.lines)
        ]


@dataclass(frozen=True, slots=True)
class Picture:
    """A diagram with a place for each of its boxes; `told` says the same in words."""

    title: str
    told: tuple[str, ...]
    heads: list[tuple[int, str]]
    boxes: list[Box]
    links: list[tuple[Box, Box]]

    @property
    def width(self) -> int:
        """How wide it is."""
        return _begins(max(len(self.heads), *(box.column + 1 for box in self.boxes))) - BETWEEN

    @property
    def height(self) -> int:
        """How high it is."""
        return max(box.y + box.height for box in self.boxes) + 1

    @property
    def curves(self) -> list[Curve]:
        """The lines between the boxes: where each begins, two points it bends towards, its end."""
        return [
            (
                (one.x + COLUMN, one.middle),
                (one.x + COLUMN + BETWEEN // 2, one.middle),
                (other.x - BETWEEN // 2, other.middle),
                (other.x, other.middle),
            )
            for one, other in self.links
        ]

    @property
    def paths(self) -> list[str]:
        """The same as SVG draws them."""
        points = ([f"{x} {y}" for x, y in curve] for curve in self.curves)
        return [f"M{begin}C{first} {second} {end}" for begin, first, second, end in points]


def drawn(diagram: Diagram) -> Picture:
    """The diagram as a picture. A label longer than four lines is cut there, never in `told`."""
    boxes = stacked(
        [Box(box.column, wrapped(_text(box.runs))) for box in diagram.boxes],
        HEAD if diagram.columns else 0,
    )
    heads = [(_begins(place), _text(head)) for place, head in enumerate(diagram.columns)]
    links = [(boxes[one], boxes[other]) for one, other in diagram.lines]
    return Picture(_text(diagram.title), tuple(told_lines(diagram)), heads, boxes, links)


def svg(picture: Picture) -> str:
    """The picture as SVG that needs no style sheet, and follows one where there is one."""
    return render_to_string("components/_diagram.svg", {"picture": picture}).strip()


def told_lines(diagram: Diagram) -> Iterator[str]:
    """The heads, every line as "this → that", then the boxes that no line leads to or from."""
    yield _text(_heads(diagram))
    for line in _lines(diagram):
        yield _text(line)


def description(diagram: Diagram) -> str:
    """All that the diagram says, for whoever cannot see it: its title, its heads, then its lines."""
    return "\n".join([_text(diagram.title), *told_lines(diagram)])


def in_words(blocks: Iterable[Block]) -> Iterator[Written]:
    """The blocks with words in place of what is drawn.

    Of a diagram the title, the heads, and a list of the lines; of a picture what it shows and the
    hash by which it is found.
    """
    for block in blocks:
        if isinstance(block, Diagram):
            yield Paragraph(block.title)
            yield Paragraph(_heads(block))
            yield Items(tuple((Paragraph(line),) for line in _lines(block)))
        elif isinstance(block, Image):
            found_by = Run(_(" (SHA-256 %(hash)s)") % {"hash": block.sha256}, is_ours=True)
            yield Paragraph((Run(_("Picture: "), is_ours=True), *block.shows, found_by))
        else:
            yield block


def _heads(diagram: Diagram) -> Runs:
    first, *others = map(_on_one_line, diagram.columns)
    return (*first, *(run for head in others for run in (ARROW, *head)))


def _lines(diagram: Diagram) -> Iterator[Runs]:
    said = [_on_one_line(box.runs) for box in diagram.boxes]
    for one, other in diagram.lines:
        yield (*said[one], ARROW, *said[other])
    joined = {place for line in diagram.lines for place in line}
    yield from (words for place, words in enumerate(said) if place not in joined)


def stacked(boxes: Sequence[Box], top: int = 0) -> list[Box]:
    """The boxes of each column under each other, every column in the middle of the picture."""
    heights = [
        sum(box.height + GAP for box in boxes if box.column == column) - GAP
        for column in range(1 + max(box.column for box in boxes))
    ]
    tops = [top + (max(heights) - max(height, 0)) // 2 for height in heights]
    placed = []
    for box in boxes:
        placed.append(replace(box, y=tops[box.column]))
        tops[box.column] += box.height + GAP
    return placed


def wrapped(text: str) -> tuple[str, ...]:
    """The text in up to four lines that fit a box."""
    text = " ".join(text.split())
    lines = [""]
    for word in text[:_LONGEST].split():
        for piece in _in_pieces(word):
            longer = f"{lines[-1]} {piece}".strip()
            if _ems(longer) <= _EMS:
                lines[-1] = longer
            else:
                lines.append(piece)
    is_whole = len(lines) <= LINES and len(text) <= _LONGEST
    return tuple(lines) if is_whole else (*lines[: LINES - 1], _cut(lines[LINES - 1]))


def _in_pieces(word: str) -> Iterator[str]:
    piece = ""
    for letter in word:
        if _ems(piece + letter) > _EMS:
            yield piece
            piece = ""
        piece += letter
    yield piece


def _cut(line: str) -> str:
    while line and _ems(line + _CUT) > _EMS:
        line = line[:-1]
    return line.rstrip() + _CUT


def _ems(text: str) -> float:
    """How wide the text is at most about, as a share of the height of its type."""
    return sum(map(_em, text))


def _em(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _BROAD or unicodedata.east_asian_width(letter) in "WF":
        return 0.95
    return 0.68 if letter.isupper() else 0.59


def _begins(column: int) -> int:
    return column * (COLUMN + BETWEEN)


def _text(runs: Runs) -> str:
    return " ".join("".join(run.text for run in runs).split())


def _on_one_line(runs: Runs) -> Runs:
    """The words without their looks, which a picture does not have."""
    words = ((run, run.text.replace("\n", " ")) for run in runs)
    return tuple(Run(text, is_ours=run.is_ours, language=run.language) for run, text in words)
