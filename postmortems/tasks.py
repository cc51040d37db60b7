"""What the worker does for reports."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from audit.actor import system
from config.celery import app
from incidents.models import Incident
from postmortems.selectors.reminder import Awaited, reports_awaited, reviews_awaited
from postmortems.services.reminder import claim_reminder


@app.task(acks_late=True)
def tell_reviewers() -> None:
    """Note who is told that they are asked to read a report, or that a change overtook them."""
    now = timezone.now()
    _tell(reviews_awaited(Incident.objects.all(), now), now)


@app.task(acks_late=True)
def remind_of_reports() -> None:
    """Note that who led an incident is told that its report is near or past its day."""
    now = timezone.now()
    _tell(reports_awaited(Incident.objects.all(), timezone.localdate()), now)


def _tell(awaited: Iterable[Awaited], now: datetime) -> None:
    for each in awaited:
        claim_reminder(
            actor=system(),
            incident_id=each.incident.pk,
            person_id=each.person.pk,
            kind=each.kind,
            now=now,
        )
