"""What somebody chose to be told of, exactly as the log keeps it."""

from typing import Any

from audit.subjects import register
from notifications.models import Following, Wish

State = dict[str, Any]


def register_subjects() -> None:
    """Name what people choose to the log."""
    register("wish", Wish.objects.all, wish_state)
    register("following", Following.objects.all, following_state)


def wish_state(wish: Wish) -> State:
    """Who is told of what, in which way and when."""
    return {
        "person": wish.person_id,
        "ways": wish.ways,
        "urgent": wish.urgent,
        "pace": wish.pace,
        "quiet_from": wish.quiet_from,
        "quiet_until": wish.quiet_until,
    }


def following_state(following: Following) -> State:
    """Who follows which incident, and whether still."""
    return {
        "person": following.person_id,
        "incident": following.incident_id,
        "is_on": following.is_on,
    }
