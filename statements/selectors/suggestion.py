"""Which figures an author is offered while typing."""

from collections.abc import Iterable
from dataclasses import dataclass

from incidents.selectors.figure import Figure

MOST = 12


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A figure with the words a reader would read, and what they rest on."""

    figure: Figure
    words: str
    value: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The best of those that match; `total` counts them all."""

    best: list[Suggestion]
    total: int


def suggested(figures: Iterable[Figure], asked: str, language: str) -> Suggestions:
    """The figures whose label or reference holds every word that was typed, the closest first.

    A figure whose label begins with what was typed stands before one that only holds it; else the
    order is that of the record.
    """
    words = asked.casefold().split()
    found = [each for each in figures if all(word in _told(each) for word in words)]
    found.sort(key=lambda each: not each.label.casefold().startswith(" ".join(words)))
    best = [Suggestion(each, each.words(language), each.value(language)) for each in found[:MOST]]
    return Suggestions(best, len(found))


def _told(figure: Figure) -> str:
    return f"{figure.label} {figure.name}".casefold()
