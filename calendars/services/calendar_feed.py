"""Addresses of calendars: made, shown once, made anew, ended."""

import secrets
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import MANAGE_PEOPLE
from audit.actor import Actor
from audit.log import record
from calendars.models import CalendarFeed, Scope
from calendars.selectors.calendar_feed import digest_of, feeds_of
from calendars.states import State, feed_state
from core.checks import chosen, longest, titled
from core.errors import Conflict, DomainError, NotFound, NotPermitted

MOST = 10


class NewAddress(NamedTuple):
    """A calendar, and the token of its address, which is shown once."""

    feed: CalendarFeed
    token: str


@transaction.atomic
def make_calendar(*, actor: Actor, person_id: int, name: str, scope: str) -> NewAddress:
    """Make an address at which a calendar reads what is due; it is shown this once.

    Nobody makes one for somebody else. Locks the account. Logs `calendar.made`.

    Raises:
        NotFound: no such person.
        NotPermitted: the account is somebody else's.
        Conflict: they have as many as one can have.
        DomainError: no name, nothing it could hold, or somebody who may not sign in.
    """
    person = User.objects.select_for_update(no_key=True).filter(pk=person_id).first()
    if person is None:
        raise NotFound(_("There is no such person."))
    if actor.user is not None and actor.user.pk != person.pk:
        raise NotPermitted(_("Everybody makes their own calendar addresses."))
    if not person.is_active:
        raise DomainError(_("This person may not sign in."))
    name = titled(name, _("Name the calendar."), "name", longest(CalendarFeed, "name"))
    chosen(scope, Scope, "scope")
    if feeds_of(person).count() >= MOST:
        raise Conflict(
            _("You have %(most)s calendar addresses. End one first.") % {"most": MOST},
            field="name",
        )
    feed, token = CalendarFeed(person=person, name=name, scope=scope), secrets.token_urlsafe(32)
    feed.digest, feed.made_at = digest_of(token), timezone.now()
    feed.save()
    _log(actor, "calendar.made", feed, None)
    return NewAddress(feed, token)


@transaction.atomic
def renew_calendar(*, actor: Actor, feed_id: int) -> NewAddress:
    """Give one's calendar another address, shown this once; the earlier reads nothing any more.

    Locks the calendar. Logs `calendar.renewed`.

    Raises:
        NotFound: no such calendar, not one's own, or it was ended.
    """
    feed = _locked(feed_id)
    if actor.user is not None and feed.person_id != actor.user.pk:
        raise _no_such_calendar()
    before, token = feed_state(feed), secrets.token_urlsafe(32)
    feed.digest, feed.made_at, feed.last_read_on = digest_of(token), timezone.now(), None
    feed.save()
    _log(actor, "calendar.renewed", feed, before)
    return NewAddress(feed, token)


@transaction.atomic
def end_calendar(*, actor: Actor, feed_id: int) -> CalendarFeed:
    """End an address at once: one's own, or anybody's for those who manage people.

    Locks the calendar. Logs `calendar.ended`.

    Raises:
        NotFound: no such calendar, not for this actor, or it was ended.
    """
    feed = _locked(feed_id)
    is_own = actor.user is not None and feed.person_id == actor.user.pk
    if not (is_own or actor.may(MANAGE_PEOPLE)):
        raise _no_such_calendar()
    before = feed_state(feed)
    feed.ended_at = timezone.now()
    feed.save()
    _log(actor, "calendar.ended", feed, before)
    return feed


def note_reading(feed: CalendarFeed) -> None:
    """Remember the day, once a day, so that reading stays reading."""
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    if feed.last_read_on != today:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_on=today)


def _locked(feed_id: int) -> CalendarFeed:
    found = CalendarFeed.objects.select_for_update().filter(pk=feed_id, ended_at=None).first()
    if found is None:
        raise _no_such_calendar()
    return found


def _no_such_calendar() -> NotFound:
    return NotFound(_("There is no such calendar address."))


def _log(actor: Actor, verb: str, feed: CalendarFeed, before: State | None) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="calendar",
        subject_id=feed.pk,
        before=before,
        after=feed_state(feed),
    )
