"""Taking in what a tool tells: it opens an incident or joins one, and never says more than is new."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.meaning import Meant, meant, worst
from alerts.models import Alert, AlertSource, Delivery
from alerts.models.alert_source import SET_UP_ALERTS
from alerts.reading import Reading, read
from alerts.states import alert_state, delivery_state
from alerts.telling import entry_about
from audit.actor import Actor, require
from audit.log import record
from core.checks import take_turns
from core.errors import Conflict, NotFound
from incidents.models import Discovery, Incident, LinkKind
from incidents.models.incident import OVER
from incidents.services.incident import declare_incident
from incidents.services.link import link_incidents
from incidents.services.timeline_entry import add_entry

# One delivery at a time: two that arrive together would otherwise open two incidents.
_DELIVERIES_TURN = 7412030
# A flood opens no more than so many in an hour; what comes then joins the newest of them.
MOST_OPENED = 10
FLOOD = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a delivery led to: how many alerts it told of, how many were news, and where they are."""

    told: int
    news: int
    opened: Incident | None
    incidents: tuple[Incident, ...]


@dataclass(frozen=True, slots=True)
class _News:
    """An alert that says something new, as it stood before, and the incident it goes to."""

    alert: Meant
    earlier: Alert | None
    incident: Incident | None
    recurs: Incident | None = None


@transaction.atomic
def receive_delivery(*, actor: Actor, source_id: int, body: bytes) -> Outcome:
    """Take in what a source told.

    A firing alert joins the incident it is in, else an open one of its group or of its service,
    else it opens one, if the source may. When its incident is over and it fires anew, that is a
    new incident, linked as a recurrence. A resolved alert adds an entry; no alert changes a status.
    The same told again adds nothing. What said something new is kept as it arrived. Deliveries
    take turns.

    Logs `incident.declared`, `timeline.added`, `alert.noted` and `alert.delivered`, or nothing when
    nothing differs.

    Raises:
        NotFound: no such source.
        Conflict: the source is not listened to.
        DomainError: the body is not what such a source sends.
    """
    require(actor, SET_UP_ALERTS)
    source = AlertSource.objects.select_related("service").filter(pk=source_id).first()
    if source is None:
        raise NotFound(_("There is no such source of alerts."))
    if not source.is_active:
        raise Conflict(_("This source is not listened to."))
    reading = read(source.kind, body, source.mapping)
    take_turns(_DELIVERIES_TURN)
    now = timezone.now()
    news = list(_news(source, reading, now))
    if not news:
        return Outcome(len(reading.alerts), 0, None, ())
    opened = _open(actor, source, news)
    places: dict[Incident | None, list[_News]] = defaultdict(list)
    for each in news:
        places[each.incident or (opened if each.alert.arrived.is_firing else None)].append(each)
    for incident, here in places.items():
        if incident is not None:
            told = [each.alert for each in here]
            content = entry_about(source, told, reading.unread, now, opens=incident == opened)
            add_entry(actor=actor, incident_id=incident.pk, content=content)
        for each in here:
            _note(actor, source, reading, each, incident, now)
    _link_recurrence(actor, opened, news)
    incidents = tuple(incident for incident in places if incident is not None)
    _keep(actor, source, incidents, body, now)
    return Outcome(len(reading.alerts), len(news), opened, incidents)


def _news(source: AlertSource, reading: Reading, now: datetime) -> Iterator[_News]:
    """What was not told before; the last word counts where one delivery tells of an alert twice."""
    told = {each.fingerprint: each for each in reading.alerts}
    known = source.alerts.select_related("incident").filter(fingerprint__in=told)
    earlier = {alert.fingerprint: alert for alert in known}
    for fingerprint, arrived in told.items():
        news = _compared(source, reading, meant(source, arrived, now), earlier.get(fingerprint))
        if news is not None:
            yield news


