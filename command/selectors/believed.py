"""What was believed of a group over time, and what was said outside meanwhile: as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from incidents.models import ImpactEstimate
from incidents.selectors.impact import ReadGroup
from statements.models import Release, Statement

WIDE, HIGH = 1000, 200
# Where a statement is marked: above what can be believed at most.
TOP = 20
SHORTEST = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Stretch:
    """An estimate from the moment it is of until the next; `x`, `width` and heights in the SVG."""

    estimate: ImpactEstimate
    x: int
    width: int
    high: int
    best: int
    low: int

    @property
    def end(self) -> int:
        """Where the next begins."""
        return self.x + self.width

    @property
    def height(self) -> int:
        """How far apart the ends of the range lie; a line where they agree."""
        return max(self.low - self.high, 2)


@dataclass(frozen=True, slots=True)
class Quote:
    """A statement that quoted the group: its words for the figure, when, and where in the SVG."""

    release: Release
    words: str
    x: int


@dataclass(frozen=True, slots=True)
class Believed:
    """The picture of one group; `most` is the count its upper edge stands for."""

    read: ReadGroup
    stretches: tuple[Stretch, ...]
    quotes: tuple[Quote, ...]
    most: int
    start: datetime
    end: datetime


def believed_in(groups: Sequence[ReadGroup], released: Sequence[Statement]) -> list[Believed]:
    """A picture for each group of which a number was ever believed."""
    releases = [each.release for each in released]
    return [_believed(read, releases) for read in groups if _is_numbered(read)]


def _is_numbered(read: ReadGroup) -> bool:
    return any(not each.is_unknown for each in read.estimates)


def _believed(read: ReadGroup, releases: Sequence[Release]) -> Believed:
    told = sorted(read.estimates, key=lambda each: (each.as_of, each.revision))
    quoted = [(each, words) for each in releases if (words := _quoted(each, told))]
    moments = [*(each.as_of for each in told), *(each.released_at for each, _words in quoted)]
    start, last = min(moments), max(moments)
    # What is believed now goes on; so much of it is shown that it can be seen.
    end = last + max((last - start) / 4, SHORTEST)
    whole = (end - start).total_seconds()
    most = max((each.high or 0 for each in told), default=0) or 1

    def across(moment: datetime) -> int:
        return round(WIDE * (moment - start).total_seconds() / whole)

    def down(count: int | None) -> int:
        return HIGH - round((HIGH - TOP) * (count or 0) / most)

    ends = [*(each.as_of for each in told[1:]), end]
    stretches = [
        Stretch(
            each,
            across(each.as_of),
            across(until) - across(each.as_of),
            down(each.high),
            down(each.best),
            down(each.low),
        )
        for each, until in zip(told, ends, strict=True)
    ]
    quotes = [Quote(each, words, across(each.released_at)) for each, words in quoted]
    return Believed(read, tuple(stretches), tuple(quotes), most, start, end)


def _quoted(release: Release, estimates: Sequence[ImpactEstimate]) -> str:
    """How a release put the group's count or share, if it quoted it."""
    ours = {f"impact_estimate:{each.pk}" for each in estimates}
    return ", ".join(each["words"] for each in release.figures if ours & set(each["basis"]))
