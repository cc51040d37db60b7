"""Which checklists there are, and which fit an incident."""

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from checklists.models import Checklist
from incidents.models import Incident


def versions_of(slug: str) -> QuerySet[Checklist]:
    """Every version of a checklist, the newest first; none of one that never was."""
    return Checklist.objects.filter(slug=slug).select_related("author").order_by("-version")


def offered_in(incident: Incident) -> list[Checklist]:
    """The checklists that fit the incident and are not gone through in it.

    In the reader's language first, and what is for every category before what is for some: it is
    what comes first in time.
    """
    running = incident.checklists.filter(set_aside_at=None).values("checklist__slug")
    fits = (Q(severities=[]) | Q(severities__contains=[incident.severity])) & (
        Q(categories=[]) | Q(categories__contains=[incident.category])
    )
    fitting = Checklist.objects.offered().filter(fits).exclude(slug__in=running)
    language = get_language()
    return sorted(
        fitting,
        key=lambda each: (each.language != language, bool(each.categories)),
    )
