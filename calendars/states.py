"""What an address of a calendar holds, exactly as the log keeps it."""

from hashlib import sha256
from typing import Any

from audit.subjects import register
from calendars.models import CalendarFeed

State = dict[str, Any]


def register_subjects() -> None:
    """Name calendars to the log."""
    register("calendar", CalendarFeed.objects.all, feed_state)


def feed_state(feed: CalendarFeed) -> State:
    """Whose it is and what it holds. Of what it is recognised by only a digest."""
    return {
        "person": feed.person_id,
        "name": feed.name,
        "scope": feed.scope,
        "digest": sha256(feed.digest.encode()).hexdigest(),
        "made_at": feed.made_at,
        "ended_at": feed.ended_at,
    }
