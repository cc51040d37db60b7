"""Finding one's way among 50,000 incidents, half a million timeline entries and 20,000 actions.

It is also its own list of addresses, with one more that asks for nothing but who is there.
"""

import itertools
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection
from typing import Any

from django.contrib.auth.models import Group
from django.db import connection
from django.http import HttpRequest, HttpResponse  # noqa: TID251 - a page to measure against
from django.test import Client, override_settings
from django.urls import path, reverse
from django.utils import timezone

from accounts.models import User
from audit.actor import Actor
from benchmarks.figures import Figure, fastest
from benchmarks.processes import free_port, serving, web_command
from config.urls import urlpatterns as every_page
from core.http import signed_in
from incidents.models import Incident, Service
from incidents.services.incident import declare_incident
from incidents.services.timeline_entry import EntryContent, add_entries

INCIDENTS, ENTRIES, ACTIONS, SERVICES, YEARS = 50_000, 10, 20_000, 100, 10
LONG = 2_000
WORDS = 3_000
READERS, SECONDS = 4, 5.0
NEWEST = 2026
# How many times as long as an empty page: fifty rows, or a hundred entries, are work of their own.
BOUND, LONG_BOUND = 40, 150
INCIDENT_ROWS = """
COPY incidents_incident (year, number, title, summary, severity, status, category, malice,
    malice_basis, is_restricted, declared_at, version) FROM STDIN
"""
_ENTRIES = """
COPY incidents_timelineentry (incident_id, occurred_at, precision, kind, milestone, text,
    evidence_links, recorded_at, reason, is_retraction) FROM STDIN
"""
_REST = """
INSERT INTO incidents_service (name, is_critical, is_authorised, version)
SELECT 'service ' || i, false, false, 1 FROM generate_series(1, %(services)s) i;
INSERT INTO incidents_incident_services (incident_id, service_id)
SELECT incident.id, service.id FROM incidents_incident incident JOIN incidents_service service
ON service.id %% %(services)s IN (incident.id %% 7, incident.id %% %(services)s);
INSERT INTO incidents_referencecounter (year, last_number)
SELECT year, max(number) FROM incidents_incident GROUP BY year;
INSERT INTO incidents_actionitem (incident_id, title, kind, due_on, tracker_url, evidence,
    worked_basis, version)
SELECT id, 'Look again', 'prevent', current_date + (id %% 400)::int - 200, '', '', '', 1
FROM incidents_incident ORDER BY id LIMIT %(actions)s
"""


class Language:
    """Words as a language has them: a few common, most of them rare. Always the same."""

    def __init__(self) -> None:
        self._chance = random.Random(4)  # noqa: S311 - not for secrets
        letters = "aeiourstlnmdkbvg"
        sizes = (self._chance.randint(4, 11) for _ in range(WORDS))
        self.words = ["".join(self._chance.choices(letters, k=size)) for size in sizes]
        self._weights = list(itertools.accumulate(1 / rank for rank in range(1, WORDS + 1)))

    def say(self, number: int) -> str:
        """So many words."""
        return " ".join(self._chance.choices(self.words, cum_weights=self._weights, k=number))


def fill(language: Language) -> None:
    """Make all the incidents, a year full of them at a time; one in a hundred is restricted."""
    with connection.cursor() as cursor:
        with cursor.copy(INCIDENT_ROWS) as copy:
            for number in range(INCIDENTS):
                copy.write_row(_incident(number, language))
        cursor.execute(_REST, {"services": SERVICES, "actions": ACTIONS})
        cursor.execute("SELECT id FROM incidents_incident ORDER BY year, number")
        numbers = [number for (number,) in cursor.fetchall()]
        with cursor.copy(_ENTRIES) as copy:
            for number in numbers:
                for _entry in range(ENTRIES):
                    now = timezone.now()
                    said = language.say(15)
                    copy.write_row((number, now, "minute", "note", "", said, [], now, "", False))
        cursor.execute("VACUUM ANALYZE")


