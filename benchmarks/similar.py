"""What looks like an incident, among 50,000 with as many factors and a hundred services."""

from collections.abc import Iterator
from functools import partial

from django.contrib.auth.models import Group
from django.db import connection

from accounts.models import User
from benchmarks.figures import Figure, fastest
from benchmarks.incident_list import INCIDENTS, Language, fill
from incidents.models import Incident
from postmortems.selectors.similarity import similar_to

_FACTORS = """
INSERT INTO incidents_contributingfactor (incident_id, text, kind, version, withdrawn_reason)
SELECT id, title, 'process', 1, '' FROM incidents_incident
"""
_LOOKING_THROUGH = """
SELECT count(*) FROM incidents_incident WHERE similarity(upper(title), upper(%s)) > 0.3
"""


def figures() -> Iterator[Figure]:
    """The whole answer beside looking every title through, letter by letter."""
    fill(Language())
    with connection.cursor() as cursor:
        cursor.execute(_FACTORS)
        # The server does it by itself, a minute after so many rows were written.
        cursor.execute("VACUUM ANALYZE")
    reader = User.objects.create_user("reader@example.org", full_name="Rikke Reader")
    reader.groups.add(Group.objects.get(name="viewer"))
    asked = list(Incident.objects.visible_to(reader).order_by("pk")[1_000::10_000])
    looking = partial(_look_alike, asked, reader)
    took, limit = fastest(looking, partial(_look_through, asked), times=5)
    name = f"what looks like {len(asked)} incidents among {INCIDENTS:,}"
    yield Figure(name, took, limit, "every title looked through", 0.6, goal=0.15 * len(asked))


def _look_alike(asked: list[Incident], reader: User) -> None:
    for incident in asked:
        similar_to(incident, reader)


def _look_through(asked: list[Incident]) -> None:
    with connection.cursor() as cursor:
        for incident in asked:
            cursor.execute(_LOOKING_THROUGH, [incident.title])
            cursor.fetchone()
