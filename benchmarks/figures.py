"""What a benchmark says: a figure, the limit measured beside it, and how far they may part."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement beside its limit, what the machine can do at best, in the same run.

    A duration is worse the more often it holds its limit; a rate (`is_rate`) the less of its limit
    it reaches. `bound` is the worst ratio allowed. `goal` is the figure promised for two cores; it
    is shown and never judged, since machines differ.
    """

    name: str
    measured: float
    limit: float
    limit_name: str
    bound: float
    unit: str = "s"
    goal: float | None = None
    is_rate: bool = False

    @property
    def ratio(self) -> float:
        """The figure in units of its limit."""
        return self.measured / self.limit

    @property
    def holds(self) -> bool:
        """Whether the ratio is no worse than its bound."""
        return self.ratio >= self.bound if self.is_rate else self.ratio <= self.bound

    def __str__(self) -> str:
        word = "at least" if self.is_rate else "at most"
        goal = f", promised {self.goal:g} {self.unit}" if self.goal is not None else ""
        return (
            f"{'ok  ' if self.holds else 'WORSE'} {self.name}: {self.measured:.4g} {self.unit}{goal}\n"
            f"      limit {self.limit:.4g} {self.unit} ({self.limit_name}), "
            f"ratio {self.ratio:.2f}, {word} {self.bound:g}"
        )


def fastest(*acts: Callable[[], object], times: int = 7) -> list[float]:
    """The shortest time of each act in seconds, warm: they take turns, so noise hits all alike."""
    best = [float("inf")] * len(acts)
    for act in acts:
        act()
    for _turn in range(times):
        for number, act in enumerate(acts):
            start = time.perf_counter()
            act()
            best[number] = min(best[number], time.perf_counter() - start)
    return best
