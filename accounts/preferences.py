"""Speaking to somebody in their language, with times in their zone."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone, translation

from accounts.models import User


def use_language_of(person: User) -> None:
    """Translate for this person from now on."""
    translation.activate(person.language)


def use_time_zone_of(person: User) -> None:
    """Tell times as this person's clock shows them from now on."""
    try:
        timezone.activate(ZoneInfo(person.time_zone))
    except (KeyError, OSError, ValueError):  # a zone that the world gave up since it was chosen
        timezone.deactivate()


@cache
def time_zones() -> frozenset[str]:
    """The names of every time zone there is; they stand in hundreds of files."""
    return frozenset(available_timezones())
