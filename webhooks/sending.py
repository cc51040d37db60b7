"""Sending one event: signed by Standard Webhooks, to where it may go, and no further.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from queue import Empty, Queue
from threading import Thread

from django.conf import settings
from django.utils.translation import gettext as _
from requests_hardened import Config, Manager
from requests_hardened.ip_filter import InvalidIPAddress
from standardwebhooks import Webhook as Signer

SECONDS = (5.0, 15.0)
# A program that answers a byte now and then is not listened to for longer than this.
SECONDS_IN_ALL = 20.0
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
    answers: Queue[tuple[int | None, str]] = Queue()
    headers = signed(message_id, body, secrets, now)
    # Only whoever does not do the reading can stop waiting for what comes too slowly.
    Thread(target=lambda: answers.put(_posted(url, body, headers)), daemon=True).start()
    try:
        status, text = answers.get(timeout=SECONDS_IN_ALL)
    except Empty:
        status, text = None, _("No whole answer came in time.")
    took = int((time.monotonic() - began) * 1000)
    return Answered(status, text.replace("\0", "")[:MOST_BYTES], took)


def _posted(url: str, body: str, headers: dict[str, str]) -> tuple[int | None, str]:
    try:
        with _manager().get_session() as session:
            answer = session.request("POST", url, data=body.encode(), headers=headers, stream=True)
            with answer:
                text = answer.raw.read(MOST_BYTES, decode_content=True).decode(errors="replace")
            return answer.status_code, text
    except InvalidIPAddress:
        return None, _("The address lies in a private network, where nothing is sent.")
    # Whatever it is, whoever waits is to hear of it: an answer can be anything.
    except Exception as error:  # noqa: BLE001
        return None, f"{type(error).__name__}: {error}"


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
