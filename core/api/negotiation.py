"""Answering whatever is asked for."""

from collections.abc import Iterable
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class Whatever(DefaultContentNegotiation):
    """For answers whose kind does not follow from Accept: what the body asks for, or a refusal."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> Any:
        """The first there is."""
        first = next(iter(renderers))
        return first, first.media_type
