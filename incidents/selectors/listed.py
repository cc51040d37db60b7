"""Incidents as a list shows them: a row has all it says, and nothing that is asked for later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from incidents.models import Incident, Milestone, Service, Status, TimelineEntry
from incidents.selectors.timeline_entry import declared_in

MOST_SERVICES = 3


@dataclass(frozen=True, slots=True)
class Listed:
    """A row: equal rows look alike. `declared` is the day, in the reader's time zone."""

    year: int
    number: int
    reference: str
    title: str
    severity: str
    status: str
    status_label: str
    is_restricted: bool
    services: str
    more_services: int
    declared: date | None


def for_list(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """What a row needs of the incidents, all in the same question."""
    names = Service.objects.filter(incident=OuterRef("pk")).order_by("name").values("name")
    told = TimelineEntry.objects.filter(incident=OuterRef("pk"), milestone=Milestone.DECLARED)
    return incidents.defer("summary", "malice_basis").annotate(
        service_names=ArraySubquery(names), tells_declared=Exists(told)
    )


def listed(incidents: Sequence[Incident]) -> list[Listed]:
    """The rows of a page of incidents that came `for_list`."""
    # Only where the timeline tells it too is it asked what that says.
    told = declared_in([each for each in incidents if vars(each)["tells_declared"]])
    # A label that is asked of each row anew costs more than the row.
    labels = {each.value: str(each.label) for each in Status}
    rows = []
    for incident in incidents:
        services: list[str] = vars(incident)["service_names"]
        moment = told.get(incident.pk, incident.declared_at)
        rows.append(
            Listed(
                incident.year,
                incident.number,
                incident.reference,
                incident.title,
                incident.severity,
                incident.status,
                labels[incident.status],
                incident.is_restricted,
                ", ".join(services[:MOST_SERVICES]),
                len(services[MOST_SERVICES:]),
                timezone.localtime(moment).date() if moment else None,
            )
        )
    return rows
