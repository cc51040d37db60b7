"""Twenty people writing in one room at once, through the server as it runs.

Each adds an entry as an open page does, in the background, and then thinks for about a second. What
is measured is how long the server takes to answer, beside an empty page that the same people ask
for in between. What is written is counted afterwards: nothing may be lost, nothing doubled.
"""

import random
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.actor import system
from benchmarks.figures import Figure
from benchmarks.processes import free_port, serving, web_command
from incidents.models import TimelineEntry
from incidents.services.incident import declare_incident

PEOPLE, ENTRIES, WARM_UP = 20, 15, 3
PAUSE = 1.0
PROMISED = 0.040
BOUND = 12
# One entry in so many is sent twice, as by a browser that never heard the answer.
AGAIN = 5


def figures() -> Iterator[Figure]:
    """The 95th percentile of one addition, and what was lost or doubled, which must be nothing."""
    incident = declare_incident(actor=system("command"), title="The message")
    address = reverse("entry_add", args=[incident.year, incident.number])
    sessions = [_session(number) for number in range(PEOPLE)]
    port = free_port()
    with serving(port, web_command(port)), ThreadPoolExecutor(PEOPLE) as pool:
        told = list(pool.map(lambda session: _writes(session, port, address), sessions))
    took = sorted(each for added, _empty, _texts in told for each in added)
    empty = sorted(each for _added, nothing, _texts in told for each in nothing)
    _all_once({text for _added, _empty, texts in told for text in texts})
    limit = _percentile(empty, 95)
    yield Figure(
        f"an entry, {PEOPLE} people writing at once, p95 (median {statistics.median(took):.4f} s)",
        _percentile(took, 95),
        limit,
        "an empty page in between, p95",
        BOUND,
        goal=PROMISED,
    )


def _percentile(durations: list[float], percent: int) -> float:
    return durations[min(len(durations) - 1, len(durations) * percent // 100)]


def _session(number: int) -> dict[str, str]:
    """The headers of a browser in which somebody is signed in."""
    person = User.objects.create_user(f"writer{number}@example.org", full_name=f"Writer {number}")
    person.groups.add(Group.objects.get(name="responder"))
    client = Client()
    client.force_login(person)
    token = "a" * 32
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    cookies["csrftoken"] = token
    return {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "X-CSRFToken": token,
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
    }


def _writes(
    session: dict[str, str], port: int, address: str
) -> tuple[list[float], list[float], list[str]]:
    """What one person writes: how long each took, how long an empty page did, and the texts."""
    chance = random.Random(session["Cookie"])  # noqa: S311 - not for secrets
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    added, nothing, texts = [], [], []
    for number in range(WARM_UP + ENTRIES):
        time.sleep(PAUSE * chance.uniform(0.5, 1.5))
        texts.append(f"Seen: {uuid4()}")
        said = {"text": texts[-1], "precision": "minute", "kind": "note", "key": uuid4()}
        body = urlencode(said)
        times = [_took(line, "POST", address, session, body, 201)]
        if number % AGAIN == 0:
            _took(line, "POST", address, session, body, 201)
        time.sleep(PAUSE * chance.uniform(0.1, 0.3))
        empty = _took(line, "GET", "/empty", session, "", 200)
        if number >= WARM_UP:
            added += times
            nothing.append(empty)
    line.close()
    return added, nothing, texts


def _took(
    line: HTTPConnection, method: str, path: str, headers: dict[str, str], body: str, wanted: int
) -> float:
    start = time.perf_counter()
    line.request(method, path, body, headers)
    answer = line.getresponse()
    content = answer.read()
    took = time.perf_counter() - start
    if answer.status != wanted:
        raise RuntimeError(f"{method} {path}: answered with {answer.status}: {content[:300]!r}")
    return took


def _all_once(texts: set[str]) -> None:
    written = list(TimelineEntry.objects.filter(text__startswith="Seen: ").values_list("text"))
    lost, doubled = len(texts) - len(set(written)), len(written) - len(set(written))
    if lost or doubled:
        raise RuntimeError(f"{lost} entries were lost and {doubled} doubled.")
