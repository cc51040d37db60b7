"""Finding incidents and what surrounds them."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from accounts.models import User
from audit.models import LogEntry
from incidents.models import Incident, IncidentLink, RoleHeld, TimelineEntry

REFERENCE = re.compile(r"^\s*(?:INC-)?(\d{4})-0*(\d{1,9})\s*$", re.IGNORECASE)
WORDS = 3
COMMON = 5_000


Columns = Callable[[User], Mapping[str, Any]]
_TOLD_WITH: list[Columns] = []


def told_with(columns: Columns) -> None:
    """Have what an app above knows of an incident, for its reader, come in the same question."""
    _TOLD_WITH.append(columns)


def incident_for(user: User, year: int, number: int) -> Incident | None:
    """The incident with this reference and nothing around it, if `user` may know of it."""
    return Incident.objects.visible_to(user).filter(year=year, number=number).first()


def incident_with_head(user: User, year: int, number: int, *along: str) -> Incident | None:
    """The incident with this reference and what its head tells, if `user` may know of it.

    `along` names what there is at most one of, such as its report, and comes in the same question.

    `seen` is the log's newest entry before anything else is read: whatever is recorded after that
    is told to the page that stands open.
    """
    newest = LogEntry.objects.order_by("-index").values("index")[:1]
    told = {name: it for columns in _TOLD_WITH for name, it in columns(user).items()}
    visible = Incident.objects.visible_to(user).filter(year=year, number=number)
    visible = visible.annotate(seen=Subquery(newest), **told)
    # Where it came from stands on every page of it; the original record on none.
    return visible.select_related("imported", *along).defer("imported__original").first()


def matching(incidents: QuerySet[Incident], text: str) -> QuerySet[Incident]:
    """Incidents that have `text` in their reference, title, summary or timeline."""
    text = text.replace("\0", "")  # no text holds it, and PostgreSQL cannot be asked for it
    if found := REFERENCE.match(text):
        return incidents.filter(year=int(found[1]), number=int(found[2]))
    titles, summaries = Q(title__icontains=text), Q(summary__icontains=text)
    if len(text) < WORDS:
        # So few letters match nearly every timeline and cannot use its index.
        return incidents.filter(titles | summaries)
    entries = TimelineEntry.objects.filter(text__icontains=text).order_by()
    if entries[:COMMON].count() == COMMON:
        # The newest incidents have it: looking them through, one by one, ends sooner than
        # gathering all. Only a span of one keeps PostgreSQL from gathering them after all.
        own = entries.filter(incident__gte=OuterRef("pk"), incident__lte=OuterRef("pk"))
        return incidents.filter(titles | summaries | Exists(own))
    every = Incident.objects.order_by().values("pk")
    having = every.filter(titles).union(
        every.filter(summaries), entries.values("incident_id"), all=True
    )
    return incidents.filter(pk__in=having)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another incident, and how this one stands to it; `is_source` when this one does it."""

    link: IncidentLink
    other: Incident
    is_source: bool


def neighbours_of(incident: Incident, user: User | None) -> list[Neighbour]:
    """The linked incidents `user` may know of (all for the system), as they were linked."""
    visible = Incident.objects.visible_to(user) if user else Incident.objects.all()
    links = (
        IncidentLink.objects.filter(Q(source=incident) | Q(target=incident))
        .annotate(other=Case(When(source=incident, then=F("target")), default=F("source")))
        .filter(other__in=visible.values("pk"))
        .select_related("source", "target")
        .order_by("pk")
    )
    return [
        Neighbour(link, link.target, is_source=True)
        if link.source_id == incident.pk
        else Neighbour(link, link.source, is_source=False)
        for link in links
    ]


def restricted_among(references: Iterable[str]) -> set[str]:
    """Which of these incidents only those who were let in may know of."""
    numbers = [found.groups() for each in references if (found := REFERENCE.match(each))]
    meant = Q(pk=None)
    for year, number in numbers:
        meant |= Q(year=year, number=number)
    return {each.reference for each in Incident.objects.filter(meant, is_restricted=True)}


def roles_in(incident: Incident) -> list[RoleHeld]:
    """Every role held in the incident, in the order they began."""
    return list(incident.roles_held.select_related("person"))
