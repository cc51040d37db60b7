"""Sending one event: signed by Standard Webhooks, to where it may go, and no further.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import requests
from django.conf import settings
from django.utils.translation import gettext as _
from requests_hardened import Config, Manager
from requests_hardened.ip_filter import InvalidIPAddress
from standardwebhooks import Webhook as Signer

SECONDS = (5.0, 15.0)
MOST_BYTES = 500


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a try; no status when nothing was answered."""

    status: int | None
    answer: str
    milliseconds: int

    @property
    def is_taken(self) -> bool:
        """Whether the program has it."""
        return self.status is not None and 200 <= self.status < 300


def send(url: str, message_id: str, body: str, secrets: Sequence[str], now: datetime) -> Answered:
    """Post `body`, signed with each of the secrets; redirects are not followed."""
    began = time.monotonic()
    try:
        with _manager().get_session() as session:
            answer = session.request(
                "POST",
                url,
                data=body.encode(),
                headers=signed(message_id, body, secrets, now),
                stream=True,
            )
            with answer:
                text = answer.raw.read(MOST_BYTES, decode_content=True).decode(errors="replace")
            status: int | None = answer.status_code
    except InvalidIPAddress:
        status, text = None, _("The address lies in a private network, where nothing is sent.")
    except (requests.RequestException, OSError, ValueError) as error:
        status, text = None, f"{type(error).__name__}: {error}"
    took = int((time.monotonic() - began) * 1000)
    return Answered(status, text.replace("\0", "")[:MOST_BYTES], took)


def signed(message_id: str, body: str, secrets: Sequence[str], now: datetime) -> dict[str, str]:
    """The headers of a message."""
    moment = now.astimezone(UTC)
    signatures = [Signer(secret).sign(message_id, moment, body) for secret in secrets]
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _manager() -> Manager:
    # The name is resolved once, and what it resolved to is both checked and connected to.
    return Manager(
        Config(
            ip_filter_enable=not settings.WEBHOOKS_TO_PRIVATE,
            ip_filter_allow_loopback_ips=False,
            never_redirect=True,
            default_timeout=SECONDS,
            user_agent_override="Havari",
        )
    )
