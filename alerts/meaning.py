"""What a tool's words mean here: how bad, of what kind, which service, and when."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from alerts.models import AlertSource
from alerts.reading import Arrived
from incidents.models import Service, Severity
from incidents.services.door import CLOCKS_DIFFER, EARLIEST

_VALUE = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Meant:
    """An alert in the organisation's own words.

    `began_at` and `ended_at` are None where the tool's moment cannot be true; `content` is a hash
    of what the alert says, without its moments and values.
    """

    arrived: Arrived
    severity: str
    category: str
    service: Service | None
    began_at: datetime | None
    ended_at: datetime | None
    content: str


def meant(source: AlertSource, arrived: Arrived, now: datetime) -> Meant:
    """What the source's alert means here."""
    return Meant(
        arrived,
        source.severities.get(arrived.severity.casefold(), source.severity),
        source.categories.get(arrived.category.casefold(), source.category),
        _service(source, arrived.service),
        plausible(arrived.began_at, now),
        plausible(arrived.ended_at, now),
        _content(arrived),
    )


def worst(alerts: list[Meant]) -> Meant:
    """The alert that an incident of all of them is named after: the most severe, the first such."""
    order = list(Severity.values)
    return min(alerts, key=lambda each: order.index(each.severity))


def plausible(moment: datetime | None, now: datetime) -> datetime | None:
    """The moment, unless it cannot be true: Alertmanager says the year 1 for "not yet"."""
    if moment is None or not EARLIEST <= moment <= now + CLOCKS_DIFFER:
        return None
    return moment


def _service(source: AlertSource, word: str) -> Service | None:
    wanted = source.services.get(word.casefold(), word)
    found = Service.objects.filter(name__iexact=wanted).first() if wanted else None
    return found or source.service


def _content(arrived: Arrived) -> str:
    told = [
        _without_values(arrived.title),
        _without_values(arrived.text),
        arrived.severity,
        arrived.service,
        arrived.category,
        arrived.labels,
    ]
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _without_values(text: str) -> str:
    # A rule that tells its current value says another one each time; that is no news.
    return _VALUE.sub("0", text)
