"""What each webhook holds, exactly as the log keeps it; of its secrets only a digest."""

from hashlib import sha256
from typing import Any

from audit.subjects import register
from webhooks.models import Webhook

State = dict[str, Any]


def register_subjects() -> None:
    """Name the tables of the webhooks to the log."""
    register("webhook", Webhook.objects.all, webhook_state)


def webhook_state(webhook: Webhook) -> State:
    """Where it goes, what it tells, and whether it does."""
    return {
        "name": webhook.name,
        "url": webhook.url,
        "kinds": webhook.kinds,
        "tells_restricted": webhook.tells_restricted,
        "is_active": webhook.is_active,
        "why_stopped": webhook.why_stopped,
        "secret": sha256(bytes(webhook.secret)).hexdigest(),
        "former_secret": sha256(bytes(webhook.former_secret or b"")).hexdigest(),
        "renewed_at": webhook.renewed_at,
        "version": webhook.version,
    }
