"""What the worker does for reports.

The mailbox is opened before anything is noted as told: a mail server that is away costs nobody the
message, for the next run sends it. A server that refuses one message is reported, and the others
are sent.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core import mail
from django.utils import timezone

from audit.actor import system
from config.celery import app
from core.mail import post
from incidents.models import Incident
from postmortems.messages import reminder_message
from postmortems.selectors.reminder import Awaited, reports_awaited, reviews_awaited
from postmortems.services.reminder import claim_reminder


@app.task(acks_late=True)
def tell_reviewers() -> None:
    """Write to those who are asked to read a report, or whose approval a change overtook."""
    now = timezone.now()
    _tell(reviews_awaited(Incident.objects.all(), now), now)


@app.task(acks_late=True)
def remind_of_reports() -> None:
    """Write to who led an incident whose report is near or past its day."""
    now = timezone.now()
    _tell(reports_awaited(Incident.objects.all(), timezone.localdate()), now)


def _tell(awaited: Iterable[Awaited], now: datetime) -> None:
    if not awaited:
        return
    with mail.get_connection() as mailbox:
        for each in awaited:
            told = claim_reminder(
                actor=system(),
                incident_id=each.incident.pk,
                person_id=each.person.pk,
                kind=each.kind,
                now=now,
            )
            if told:
                what = f"the reminder of the postmortem of {each.incident.reference}"
                post(reminder_message(told), mailbox, what)
