"""Searching 50,000 incidents and a million timeline entries, written with the words of real ones."""

import itertools
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from benchmarks.figures import Figure, fastest
from benchmarks.incident_list import INCIDENT_ROWS, Language, commander_among

FILE = Path(settings.BASE_DIR, "../shared/data/incidents.jsonl")
INCIDENTS, ENTRIES, YEARS, NEWEST = 50_000, 20, 10, 2026
# How many times as long as a page that finds nothing.
BOUND = 6
_ENTRIES = """
COPY incidents_timelineentry (incident_id, occurred_at, precision, kind, milestone, text,
    evidence_links, recorded_at, reason, is_retraction) FROM STDIN
"""
_COUNTER = """
INSERT INTO incidents_referencecounter (year, last_number)
SELECT year, max(number) FROM incidents_incident GROUP BY year
"""


class RealWords(Language):
    """Words as often as they stand in the real incidents, if those are beside the project."""

    def __init__(self) -> None:
        super().__init__()
        if not FILE.exists():
            return
        counted = Counter[str]()
        for line in FILE.open():
            counted.update(re.findall(r"[a-zæøå]{2,20}", json.loads(line)["body_markdown"].lower()))
        self.words = [word for word, _times in counted.most_common()]
        self._weights = list(itertools.accumulate(counted[word] for word in self.words))


@contextmanager
def without_indexes(table: str) -> Iterator[None]:
    """What is written is indexed at the end, all at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s "
            "AND indexdef LIKE 'CREATE INDEX%%'",
            [table],
        )
        indexes = cursor.fetchall()
        for name, _made in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        cursor.execute("SET maintenance_work_mem = '256MB'")
        for _name, made in indexes:
            cursor.execute(made)


def fill(language: Language) -> None:
    """Make it all; one incident in a hundred is restricted."""
    now = timezone.now()
    with connection.cursor() as cursor:
        with without_indexes("incidents_incident"), cursor.copy(INCIDENT_ROWS) as copy:
            for number in range(INCIDENTS):
                copy.write_row(_incident(number, language))
        cursor.execute(_COUNTER)
        cursor.execute("SELECT id FROM incidents_incident ORDER BY year, number")
        numbers = [number for (number,) in cursor.fetchall()]
        with without_indexes("incidents_timelineentry"), cursor.copy(_ENTRIES) as copy:
            for number in numbers:
                for _entry in range(ENTRIES):
                    said = language.say(15)
                    copy.write_row((number, now, "minute", "note", "", said, [], now, "", False))
        cursor.execute("VACUUM ANALYZE")


def _incident(number: int, language: Language) -> tuple[Any, ...]:
    year, place = divmod(number, INCIDENTS // YEARS)
    severity = f"sev{1 + number % 4}"
    about = ("closed", "outage", "unknown", "", number % 100 == 0, timezone.now(), 1)
    title, summary = language.say(6), language.say(30)
    return (NEWEST + 1 - YEARS + year, place + 1, title, summary, severity, *about)


def figures() -> Iterator[Figure]:
    """Ninety-five of a hundred searches, as a commander who may not see every restricted incident."""
    language = RealWords()
    fill(language)
    commander = commander_among()
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        client = Client()
        client.force_login(commander)
        slowest, limit = _slowest(client, [*_questions(language)])
    yield Figure(
        f"search over {INCIDENTS:,} incidents and {INCIDENTS * ENTRIES:,} entries, p95",
        slowest,
        limit,
        "an unknown reference, through the same page",
        BOUND,
        goal=0.15,
    )


def _questions(language: Language) -> Iterator[str]:
    """What people type: common and rare words, several, in a row, without one, and misspelled."""
    chance = random.Random(8)  # noqa: S311 - not for secrets
    words = [word for word in language.words if len(word) > 3]
    yield from (chance.choice(words[:50]) for _common in range(20))
    yield from (chance.choice(words[50:500]) for _known in range(20))
    yield from (chance.choice(words[500:]) for _rare in range(20))
    yield from (" ".join(chance.sample(words[:300], 2)) for _two in range(15))
    yield from (" ".join(chance.sample(words[:1_000], 3)) for _three in range(10))
    yield from ('"{} {}"'.format(*chance.sample(words[:200], 2)) for _row in range(5))
    yield from ("{} -{}".format(*chance.sample(words[:200], 2)) for _without in range(5))
    yield from (word[:2] + word[3] + word[2] + word[4:] for word in chance.sample(words[:200], 5))


def _slowest(client: Client, questions: list[str]) -> tuple[float, float]:
    """How long the slowest of 95 in a hundred take, and asking for nothing, both warm."""
    acts = [partial(client.get, "/search", {"q": question}) for question in questions]
    *took, nothing = fastest(*acts, partial(client.get, "/search", {"q": "INC-1900-0001"}), times=2)
    return sorted(took)[len(took) * 95 // 100], nothing
