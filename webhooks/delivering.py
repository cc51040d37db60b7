"""Following the log for each webhook, and trying until what was made is taken or given up.

What is to be sent is written down before it is sent, and claimed before each try: nothing is lost
when the worker is, and two workers do not send the same at once. A program may be told twice, never
not at all; entries of the log have their index, so it can put them in order.

No program waits for another: each is told in a thread of its own, by one run at a time, and what is
left for one that does not take something waits until that is tried again.
"""

import json
import random
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from audit.actor import system
from audit.log import newest_entry, timestamp
from audit.models import LogEntry
from incidents.models import Incident
from webhooks.models import Attempt, Delivery, Webhook
from webhooks.sending import Answered, send
from webhooks.services.webhook import secrets_of, stop_webhook

# As Standard Webhooks proposes, after the first try.
PAUSES = (
    *(timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30)),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)
PATIENCE = timedelta(days=5)
# Longer than any run takes: whoever claimed something and died is not waited for longer.
CLAIMED_FOR = timedelta(minutes=2)
MOST_AT_ONCE = 500
# So many programs are told at the same time, and each for so long in one run.
MOST_TOGETHER = 16
SECONDS_EACH = 30.0
KEPT_FOR = timedelta(days=30)
GONE = 410


def make_deliveries(now: datetime) -> None:
    """Write down what each webhook is to be told of what the log gained."""
    newest = newest_entry()
    if newest is None:
        return
    behind = Webhook.objects.filter(is_active=True, told_until__lt=newest[0])
    for number in behind.values_list("pk", flat=True):
        with transaction.atomic():
            _make(Webhook.objects.select_for_update().get(pk=number), now)


def _make(webhook: Webhook, now: datetime) -> None:
    entries = LogEntry.objects.filter(index__gt=webhook.told_until).order_by("index")
    gained = list(entries[:MOST_AT_ONCE])
    if not gained:
        return
    told = [entry for entry in gained if entry.verb.partition(".")[0] in webhook.kinds]
    incidents = Incident.objects.in_bulk({entry.incident_id for entry in told if entry.incident_id})
    Delivery.objects.bulk_create(
        [
            Delivery(
                webhook=webhook,
                index=entry.index,
                body=body_of(entry, incidents.get(entry.incident_id or 0)),
                made_at=now,
                due_at=now,
            )
            for entry in told
            if _may_tell(webhook, entry, incidents)
        ],
        ignore_conflicts=True,
    )
    webhook.told_until = gained[-1].index
    webhook.save(update_fields=["told_until"])


def _may_tell(webhook: Webhook, entry: LogEntry, incidents: dict[int, Incident]) -> bool:
    """Restricted incidents only where that was chosen; roles of people belong to no incident."""
    incident = incidents.get(entry.incident_id or 0)
    return incident is not None and (webhook.tells_restricted or not incident.is_restricted)


def body_of(entry: LogEntry, incident: Incident | None) -> str:
    """What is told: that something was recorded and where; no names and no words of it."""
    return json.dumps(
        {
            "type": entry.verb,
            "timestamp": timestamp(entry.recorded_at),
            "data": {
                "index": entry.index,
                "incident": incident.reference if incident else None,
                "subject": {"type": entry.subject_type, "id": entry.subject_id},
            },
        }
    )


def deliver_due(now: datetime) -> int:
    """Try what is due, of every program at the same time; how many were tried."""
    due = Delivery.objects.filter(due_at__lte=now, webhook__is_active=True)
    free = Q(webhook__busy_until=None) | Q(webhook__busy_until__lte=now)
    numbers = list(due.filter(free).order_by().values_list("webhook", flat=True).distinct())
    if len(numbers) < 2:
        return sum(_deliver_to(number, now) for number in numbers)
    return sum(_together(numbers, now))


def _together(numbers: Iterable[int], now: datetime) -> list[int]:
    def tell(number: int) -> int:
        try:
            return _deliver_to(number, now)
        finally:
            connection.close()

    with ThreadPoolExecutor(MOST_TOGETHER) as threads:
        return list(threads.map(tell, numbers))


