"""Where alerts come from, and what a body would say there."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from alerts.meaning import Meant, meant
from alerts.models import Alert, AlertSource, Delivery
from alerts.reading import read
from incidents.models import Incident


def source_named(slug: str) -> AlertSource | None:
    """The source with this name in its address."""
    return AlertSource.objects.select_related("service").filter(slug=slug).first()


def alerts_of(source: AlertSource, reader: User) -> QuerySet[Alert]:
    """The source's alerts, the newest first, as far as `reader` may know of their incidents."""
    known = Incident.objects.visible_to(reader).values("pk")
    return source.alerts.filter(Q(incident=None) | Q(incident__in=known)).select_related("incident")


def deliveries_of(source: AlertSource, reader: User) -> QuerySet[Delivery]:
    """What arrived from it, the newest first, as `alerts_of`."""
    known = Incident.objects.visible_to(reader).values("pk")
    return source.deliveries.filter(Q(incident=None) | Q(incident__in=known)).defer("body")


@dataclass(frozen=True, slots=True)
class Preview:
    """What Havari would read in a body; `unread` are alerts beyond those it reads."""

    alerts: tuple[Meant, ...]
    group: str
    unread: int


def preview_of(source: AlertSource, body: bytes) -> Preview:
    """What the source, in a table or not, would make of a body. Raises as `read`."""
    reading = read(source.kind, body, source.mapping)
    now = timezone.now()
    alerts = tuple(meant(source, each, now) for each in reading.alerts)
    return Preview(alerts, reading.group, reading.unread)
