"""How often a program may ask. Each process counts for itself: it must be quick, not exact."""

from typing import Any, cast

from django.core.cache import caches
from django.http import HttpRequest
from rest_framework.throttling import AnonRateThrottle, SimpleRateThrottle, UserRateThrottle


class PersonThrottle(UserRateThrottle):
    """Of somebody who is known, counted by person."""

    cache = caches["process"]


class StrangerThrottle(AnonRateThrottle):
    """Of somebody who is not, counted by address."""

    cache = caches["process"]


class AddressThrottle(SimpleRateThrottle):
    """Of whoever asks from one address, known or not."""

    cache = caches["process"]

    def seconds_to_wait(self, request: HttpRequest) -> int:
        """How long whoever asks must wait; 0 when they may go on."""
        if self.allow_request(cast(Any, request), cast(Any, None)):
            return 0
        return int(self.wait() or 0) + 1

    def get_cache_key(self, request: Any, view: Any) -> str:
        """Where it is counted."""
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}
