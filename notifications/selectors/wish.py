"""How somebody wants to be told, whether or not they ever chose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.models import User
from notifications.models import Kind, Pace, Way, Wish
from notifications.models.wish import BY_MAIL, IN_PAGE
from notifications.timing import Quiet, gathered_until, quiet_until

_LED_BY = {"commander", "communications"}
# What is serious, and words that the organisation owes already, wait for no morning.
SUGGESTED_URGENT = frozenset({Kind.SERIOUS.value, Kind.SILENCE.value})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What holds for one person: a way for each kind, and when mail may come."""

    ways: Mapping[str, str]
    zone: ZoneInfo
    pace: str = Pace.AT_ONCE
    urgent: frozenset[str] = SUGGESTED_URGENT
    quiet: Quiet | None = field(default=None)

    def is_in_page(self, kind: str) -> bool:
        """Whether they find it in the page."""
        return self.ways[kind] in IN_PAGE

    def mail_due_at(self, kind: str, now: datetime) -> datetime | None:
        """When mail of it goes out; None where none is wanted."""
        if self.ways[kind] not in BY_MAIL:
            return None
        if kind in self.urgent:
            return now
        return self.held_until(kind, gathered_until(now, self.pace, self.zone))

    def held_until(self, kind: str, moment: datetime) -> datetime:
        """That moment, or the end of the quiet hours it is in."""
        return moment if kind in self.urgent else quiet_until(moment, self.quiet, self.zone)

    def is_by_mail(self, kind: str) -> bool:
        """Whether they want mail of it."""
        return self.ways[kind] in BY_MAIL


def wanted_by(people: Iterable[User]) -> dict[int, Wanted]:
    """What holds for each of them; two questions to the database, however many they are."""
    there = {person.pk: person for person in people}
    chosen = {wish.person_id: wish for wish in Wish.objects.filter(person__in=there)}
    leading = set(
        User.objects.filter(pk__in=there, groups__name__in=_LED_BY).values_list("pk", flat=True)
    )
    return {
        pk: _wanted(person, chosen.get(pk), is_leading=pk in leading)
        for pk, person in there.items()
    }


def suggested_ways(*, is_leading: bool) -> dict[str, str]:
    """What somebody is told who chose nothing: what is theirs; whoever leads, also what is serious."""
    ways = dict.fromkeys(Kind.values, Way.BOTH.value)
    others = {
        Kind.SERIOUS.value: (Way.BOTH if is_leading else Way.NONE).value,
        Kind.NEWS.value: Way.PAGE.value,
        Kind.COMMENT.value: Way.PAGE.value,
    }
    return ways | others


def _wanted(person: User, wish: Wish | None, *, is_leading: bool) -> Wanted:
    ways = suggested_ways(is_leading=is_leading)
    if wish is None:
        return Wanted(ways, zone_of(person))
    quiet = (wish.quiet_from, wish.quiet_until) if wish.quiet_from and wish.quiet_until else None
    return Wanted(ways | wish.ways, zone_of(person), wish.pace, frozenset(wish.urgent), quiet)


def zone_of(person: User) -> ZoneInfo:
    """Their time zone; the organisation's where theirs is no more."""
    try:
        return ZoneInfo(person.time_zone)
    except (KeyError, OSError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)
