"""Many incidents at once, written past the services: their log does not matter here."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from incidents.models import Incident, TimelineEntry

START = datetime(2026, 3, 2, 12, tzinfo=UTC)


def incident(number: int, **said) -> Incident:
    """One that was taken over, of whose times nothing is known yet."""
    given = {"severity": "sev2", "status": "closed", "category": "outage"}
    given |= {"title": f"Number {number}"} | said
    return Incident.objects.create(year=2026, number=number, **given)


def tell(incident: Incident, precision: str = "minute", **minutes: float) -> None:
    """Its times, so many minutes after noon."""
    TimelineEntry.objects.bulk_create(
        TimelineEntry(
            incident=incident,
            occurred_at=START + timedelta(minutes=after),
            precision=precision,
            kind="note",
            milestone=milestone,
            text=milestone,
            recorded_at=timezone.now(),
        )
        for milestone, after in minutes.items()
    )


def many(lengths: Sequence[float], **said) -> list[Incident]:
    """Incidents whose impact took so many minutes each."""
    first = Incident.objects.count() + 1
    given = {"severity": "sev2", "status": "closed", "category": "outage"} | said
    made = Incident.objects.bulk_create(
        Incident(year=2026, number=first + place, title=f"Number {first + place}", **given)
        for place in range(len(lengths))
    )
    TimelineEntry.objects.bulk_create(
        TimelineEntry(
            incident=each,
            occurred_at=START + timedelta(minutes=after),
            precision="minute",
            kind="note",
            milestone=milestone,
            text=milestone,
            recorded_at=timezone.now(),
        )
        for each, length in zip(made, lengths, strict=True)
        for milestone, after in (("impact_started", 0), ("resolved", length))
    )
    return made
