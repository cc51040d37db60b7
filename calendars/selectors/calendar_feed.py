"""Whose calendar an address is."""

from hashlib import sha256

from django.db.models import QuerySet

from accounts.models import User
from calendars.models import CalendarFeed


def feeds_of(person: User) -> QuerySet[CalendarFeed]:
    """The calendars of a person that can be read."""
    return CalendarFeed.objects.filter(person=person, ended_at=None)


def feed_at(token: str) -> CalendarFeed | None:
    """The calendar of this address; none when it was ended or its person may not sign in."""
    found = CalendarFeed.objects.filter(
        digest=digest_of(token), ended_at=None, person__is_active=True
    )
    return found.select_related("person").first()


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode(errors="replace")).hexdigest()
