"""How often a program may ask. Each process counts for itself: it must be quick, not exact."""

from django.core.cache import caches
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle


class PersonThrottle(UserRateThrottle):
    """Of somebody who is known, counted by person."""

    cache = caches["process"]


class StrangerThrottle(AnonRateThrottle):
    """Of somebody who is not, counted by address."""

    cache = caches["process"]
