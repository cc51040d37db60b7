"""A picture of how it came: what happened, the conditions it shows, and what is done about them."""

import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from django.utils import timezone
from django.utils.translation import get_language

from core.formats import format_moment
from incidents.models import ActionItem
from incidents.selectors.contributing_factor import ReadFactor
from incidents.selectors.timeline_entry import ReadEntry

COLUMN = 280
BETWEEN = 80
LINE = 18
PADDING = 10
GAP = 12
LETTERS = 36
LINES = 4
WIDTH = 3 * COLUMN + 2 * BETWEEN


@dataclass(frozen=True, slots=True)
class Box:
    """What stands in the picture: `lines` of `whole`, at a place, `height` high."""

    column: int
    whole: str
    lines: tuple[str, ...]
    y: int = 0

    @property
    def x(self) -> int:
        """Where it begins."""
        return self.column * (COLUMN + BETWEEN)

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
class CausePicture:
    """Boxes in three columns, and which of them belong together."""

    boxes: list[Box]
    links: list[tuple[Box, Box]]
    width: int = WIDTH

    @property
    def height(self) -> int:
        """How high it is."""
        return max((box.y + box.height for box in self.boxes), default=0)

    @property
    def paths(self) -> list[str]:
        """The lines between the boxes, as SVG draws them."""
        return [
            f"M{one.x + COLUMN} {one.middle}C{one.x + COLUMN + BETWEEN // 2} {one.middle}"
            f" {other.x - BETWEEN // 2} {other.middle} {other.x} {other.middle}"
            for one, other in self.links
        ]


def cause_picture(
    factors: Sequence[ReadFactor],
    actions: Sequence[ActionItem],
    reworded: Callable[[str], str] = str,
) -> CausePicture | None:
    """Entries to conditions to actions; None without a condition.

    Conditions and actions stand as near as they can to what they belong to, entries in the order
    of time. `reworded` puts roles where names stand.
    """
    standing = [read for read in factors if not read.factor.withdrawn_at]
    if not standing:
        return None
    entries = {read.entry.pk: read for each in standing for read in each.evidence}
    order = _in_time(entries.values())
    standing = sorted(standing, key=lambda read: _near(read.evidence, order))
    rank = {read.factor.pk: place for place, read in enumerate(standing)}
    done = sorted(actions, key=lambda action: rank.get(action.factor_id or 0, len(rank)))
    boxes = {
        **{("entry", pk): _box(0, _entry(entries[pk]), reworded) for pk in order},
        **{("factor", read.factor.pk): _box(1, read.factor.text, reworded) for read in standing},
        **{("action", action.pk): _box(2, action.title, reworded) for action in done},
    }
    placed = dict(zip(boxes, stacked(list(boxes.values())), strict=True))
    links = [
        (placed["entry", read.entry.pk], placed["factor", each.factor.pk])
        for each in standing
        for read in each.evidence
    ]
    links += [
        (placed["factor", action.factor_id], placed["action", action.pk])
        for action in done
        if action.factor_id in rank
    ]
    return CausePicture(list(placed.values()), links)


def stacked(boxes: Sequence[Box]) -> list[Box]:
    """The boxes of each column under each other, every column in the middle of the picture."""
    heights = [
        sum(box.height + GAP for box in boxes if box.column == column) - GAP for column in range(3)
    ]
    tops = [(max(heights) - max(height, 0)) // 2 for height in heights]
    placed = []
    for box in boxes:
        placed.append(Box(box.column, box.whole, box.lines, tops[box.column]))
        tops[box.column] += box.height + GAP
    return placed


def _box(column: int, whole: str, reworded: Callable[[str], str]) -> Box:
    said = " ".join(reworded(whole).split())
    lines = textwrap.wrap(said, LETTERS, max_lines=LINES, placeholder=" …")
    return Box(column, said, tuple(lines) or ("",))


def _entry(read: ReadEntry) -> str:
    moment = read.entry.occurred_at
    if moment is None:
        return read.entry.text
    return f"{told_at(moment, read.entry.precision)} {read.entry.text}"


def told_at(moment: datetime, precision: str) -> str:
    """The day and time of an entry, in the language and zone of the reader."""
    zone = timezone.get_current_timezone()
    return format_moment(moment, precision, get_language() or "en", zone)


def _in_time(entries: Iterable[ReadEntry]) -> dict[int, int]:
    timed = sorted(
        entries,
        key=lambda read: (
            read.entry.occurred_at is None,
            read.entry.occurred_at.timestamp() if read.entry.occurred_at else 0,
            read.entry.pk,
        ),
    )
    return {read.entry.pk: place for place, read in enumerate(timed)}


def _near(evidence: Sequence[ReadEntry], order: dict[int, int]) -> float:
    return fmean(order[read.entry.pk] for read in evidence) if evidence else float(len(order))
