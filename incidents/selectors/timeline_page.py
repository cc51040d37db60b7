"""A page of the timeline: of 2,000 entries those that stand on it, and what tells the times."""

from collections.abc import Collection
from typing import Any

from django.db.models import Case, F, Min, Q, Subquery, When

from incidents.models import Incident, TimelineEntry
from incidents.selectors.timeline_entry import ReadEntry, standing


def numbers_of(incident: Incident) -> list[int]:
    """The keys of the standing entries as a room reads them: the newest first.

    What has no time stays at the end.
    """
    newest_first = incident.timeline.filter(replaced_by=None).order_by(
        F("occurred_at").desc(nulls_last=True),
        Case(When(occurred_at=None, then=F("pk")), default=-F("pk")),
    )
    return list(newest_first.values_list("pk", flat=True))


def marked_of(incident: Incident, numbers: Collection[int] = ()) -> list[ReadEntry]:
    """Every entry that may tell one of the incident's times, and those of `numbers`.

    With each whole line of corrections, since whether it stands is told by the newest.
    """
    is_marked = ~Q(milestone="") | Q(replaces__isnull=False) | Q(replaced_by__isnull=False)
    entries = incident.timeline.filter(is_marked | Q(pk__in=numbers)).select_related("author")
    if incident.declared_at:
        return standing(incident, list(entries))
    every = TimelineEntry.objects.filter(incident=incident).order_by().values("incident")
    first = Subquery(every.values(first=Min("recorded_at")))
    told: list[Any] = list(entries.annotate(first_recorded_at=first))
    return standing(incident, told, told[0].first_recorded_at if told else None)
