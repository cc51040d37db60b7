"""Choosing what to be told of."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import time

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actor import Actor
from audit.log import record
from core.checks import chosen
from core.errors import DomainError, NotPermitted
from notifications.models import Kind, Pace, Way, Wish
from notifications.models.wish import BY_MAIL, IN_PAGE
from notifications.selectors.wish import wanted_by
from notifications.states import State, wish_state


@dataclass(frozen=True, slots=True)
class Choice:
    """A way for each kind, which kinds wait for nothing, and when other mail may come."""

    ways: Mapping[str, str]
    pace: str = Pace.AT_ONCE
    urgent: Collection[str] = field(default=())
    quiet_from: time | None = None
    quiet_until: time | None = None


@transaction.atomic
def choose_notifications(*, actor: Actor, choice: Choice) -> Wish:
    """Be told like this from now on; everybody chooses for themselves.

    Logs `notifications.chosen`, or nothing when nothing differs.

    Raises:
        NotPermitted: nobody is signed in.
        DomainError: no such kind, way or pace, or quiet hours without beginning, end or length.
    """
    person = _locked_person(actor)
    _check(choice)
    wish = Wish.objects.filter(person=person).first()
    before = wish_state(wish) if wish else None
    wish = wish or Wish(person=person)
    wish.ways = dict(choice.ways)
    wish.urgent = sorted(choice.urgent)
    wish.pace = choice.pace
    wish.quiet_from, wish.quiet_until = choice.quiet_from, choice.quiet_until
    return _kept(actor, wish, before)


@transaction.atomic
def stop_mail(*, actor: Actor, kinds: Collection[str]) -> Wish:
    """No more mail of these kinds; what was in the page stays there.

    Logs `notifications.chosen`, or nothing when nothing differs.

    Raises:
        NotPermitted: nobody is meant.
        DomainError: no such kind.
    """
    person = _locked_person(actor)
    for kind in kinds:
        chosen(kind, Kind, "kinds")
    wish = Wish.objects.filter(person=person).first()
    before = wish_state(wish) if wish else None
    wanted = wanted_by([person])[person.pk]
    wish = wish or Wish(person=person, urgent=sorted(wanted.urgent))
    ways = dict(wanted.ways)
    wish.ways = ways | {kind: _without_mail(ways[kind]) for kind in kinds}
    return _kept(actor, wish, before)


def _without_mail(way: str) -> str:
    return (Way.PAGE if way in IN_PAGE else Way.NONE).value if way in BY_MAIL else way


def _locked_person(actor: Actor) -> User:
    if actor.user is None:
        raise NotPermitted(_("Only somebody with an account can choose."))
    return User.objects.select_for_update().get(pk=actor.user.pk)


def _check(choice: Choice) -> None:
    for kind, way in choice.ways.items():
        chosen(kind, Kind, "ways")
        chosen(way, Way, kind)
    for kind in choice.urgent:
        chosen(kind, Kind, "urgent")
    chosen(choice.pace, Pace, "pace")
    if (choice.quiet_from is None) != (choice.quiet_until is None):
        missing = "quiet_from" if choice.quiet_from is None else "quiet_until"
        raise DomainError(_("Quiet hours need a beginning and an end."), field=missing)
    if choice.quiet_from is not None and choice.quiet_from == choice.quiet_until:
        raise DomainError(
            _("Quiet hours cannot end when they begin. Leave both empty for none."),
            field="quiet_until",
        )


def _kept(actor: Actor, wish: Wish, before: State | None) -> Wish:
    if wish_state(wish) == before:
        return wish
    wish.save()
    record(
        actor=actor,
        verb="notifications.chosen",
        subject_type="wish",
        subject_id=wish.pk,
        before=before,
        after=wish_state(wish),
    )
    return wish
