"""What runs and what is open beside the timeline: told with the incident, in the same question."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from incidents.models import ActionItem, Incident
from incidents.models.incident import OVER
from statements.models import Release, Statement
from statements.selectors.silence import last_words


@dataclass(frozen=True, slots=True)
class Running:
    """When something was last said outside, what is promised next, and how much is open."""

    last_said_at: datetime | None
    promised_at: datetime | None
    open_actions: int
    unreleased: int
    is_over: bool
    now: datetime

    @property
    def is_overdue(self) -> bool:
        """Whether the promised update should have come already."""
        return self.promised_at is not None and self.promised_at <= self.now


_COLUMNS = ("last_said_at", "promised_at", "open_actions", "unreleased")


def running_in(incident: Incident) -> Running:
    """The clocks and open things of one incident; asked for where it came without."""
    if hasattr(incident, "promised_at"):
        told = {name: getattr(incident, name) for name in _COLUMNS}
    else:
        own = Incident.objects.filter(pk=incident.pk).annotate(**running_columns())
        told = own.values(*_COLUMNS).get()
    return Running(**told, is_over=incident.status in OVER, now=timezone.now())


def running_columns(_reader: User | None = None) -> dict[str, Any]:
    """What comes with an incident (`incident_with_head`), so that its head asks for nothing more."""
    here = {"incident": OuterRef("pk")}
    last = last_words(Statement.objects.filter(incident=OuterRef(OuterRef("pk"))))
    is_promised = Q(pk__in=last.values("pk"), next_update_at__isnull=False)
    promised = Statement.objects.filter(is_promised, **here).order_by("next_update_at")
    said = Release.objects.filter(statement__incident=OuterRef("pk")).order_by("-released_at")
    is_out = Exists(Release.objects.filter(statement=OuterRef("pk")))
    return {
        "last_said_at": Subquery(said.values("released_at")[:1]),
        "promised_at": Subquery(promised.values("next_update_at")[:1]),
        "open_actions": _count(ActionItem.objects.open().filter(**here)),
        "unreleased": _count(Statement.objects.filter(~is_out, **here)),
    }


def _count(rows: "QuerySet[ActionItem] | QuerySet[Statement]") -> Coalesce:
    counted = rows.order_by().values("incident").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), Value(0))
