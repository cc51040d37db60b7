"""Adding, changing and stopping webhooks; what was told and tried is kept apart from the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor, require
from audit.log import newest_entry, record
from core.checks import LONGEST_REASON, longest, reasoned, same_version, titled, words
from core.errors import DomainError, NotFound
from incidents.services.door import web_address
from webhooks.models import Delivery, EventKind, Webhook
from webhooks.permissions import MANAGE
from webhooks.secrets import closed, new_secret, opened
from webhooks.states import State, webhook_state

BOTH_SIGN_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Telling:
    """Where a webhook goes and what it tells."""

    name: str
    url: str
    kinds: Sequence[str]
    tells_restricted: bool = False


@transaction.atomic
def add_webhook(*, actor: Actor, value: Telling) -> tuple[Webhook, str]:
    """Have a program told of what is recorded from now on; its secret is shown this once.

    Logs `webhook.added`.

    Raises:
        NotPermitted: the actor may not manage webhooks.
        DomainError: no name or one that is used, nothing to tell, or an address that is no
            https address.
    """
    require(actor, MANAGE)
    newest, secret = newest_entry(), new_secret()
    webhook = Webhook(secret=closed(secret), told_until=newest[0] if newest else -1)
    _apply(webhook, value)
    webhook.save()
    _log(actor, "webhook.added", webhook, None)
    return webhook, secret


@transaction.atomic
def change_webhook(
    *, actor: Actor, webhook_id: int, version: int, value: Telling, reason: str
) -> Webhook:
    """Have it go elsewhere or tell something else; a webhook that was stopped goes on.

    Locks the webhook. Logs `webhook.changed`, or nothing when nothing differs. Raises as
    `add_webhook`, and:

    Raises:
        NotFound: there is no such webhook.
        Conflict: somebody changed it since `version`.
        DomainError: no reason.
    """
    webhook = _locked(actor, webhook_id)
    same_version(version, webhook.version)
    reason = reasoned(reason, _("Say why it is changed."))
    before = webhook_state(webhook)
    _apply(webhook, value)
    _go_on(webhook)
    if webhook_state(webhook) == before:
        return webhook
    webhook.version += 1
    webhook.save()
    _log(actor, "webhook.changed", webhook, before, reason)
    return webhook


@transaction.atomic
def renew_secret(*, actor: Actor, webhook_id: int, reason: str) -> tuple[Webhook, str]:
    """Make a new secret, shown this once; for a day messages are signed with the former one too.

    Locks the webhook. Logs `webhook.secret_renewed`.

    Raises:
        NotFound: there is no such webhook.
        DomainError: no reason.
    """
    webhook = _locked(actor, webhook_id)
    reason = reasoned(reason, _("Say why it is changed."))
    before, secret = webhook_state(webhook), new_secret()
    webhook.former_secret, webhook.secret = webhook.secret, closed(secret)
    webhook.renewed_at = timezone.now()
    webhook.version += 1
    webhook.save()
    _log(actor, "webhook.secret_renewed", webhook, before, reason)
    return webhook, secret


@transaction.atomic
def stop_webhook(*, actor: Actor, webhook_id: int, reason: str) -> Webhook:
    """Tell it nothing more, not even what waits. Locks the webhook.

    Logs `webhook.stopped`, or nothing when nothing differs.

    Raises:
        NotFound: there is no such webhook.
        DomainError: no reason.
    """
    webhook = _locked(actor, webhook_id)
    reason = reasoned(reason, _("Say why it is stopped."))
    if not webhook.is_active:
        return webhook
    before = webhook_state(webhook)
    webhook.is_active, webhook.why_stopped = False, words(reason, "reason", LONGEST_REASON)
    webhook.version += 1
    webhook.save()
    webhook.deliveries.filter(due_at__isnull=False).update(due_at=None)
    _log(actor, "webhook.stopped", webhook, before, reason)
    return webhook


@transaction.atomic
def replay(*, actor: Actor, webhook_id: int, since: datetime, reason: str) -> int:
    """Send again what was made since a moment, taken or not; how many that are.

    It is under the same identifiers, so that the program can tell. Locks the webhook.
    Logs `webhook.replayed`.

    Raises:
        NotFound: there is no such webhook.
        DomainError: it was stopped, or no reason.
    """
    webhook = _locked(actor, webhook_id)
    if not webhook.is_active:
        raise DomainError(_("This webhook was stopped. Change it to have it go on."))
    reason = reasoned(reason, _("Say why it is sent again."))
    again = Delivery.objects.filter(webhook=webhook, made_at__gte=since)
    count = again.update(due_at=timezone.now(), tries=0)
    _log(actor, "webhook.replayed", webhook, webhook_state(webhook), reason)
    return count


def secrets_of(webhook: Webhook, now: datetime) -> list[str]:
    """What signs now: the secret, and for a day the one before it."""
    kept = [webhook.secret]
    if webhook.former_secret and webhook.renewed_at and now < webhook.renewed_at + BOTH_SIGN_FOR:
        kept.append(webhook.former_secret)
    return [opened(each) for each in kept]


def _locked(actor: Actor, webhook_id: int) -> Webhook:
    require(actor, MANAGE)
    webhook = Webhook.objects.select_for_update().filter(pk=webhook_id).first()
    if webhook is None:
        raise NotFound(_("There is no such webhook."))
    return webhook


def _apply(webhook: Webhook, value: Telling) -> None:
    name = titled(value.name, _("Name the program that is told."), "name", longest(Webhook, "name"))
    if Webhook.objects.filter(name=name).exclude(pk=webhook.pk).exists():
        raise DomainError(_("There is a webhook of that name."), field="name")
    webhook.name, webhook.url = name, _address(value.url)
    webhook.kinds = [kind for kind in EventKind.values if kind in set(value.kinds)]
    if not webhook.kinds:
        raise DomainError(_("Choose what it is told."), field="kinds")
    webhook.tells_restricted = value.tells_restricted


def _address(url: str) -> str:
    url = web_address(url, "url", longest(Webhook, "url"))
    if not url.startswith("https://") and not settings.WEBHOOKS_TO_PRIVATE:
        raise DomainError(_("Give an address that begins with https://."), field="url")
    if urlsplit(url).username is not None:
        raise DomainError(_("Give the address without a name or password in it."), field="url")
    return url


def _go_on(webhook: Webhook) -> None:
    if webhook.is_active:
        return
    newest = newest_entry()
    webhook.is_active, webhook.why_stopped, webhook.failing_since = True, "", None
    # What was recorded while it was stopped is not told.
    webhook.told_until = newest[0] if newest else -1


def _log(actor: Actor, verb: str, webhook: Webhook, before: State | None, reason: str = "") -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="webhook",
        subject_id=webhook.pk,
        before=before,
        after=webhook_state(webhook),
        reason=reason,
    )