def _deliver_to(webhook_id: int, now: datetime) -> int:
    """Try what is due to one program until it does not take something; how many were tried."""
    tried, ends = 0, time.monotonic() + SECONDS_EACH
    if not _is_taken_on(webhook_id, now):
        return tried
    while tried < MOST_AT_ONCE and time.monotonic() < ends:
        delivery = _claimed(webhook_id, now)
        if delivery is None:
            break
        tried += 1
        if not _try(delivery):
            _put_back(delivery, now)
            break
    Webhook.objects.filter(pk=webhook_id).update(busy_until=None)
    return tried


def _is_taken_on(webhook_id: int, now: datetime) -> bool:
    """Whether nobody else is telling that program, which from now on is told by this run."""
    free = Q(busy_until=None) | Q(busy_until__lte=now)
    until = now + CLAIMED_FOR
    return bool(Webhook.objects.filter(free, pk=webhook_id).update(busy_until=until))


def _put_back(failed: Delivery, now: datetime) -> None:
    """What else is due to the program waits until that one is tried again."""
    if failed.due_at is not None:
        waiting = Delivery.objects.filter(webhook=failed.webhook_id, due_at__lte=now)
        waiting.update(due_at=failed.due_at)


@transaction.atomic
def _claimed(webhook_id: int, now: datetime) -> Delivery | None:
    due = Delivery.objects.filter(webhook=webhook_id, due_at__lte=now, webhook__is_active=True)
    delivery = (
        due.select_for_update(skip_locked=True, of=("self",)).order_by("due_at", "pk").first()
    )
    if delivery:
        delivery.tries += 1
        delivery.due_at = timezone.now() + CLAIMED_FOR
        delivery.save(update_fields=["tries", "due_at"])
    return delivery


def _try(delivery: Delivery) -> bool:
    """Send one message; False when it was not taken."""
    now = timezone.now()
    webhook = Webhook.objects.get(pk=delivery.webhook_id)
    if _is_hidden_now(webhook, delivery):
        Delivery.objects.filter(pk=delivery.pk).update(due_at=None)
        return True
    secrets = secrets_of(webhook, now)
    answered = send(webhook.url, delivery.message_id, delivery.body, secrets, now)
    note_attempt(delivery, answered, now)
    return answered.is_taken


def _is_hidden_now(webhook: Webhook, delivery: Delivery) -> bool:
    """An incident that was restricted since is told to nobody who may not know of it."""
    reference = json.loads(delivery.body)["data"]["incident"] or ""
    _inc, year, number = reference.split("-")
    hidden = Incident.objects.filter(year=int(year), number=int(number), is_restricted=True)
    return not webhook.tells_restricted and hidden.exists()


@transaction.atomic
def note_attempt(delivery: Delivery, answered: Answered, now: datetime) -> None:
    """Write down what came of a try, and when the next one is, if there is one."""
    webhook = Webhook.objects.select_for_update().get(pk=delivery.webhook_id)
    Attempt.objects.create(
        delivery=delivery,
        at=now,
        milliseconds=answered.milliseconds,
        status=answered.status,
        answer=answered.answer,
    )
    if answered.is_taken:
        delivery.taken_at, delivery.due_at = now, None
        webhook.failing_since = None
    else:
        delivery.due_at = next_try(delivery.tries, now)
        webhook.failing_since = webhook.failing_since or now
    delivery.save(update_fields=["taken_at", "due_at"])
    webhook.save(update_fields=["failing_since"])
    if why := _why_stop(webhook, answered, now):
        stop_webhook(actor=system(), webhook_id=webhook.pk, reason=why)


def next_try(tries: int, now: datetime) -> datetime | None:
    """When to try again after so many tries, not at the same moment for all; None: no more."""
    if tries > len(PAUSES):
        return None
    return now + PAUSES[tries - 1] * random.uniform(0.9, 1.1)  # noqa: S311 - it hides nothing


def _why_stop(webhook: Webhook, answered: Answered, now: datetime) -> str:
    if answered.status == GONE:
        return "The program answered that it is gone (410)."
    if webhook.failing_since and now - webhook.failing_since > PATIENCE:
        return "Nothing was taken for five days."
    return ""


def forget_old(now: datetime) -> None:
    """Keep what was told for thirty days; what is still tried stays."""
    old = Q(made_at__lt=now - KEPT_FOR, due_at__isnull=True)
    Delivery.objects.filter(old).delete()
