"""Keys with which a source proves itself: made, shown once, ended."""

import secrets
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.models import AlertKey, AlertSource, Proof
from alerts.models.alert_source import SET_UP_ALERTS
from alerts.proof import digest_of, sealed
from alerts.states import State, key_state
from audit.actor import Actor, require
from audit.log import record
from core.checks import chosen, said
from core.errors import Conflict, DomainError, NotFound


class NewKey(NamedTuple):
    """A key that was made, and the token, which is shown once; none where a secret was given."""

    key: AlertKey
    token: str


# The one that is used, and the one that takes its place.
MOST_KEYS = 2
SHORTEST_SECRET = 16
LONGEST_SECRET = 500


@transaction.atomic
def make_alert_key(*, actor: Actor, source_id: int, proof: str, secret: str = "") -> NewKey:
    """Make a token, which is shown this once, or keep the secret that a tool signs with.

    An earlier key goes on being good until it is ended. Locks the source. Logs `alert_key.made`.

    Raises:
        NotFound: no such source.
        Conflict: two keys stand already.
        DomainError: no such proof, or a secret that is too short to be one.
    """
    source = _locked(actor, source_id)
    chosen(proof, Proof, "proof")
    if source.keys.filter(ended_at=None).count() >= MOST_KEYS:
        raise Conflict(_("Two keys are good already. End one first."), field="proof")
    key, shown = AlertKey(source=source, proof=proof, created_at=timezone.now()), ""
    if proof == Proof.TOKEN:
        shown = secrets.token_urlsafe(32)
        key.digest = digest_of(shown)
    else:
        given = said(
            secret, _("Give the secret that the tool signs with."), "secret", LONGEST_SECRET
        )
        if len(given) < SHORTEST_SECRET:
            raise DomainError(
                _("Give at least %(limit)s characters.") % {"limit": SHORTEST_SECRET},
                field="secret",
            )
        key.sealed = sealed(given)
    key.save()
    _log(actor, "alert_key.made", key, None)
    return NewKey(key, shown)


@transaction.atomic
def end_alert_key(*, actor: Actor, source_id: int, key_id: int) -> AlertKey:
    """End a key at once. Locks the source.

    Logs `alert_key.ended`, or nothing when nothing differs.

    Raises:
        NotFound: no such source, or no such key of it.
    """
    source = _locked(actor, source_id)
    key = source.keys.filter(pk=key_id).first()
    if key is None:
        raise NotFound(_("There is no such key."))
    if key.ended_at is not None:
        return key
    before = key_state(key)
    key.ended_at = timezone.now()
    key.save()
    _log(actor, "alert_key.ended", key, before)
    return key


def _locked(actor: Actor, source_id: int) -> AlertSource:
    require(actor, SET_UP_ALERTS)
    source = AlertSource.objects.select_for_update(no_key=True).filter(pk=source_id).first()
    if source is None:
        raise NotFound(_("There is no such source of alerts."))
    return source


def _log(actor: Actor, verb: str, key: AlertKey, before: State | None) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="alert_key",
        subject_id=key.pk,
        before=before,
        after=key_state(key),
    )
