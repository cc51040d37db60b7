"""The room of an incident with 2,000 entries: a first visit, beside an empty page."""

import gzip
import re
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group as RoleGroup
from django.contrib.staticfiles import finders
from django.db import connection
from django.templatetags.static import static
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.actor import system
from benchmarks.figures import Figure, fastest
from incidents.models import Incident, Milestone, Role
from incidents.services.impact import Estimate, Group, add_group, revise_estimate
from incidents.services.incident import declare_incident
from incidents.services.role import assign_role
from incidents.services.timeline_entry import EntryContent, add_entries

ENTRIES = 2_000
MOST_QUERIES, MOST_BYTES = 12, 60_000
ACTOR = system("command")
NOW = timezone.now()
GUESS = Estimate(1_500_000, 1_600_000, 1_700_000, NOW - timedelta(hours=1), "The press chief")
WORDS = "Login attempts **{}** a minute, nine times the usual; see `kubectl get pods`"
ASSET = re.compile(r'(?:href|src)="([^"]+\.(?:css|js|svg|woff2|png|jpg))(?:\?[^"]*)?"')


def figures() -> Iterator[Figure]:
    """The whole request; how much it asks and weighs is checked on the way."""
    reader = User.objects.create_user("lead@example.org", full_name="Line Leder")
    reader.groups.add(RoleGroup.objects.get(name="commander"))
    incident = _incident(reader)
    with override_settings(ROOT_URLCONF="benchmarks.incident_list", ALLOWED_HOSTS=["testserver"]):
        client = Client()
        client.force_login(reader)
        room = partial(
            client.get, reverse("incident_detail", args=[incident.year, incident.number])
        )
        about = _told(room)
        took, limit = fastest(room, partial(client.get, "/empty"), times=30)
        name = f"room of {ENTRIES:,} entries ({about})"
        yield Figure(name, took, limit, "an empty page, signed in", 40, goal=0.1)


def _told(room: "partial[Any]") -> str:
    """How many questions and bytes a first visit takes.

    Raises:
        RuntimeError: more than any page may.
    """
    with CaptureQueriesContext(connection) as queries:
        page = room()
    html: str = page.content.decode()
    weight = sum(len(gzip.compress(each)) for each in (html.encode(), *_assets(html)))
    about = f"{len(queries)} queries, {weight / 1000:.1f} kB"
    if len(queries) > MOST_QUERIES or weight > MOST_BYTES:
        raise RuntimeError(f"More than a page may: {about}")
    return about


def _assets(html: str) -> Iterator[bytes]:
    for address in set(ASSET.findall(html)):
        found = finders.find(address.removeprefix(static("")))
        if found and "htmx" not in address:
            yield Path(str(found)).read_bytes()


def _incident(lead: User) -> Incident:
    incident = declare_incident(actor=ACTOR, title="The message", severity="sev1")
    on: dict[str, Any] = {"actor": ACTOR, "incident_id": incident.pk}
    start = NOW - timedelta(minutes=ENTRIES)
    milestones = dict(
        enumerate((Milestone.CAUSE_BEGAN, Milestone.IMPACT_STARTED, Milestone.DETECTED))
    )
    contents = [
        EntryContent(WORDS.format(n), start + timedelta(minutes=n), milestone=milestones.get(n, ""))
        for n in range(ENTRIES)
    ]
    add_entries(**on, contents=contents)
    assign_role(**on, role=Role.COMMANDER, person=lead)
    group = add_group(**on, value=Group("Recipients"))
    revise_estimate(**on, group_id=group.pk, based_on=0, value=GUESS)
    return incident
