"""Quantiles that are one of the lengths, an axis of lengths, and how dots find room.

Lengths are whole seconds. Nothing here knows of incidents, and nothing here is a mean: lengths of
incidents are so uneven that a mean tells of the longest one only.
"""

import bisect
import itertools
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

FEWEST = 30
"""With fewer than this many, nothing is compared."""

MINUTE, HOUR, DAY = 60, 3_600, 86_400
EDGES = (
    *(minutes * MINUTE for minutes in (0, 1, 2, 5, 10, 20, 30)),
    *(hours * HOUR for hours in (1, 2, 4, 8, 12)),
    *(days * DAY for days in (1, 2, 4, 7, 14, 30, 90, 180, 365, 1_000, 10_000, 100_000)),
)
"""Where one class of lengths ends and the next begins."""

TICKS = (MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY, 365 * DAY, 3_650 * DAY)
_NINETY_FIVE = 1.96


@dataclass(frozen=True, slots=True)
class Length:
    """How long it took; `is_open`: so long until now, and it goes on."""

    seconds: int
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Quantile:
    """One of the lengths; `is_at_least` where those that go on may still move it up."""

    seconds: int
    is_at_least: bool


@dataclass(frozen=True, slots=True)
class Spread:
    """Where the lengths lie. `likely` is where their median would lie nineteen times of twenty."""

    count: int
    open_count: int
    shortest: Quantile
    quarter: Quantile
    median: Quantile
    three_quarters: Quantile
    longest: Quantile
    likely: tuple[Quantile, Quantile]


def spread_of(lengths: Sequence[Length]) -> Spread | None:
    """The spread of the lengths; None where there are too few to compare."""
    if len(lengths) < FEWEST:
        return None
    ranked = _Ranked(lengths)
    low, high = likely_ranks(len(lengths))
    return Spread(
        count=len(lengths),
        open_count=sum(length.is_open for length in lengths),
        shortest=ranked.at(1),
        quarter=ranked.at(rank_of(25, len(lengths))),
        median=ranked.at(rank_of(50, len(lengths))),
        three_quarters=ranked.at(rank_of(75, len(lengths))),
        longest=ranked.at(len(lengths)),
        likely=(ranked.at(low), ranked.at(high)),
    )


class _Ranked:
    """Lengths in order, those that go on as long as they are so far, and as if without end."""

    def __init__(self, lengths: Sequence[Length]) -> None:
        self._so_far = sorted(length.seconds for length in lengths)
        self._over = sorted(length.seconds for length in lengths if not length.is_open)

    def at(self, rank: int) -> Quantile:
        least = self._so_far[rank - 1]
        most = self._over[rank - 1] if rank <= len(self._over) else None
        return Quantile(least, is_at_least=least != most)


def rank_of(percent: int, count: int) -> int:
    """Which of `count` lengths in order has so many percent at or below it, the first being 1."""
    return max(1, -(-percent * count // 100))


def likely_ranks(count: int) -> tuple[int, int]:
    """Between which two of `count` lengths in order the true median lies, 19 times of 20."""
    low = max(1, math.floor((count - _NINETY_FIVE * math.sqrt(count)) / 2))
    return low, count + 1 - low


@dataclass(frozen=True, slots=True)
class Axis:
    """A logarithmic axis of lengths between two marks; `ticks` are the marks on it."""

    ticks: tuple[int, ...]

    def place(self, seconds: int) -> float:
        """Where a length stands: 0 at the first mark and below, 1 at the last and above."""
        first, last = self.ticks[0], self.ticks[-1]
        shown = min(max(seconds, first), last)
        return math.log(shown / first) / math.log(last / first)


def axis_for(lengths: Iterable[int]) -> Axis:
    """The fewest marks around all lengths, two at least; what is under a minute is at its mark."""
    shown = [min(max(seconds, TICKS[0]), TICKS[-1]) for seconds in lengths] or [TICKS[0]]
    first = min(bisect.bisect_right(TICKS, min(shown)) - 1, len(TICKS) - 2)
    last = max(bisect.bisect_left(TICKS, max(shown)), first + 1)
    return Axis(TICKS[first : last + 1])


def classes_of(lengths: Iterable[int]) -> dict[tuple[int, int], int]:
    """How many lengths there are from one edge up to, and without, the next; no class is empty."""
    counted = Counter(bisect.bisect_right(EDGES, seconds) - 1 for seconds in lengths)
    last = len(EDGES) - 2
    classes: Counter[tuple[int, int]] = Counter()
    for place, count in counted.items():
        at = min(place, last)
        classes[EDGES[at], EDGES[at + 1]] += count
    return dict(sorted(classes.items()))


def lanes_for(places: Sequence[float], width: float) -> list[int]:
    """For each dot the lane (0, 1, -1, 2, ...) in which it covers none of the others."""
    free: dict[int, float] = {}
    lanes = [0] * len(places)
    for number in sorted(range(len(places)), key=lambda each: places[each]):
        lane = next(lane for lane in _outwards() if free.get(lane, -math.inf) <= places[number])
        lanes[number] = lane
        free[lane] = places[number] + width
    return lanes


def _outwards() -> Iterable[int]:
    yield 0
    for distance in itertools.count(1):
        yield from (distance, -distance)


MOST_PERIODS = 24


def periods_of(days: Iterable[date]) -> int:
    """How many months one column of time has, so that at most 24 columns hold all days."""
    months = [day.year * 12 + day.month - 1 for day in days]
    span = max(months) - min(months) + 1 if months else 1
    steps = (1, 3, 12, 60, 120, 1_200)
    # The first and the last column may both be begun only.
    return next(step for step in steps if -(-span // step) + 1 <= MOST_PERIODS or step == 1_200)


def period_with(day: date, months: int) -> date:
    """The first day of the column that holds the day."""
    begun = (day.year * 12 + day.month - 1) // months * months
    return date(max(begun // 12, 1), begun % 12 + 1, 1)