def _incident(number: int, language: Language) -> tuple[Any, ...]:
    year, place = divmod(number, INCIDENTS // YEARS)
    is_new = number >= INCIDENTS - 60
    return (
        NEWEST + 1 - YEARS + year,
        place + 1,
        language.say(6),
        language.say(30),
        f"sev{1 + number % 4}",
        "investigating" if is_new else "resolved" if number % 50 == 0 else "closed",
        "outage",
        "unknown",
        "",
        number % 100 == 0,
        timezone.now(),
        1,
    )


@signed_in
def empty(request: HttpRequest) -> HttpResponse:
    """The least a page can be: it asks who is there and says nothing."""
    return HttpResponse()


urlpatterns = [path("empty", empty), *every_page]


def figures() -> Iterator[Figure]:
    """Each page beside the empty one, as a commander who may not see every restricted incident."""
    language = Language()
    fill(language)
    commander = commander_among()
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"]):
        client = Client()
        client.force_login(commander)
        nothing = partial(client.get, "/empty")
        for name, address in _pages(language):
            yield _figure(name, partial(client.get, address), nothing, BOUND)
        yield _rate(client)
        long = partial(client.get, _long_incident(language, Actor(commander, "web")))
        yield _figure(f"an incident with {LONG:,} entries", long, nothing, LONG_BOUND)


def _rate(client: Client) -> Figure:
    """How many lists a second the server gives, beside how many pages with nothing on them."""
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    port = free_port()
    with serving(port, web_command(port)), ThreadPoolExecutor(READERS) as pool:

        def rate(path: str) -> float:
            ask = partial(_answered, port, path, cookies)
            ask(0.5)
            return sum(pool.map(ask, [SECONDS] * READERS)) / SECONDS

        nothing, listed = rate("/empty"), rate("/")
    return Figure(
        f"lists for {READERS} readers at once",
        listed,
        nothing,
        "an empty view on the same server",
        0.25,
        "a second",
        is_rate=True,
    )


def _answered(port: int, path: str, cookies: str, seconds: float) -> int:
    """How often one reader is answered, asking again at once."""
    line, count = HTTPConnection("127.0.0.1", port, timeout=30), 0
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        line.request("GET", path, headers={"Cookie": cookies})
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: answered with {answer.status}")
        count += 1
    line.close()
    return count


def commander_among() -> User:
    """A commander who was let into fifty of the restricted incidents."""
    commander = User.objects.create_user("commander@example.org", full_name="Kirsten Overby")
    commander.groups.add(Group.objects.get(name="commander"))
    for incident in Incident.objects.filter(is_restricted=True)[:50]:
        incident.people_with_access.add(commander)
    return commander


def _pages(language: Language) -> Iterator[tuple[str, str]]:
    listed = reverse("incident_list")
    yield "the newest incidents", listed
    yield "incidents far back", f"{listed}?before=INC-2018-0500"
    yield "one status, few", f"{listed}?status=investigating"
    yield "one status, nearly all", f"{listed}?status=closed"
    yield "two severities and a status", f"{listed}?severity=sev1&severity=sev2&status=resolved"
    few, many = (Service.objects.order_by("pk")[place].pk for place in (50, 3))
    yield "a service few use", f"{listed}?service={few}"
    yield "a service many use", f"{listed}?service={many}"
    for name, place in (("in most", 0), ("in many", 30), ("in some", 300), ("in few", 2_900)):
        yield f"a word {name} incidents", f"{listed}?q={language.words[place]}"
    yield "a word in some, of one severity", f"{listed}?q={language.words[300]}&severity=sev1"
    yield "a word in none", f"{listed}?q=xyzzyx"
    yield "two letters", f"{listed}?q=ab"
    yield f"{ACTIONS:,} actions, the open ones", reverse("action_list")
    yield "the overdue ones", f"{reverse('action_list')}?show=overdue"


def _long_incident(language: Language, actor: Actor) -> str:
    incident = declare_incident(actor=actor, title=language.say(6))
    contents = [
        EntryContent(language.say(15), timezone.now() - timedelta(minutes=minutes))
        for minutes in range(LONG)
    ]
    add_entries(actor=actor, incident_id=incident.pk, contents=contents)
    return reverse("incident_detail", args=[incident.year, incident.number])


def _figure(name: str, page: Callable[[], Any], nothing: Callable[[], Any], bound: float) -> Figure:
    answer = page()
    if answer.status_code != 200:
        raise RuntimeError(f"{name}: answered with {answer.status_code}")
    took, limit = fastest(page, nothing, times=5)
    return Figure(name, took, limit, "an empty page, signed in", bound)
