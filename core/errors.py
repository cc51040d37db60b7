"""The ways a use case can say no. Views and the API turn them into pages and problem details."""

from collections.abc import Sequence
from typing import Any


class DomainError(Exception):
    """A service refused. `message` is a translated sentence for the person who asked."""

    field: str | None = None
    # What is wrong with each of several subjects, by the dotted name of its place.
    each: Sequence[tuple[str, str]] = ()

    def __init__(self, message: Any, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotPermitted(DomainError):
    """The actor may see the subject but not do this to it (403)."""


class NotFound(DomainError):
    """The subject does not exist, or not for this actor (404).

    With a `field` it is something the subject was to be brought together with (422).
    """


class Conflict(DomainError):
    """Somebody else changed the subject since it was read (409)."""
