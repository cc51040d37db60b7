"""Keys with which programs act for a person: made, shown once, revoked."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import ApiToken, User
from accounts.permissions import MANAGE_PEOPLE
from accounts.states import State, token_state
from audit.actor import Actor
from audit.log import record
from core.checks import LONGEST_REASON, longest, titled, words
from core.errors import DomainError, NotFound, NotPermitted

LONGEST_LIFE = 1825


@transaction.atomic
def create_api_token(
    *, actor: Actor, person_id: int, name: str, days: int = 365
) -> tuple[ApiToken, str]:
    """Make a key for a person's program, good for some days; the key itself is shown this once.

    Nobody makes a key for somebody else. Locks the account. Logs `api_token.created`.

    Raises:
        NotFound: no such person.
        NotPermitted: the account is somebody else's.
        DomainError: no name, a name already used, more days than there may be, or somebody who
            may not sign in.
    """
    person = User.objects.select_for_update(no_key=True).filter(pk=person_id).first()
    if person is None:
        raise NotFound(_("There is no such person."))
    if actor.user is not None and actor.user.pk != person.pk:
        raise NotPermitted(_("Everybody makes their own tokens."))
    if not person.is_active:
        raise DomainError(_("This person may not sign in."))
    name = titled(name, _("Name the program that will use it."), "name", longest(ApiToken, "name"))
    if ApiToken.objects.filter(user=person, name=name).exists():
        raise DomainError(_("You have a token of that name."), field="name")
    if not 1 <= days <= LONGEST_LIFE:
        raise DomainError(
            _("Give a number of days from 1 to %(most)s.") % {"most": LONGEST_LIFE}, field="days"
        )
    token, key = ApiToken.objects.create(user=person, expiry=timedelta(days=days), name=name)
    _log(actor, "api_token.created", token.pk, None, token_state(token))
    return token, key


@transaction.atomic
def revoke_api_token(*, actor: Actor, token_id: int, reason: str = "") -> None:
    """End a key at once: one's own, or anybody's for those who manage people.

    Locks the key. Logs `api_token.revoked`.

    Raises:
        NotFound: no such key, or not for this actor.
        DomainError: a reason that cannot be kept.
    """
    token = ApiToken.objects.select_for_update().filter(pk=token_id).first()
    is_own = token and actor.user and token.user_id == actor.user.pk
    if token is None or not (is_own or actor.may(MANAGE_PEOPLE)):
        raise NotFound(_("There is no such token."))
    reason = words(reason, "reason", LONGEST_REASON)
    before = token_state(token)
    token.delete()
    _log(actor, "api_token.revoked", token_id, before, None, reason)


def _log(
    actor: Actor,
    verb: str,
    token_id: int,
    before: State | None,
    after: State | None,
    reason: str = "",
) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="api_token",
        subject_id=token_id,
        before=before,
        after=after,
        reason=reason,
    )
