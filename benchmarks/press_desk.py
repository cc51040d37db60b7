"""The press desk of 1,000 released statements, just after one count was revised."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.contrib.auth.models import Group as RoleGroup
from django.db import connection
from django.utils import timezone

from accounts.models import User
from audit.actor import Actor, system
from benchmarks.figures import Figure, fastest
from incidents.models import Incident
from incidents.selectors.figure import figures_of, figures_of_each
from incidents.services.impact import Estimate, Group, add_group, revise_estimate
from incidents.services.incident import declare_incident
from incidents.services.timeline_entry import EntryContent, add_entries
from statements.models import Release, Statement, Wording
from statements.selectors.desk import NoLongerRight, desk_of, no_longer_right
from statements.selectors.statement import standing_releases
from statements.tasks import tell_what_moved
from statements.texts.resolving import resolved

INCIDENTS, STATEMENTS, ENTRIES, GROUPS = 10, 1_000, 50, 5
ACTOR = system("command")
NOW = timezone.now()
TEXT = "It went to {count:group-0}, {share:group-0}, of our users; we stopped it {time:detected}."
GUESS = Estimate(1_500_000, 1_600_000, 1_700_000, NOW - timedelta(hours=1), "The press chief")
CLOSER = Estimate(1_400_000, 1_400_000, 1_400_000, NOW, "The log", is_actual=True)
_SAME_ROWS = """
SELECT * FROM statements_release r JOIN statements_statement s ON s.id = r.statement_id
JOIN incidents_incident i ON i.id = s.incident_id;
SELECT * FROM incidents_timelineentry;
SELECT * FROM incidents_impactgroup;
SELECT * FROM incidents_impactestimate
"""


def figures() -> Iterator[Figure]:
    """What is no longer right beside reading the same rows raw; following a log that stands."""
    incidents = [_incident(number) for number in range(INCIDENTS)]
    for each in incidents:
        _release(each, STATEMENTS // INCIDENTS)
    reader = User.objects.create_user("press@example.org", full_name="Petra Presse")
    reader.groups.add(RoleGroup.objects.get(name="communications"))
    _revise(incidents[0])
    with connection.cursor() as cursor:
        # The server does it by itself, a minute after so many rows were written.
        cursor.execute("VACUUM ANALYZE")
    wrong = desk_of(reader).wrong
    if len(wrong) != STATEMENTS // INCIDENTS:
        raise RuntimeError(f"{len(wrong)} statements are marked as no longer right")
    marking, desk, limit = fastest(_mark, partial(desk_of, reader), _read_raw, times=15)
    about = f"{STATEMENTS:,} released statements"
    name = f"marking what is no longer right among {about}"
    yield Figure(name, marking, limit, "the same rows read raw", 7, goal=0.05)
    yield Figure(f"the whole desk over {about}", desk, limit, "the same rows read raw", 7)
    tell_what_moved()
    took, limit = fastest(tell_what_moved, _ask_nothing)
    yield Figure("following a log that has not grown", took, limit, "an empty question", 40)


def _mark() -> list[NoLongerRight]:
    """From the record to the list: the figures as they stand, against those that were said."""
    incidents = {each.pk: each for each in Incident.objects.all()}
    figures = figures_of_each(list(incidents.values()))
    return no_longer_right(standing_releases(), figures, incidents)


def _incident(number: int) -> Incident:
    incident = declare_incident(actor=ACTOR, title=f"The message {number}", severity="sev2")
    start = NOW - timedelta(hours=3)
    contents = [
        EntryContent(
            "Seen", start + timedelta(minutes=minute), milestone="" if minute else "detected"
        )
        for minute in range(ENTRIES)
    ]
    add_entries(actor=ACTOR, incident_id=incident.pk, contents=contents)
    for place in range(GROUPS):
        value = Group(f"Group {place}", population=4_000_000, population_source="The press chief")
        group = add_group(actor=ACTOR, incident_id=incident.pk, value=value)
        revise_estimate(
            actor=ACTOR, incident_id=incident.pk, group_id=group.pk, based_on=0, value=GUESS
        )
    return incident


def _release(incident: Incident, number: int) -> None:
    """Past the services, which would sign the log a thousand times."""
    read = resolved(TEXT, figures_of(incident), "en")
    statements = Statement.objects.bulk_create(
        Statement(
            incident=incident,
            title=f"Update {place}",
            audience="press",
            channel="press_release",
            language="en",
            kind="update",
            drafted_at=NOW,
        )
        for place in range(number)
    )
    wordings = Wording.objects.bulk_create(
        Wording(statement=each, number=1, text=TEXT, written_at=NOW) for each in statements
    )
    Release.objects.bulk_create(
        Release(
            statement=wording.statement,
            wording=wording,
            words=read.words,
            figures=[each.as_data() for each in read.quoted],
            digest=read.digest({}),
            recipients="The newspaper",
            released_at=NOW,
        )
        for wording in wordings
    )


def _revise(incident: Incident) -> None:
    group = incident.impact_groups.get(key="group-0")
    revise_estimate(
        actor=Actor(None, "command"),
        incident_id=incident.pk,
        group_id=group.pk,
        based_on=1,
        value=CLOSER,
        reason="Counted",
    )


def _read_raw() -> int:
    with connection.cursor() as cursor:
        read = 0
        for question in _SAME_ROWS.split(";"):
            cursor.execute(question)
            read += len(cursor.fetchall())
    return read


def _ask_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
