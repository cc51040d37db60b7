"""Carrying out a request once, however often a program that lost its connection repeats it.

As in the IETF draft "The Idempotency-Key HTTP Header Field": the answer is kept for a day, in the
transaction of the change it tells of. A request that was refused changed nothing and is not kept.
"""

from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AnsweredRequest, User
from core.errors import Conflict, DomainError

KEPT_FOR = timedelta(hours=24)


class StillRunning(Conflict):
    """The first request with this key is being carried out at this moment."""


def begin(person: User, key: str, *, waits: bool = False) -> None:
    """Keep every other request of `person` with this key out until the transaction ends.

    Raises:
        StillRunning: one is being carried out, and this one does not wait for its end.
    """
    name = f"{person.pk} {key}"
    with connection.cursor() as cursor:
        if waits:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
            return
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        is_first: bool = cursor.fetchone()[0]
    if not is_first:
        raise StillRunning(_("This request is being carried out. Ask again in a moment."))


def earlier_answer(person: User, key: str, digest: str) -> AnsweredRequest | None:
    """What the same request of `person` was answered during the last day.

    Raises:
        DomainError: the key was sent with another request.
    """
    answered = AnsweredRequest.objects.filter(
        person=person, key=key, answered_at__gt=timezone.now() - KEPT_FOR
    ).first()
    if answered and answered.request_digest != digest:
        raise DomainError(
            _("This key was sent with another request. Take a new key for a new request."),
            field="Idempotency-Key",
        )
    return answered


def keep_answer(answer: AnsweredRequest) -> None:
    """Keep an answer for a day, in the place of one that is older."""
    answer.answered_at = timezone.now()
    AnsweredRequest.objects.bulk_create(
        [answer],
        update_conflicts=True,
        unique_fields=["person", "key"],
        update_fields=["request_digest", "status", "headers", "body", "answered_at"],
    )


def forget_old_answers() -> int:
    """Delete the answers that are older than a day; how many."""
    old = AnsweredRequest.objects.filter(answered_at__lte=timezone.now() - KEPT_FOR)
    count, _kinds = old.delete()
    return count
