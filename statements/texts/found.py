"""What a figure looks like that somebody typed."""

from dataclasses import dataclass
from enum import StrEnum

from incidents.selectors.figure import Figure


class TypedKind(StrEnum):
    """What a typed figure looks like."""

    COUNT = "count"
    SHARE = "share"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Typed:
    """A figure somebody typed, from where to where, and the record's figures that say the same.

    `place` is where it begins as a browser counts.
    """

    start: int
    end: int
    text: str
    kind: TypedKind
    same: tuple[Figure, ...] = ()
    place: int = 0