def _compared(
    source: AlertSource, reading: Reading, alert: Meant, earlier: Alert | None
) -> _News | None:
    place = earlier.incident if earlier else None
    if not alert.arrived.is_firing:
        return _News(alert, earlier, place) if earlier and earlier.is_firing else None
    is_anew = earlier is None or not earlier.is_firing or _began_again(alert, earlier)
    is_over = place is not None and place.status in OVER
    if earlier and not is_anew and (is_over or (place and earlier.content == alert.content)):
        # What goes on firing after people said that it is over is no new incident.
        return None
    if place is not None and not is_over:
        return _News(alert, earlier, place)
    found = _open_one(source, reading, alert)
    if earlier and not is_anew and found is None and not source.opens_incidents:
        return None
    return _News(alert, earlier, found, recurs=place)


def _began_again(alert: Meant, earlier: Alert) -> bool:
    return alert.began_at is not None and alert.began_at != earlier.began_at


def _open_one(source: AlertSource, reading: Reading, alert: Meant) -> Incident | None:
    """The open incident of the alert's group, else of its service.

    One that is restricted is not joined for the service alone: those who watch the service would
    not see the alert.
    """
    open_ones = Incident.objects.exclude(status__in=OVER).order_by("-pk")
    if reading.group:
        of_group = source.alerts.filter(group=reading.group).values("incident")
        if found := open_ones.filter(pk__in=of_group).first():
            return found
    if alert.service is None:
        return None
    return open_ones.filter(services=alert.service, is_restricted=False).first()


def _open(actor: Actor, source: AlertSource, news: list[_News]) -> Incident | None:
    """One incident for all alerts that fire and are in none, unless a flood goes on already."""
    homeless = [
        each.alert for each in news if each.incident is None and each.alert.arrived.is_firing
    ]
    if not homeless or not source.opens_incidents:
        return None
    lately = _opened_lately(source)
    if lately.count() >= MOST_OPENED and (newest := lately.exclude(status__in=OVER).first()):
        return newest
    first = worst(homeless)
    services = {each.service.pk: each.service for each in homeless if each.service}
    return declare_incident(
        actor=actor,
        title=first.arrived.title,
        severity=first.severity,
        category=first.category,
        services=list(services.values()),
        discovery=Discovery.MONITORING,
    )


def _opened_lately(source: AlertSource) -> QuerySet[Incident]:
    since = timezone.now() - FLOOD
    told = source.alerts.filter(changed_at__gte=since).values("incident")
    return Incident.objects.filter(pk__in=told, declared_at__gte=since).order_by("-pk")


def _link_recurrence(actor: Actor, opened: Incident | None, news: list[_News]) -> None:
    for place in {each.recurs for each in news if each.recurs and each.incident is None}:
        if opened is None or opened == place:
            continue
        kind = LinkKind.RECURRENCE
        if not opened.links_out.filter(target=place, kind=kind).exists():
            link_incidents(actor=actor, incident_id=opened.pk, target_id=place.pk, kind=kind)


def _note(
    actor: Actor,
    source: AlertSource,
    reading: Reading,
    news: _News,
    incident: Incident | None,
    now: datetime,
) -> None:
    alert = news.earlier or Alert(source=source, fingerprint=news.alert.arrived.fingerprint)
    before = alert_state(alert) if news.earlier else None
    alert.group, alert.incident = reading.group, incident
    alert.title, alert.is_firing = news.alert.arrived.title, news.alert.arrived.is_firing
    alert.began_at, alert.content = news.alert.began_at or alert.began_at, news.alert.content
    alert.changed_at = now
    alert.save()
    record(
        actor=actor,
        verb="alert.noted",
        subject_type="alert",
        subject_id=alert.pk,
        before=before,
        after=alert_state(alert),
        incident_id=incident.pk if incident else None,
    )


def _keep(
    actor: Actor,
    source: AlertSource,
    incidents: tuple[Incident, ...],
    body: bytes,
    now: datetime,
) -> None:
    # What fewest may know of decides who may read what arrived.
    incident = next((each for each in incidents if each.is_restricted), None) or next(
        iter(incidents), None
    )
    delivery = Delivery.objects.create(
        source=source,
        incident=incident,
        received_at=now,
        body=body,
        sha256=sha256(body).hexdigest(),
        size=len(body),
    )
    record(
        actor=actor,
        verb="alert.delivered",
        subject_type="alert_delivery",
        subject_id=delivery.pk,
        before=None,
        after=delivery_state(delivery),
        incident_id=incident.pk if incident else None,
    )
