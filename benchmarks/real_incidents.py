"""The real incidents beside the project: taken over, opened, and every report in every format.

Without them beside the project there is nothing to measure.
"""

import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from audit.actor import system
from audit.log import record
from audit.models import LogEntry
from benchmarks.figures import Figure
from incidents.models import Incident
from incidents.services.incident import declare_incident
from postmortems.services.export import RENDERERS, export_postmortem
from postmortems.services.postmortem import start_postmortem

FILE = Path(settings.BASE_DIR, "../shared/data/incidents.jsonl")
ACTOR = system("command")


def figures() -> Iterator[Figure]:
    """Each beside the same with nothing in it."""
    if not FILE.exists():
        return
    yield _taking_over()
    yield _opening()
    yield _exporting()


def _seconds(act: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _taking_over() -> Figure:
    took = _seconds(partial(call_command, "import_incidents", str(FILE), stdout=StringIO()))
    entries = LogEntry.objects.count()
    limit = _seconds(partial(_record_bare, entries))
    return Figure(
        f"{Incident.objects.count()} incidents taken over, {entries:,} log entries",
        took,
        limit,
        "as many log entries of nothing, ten in a transaction",
        12,
        goal=25,
    )


def _record_bare(entries: int) -> None:
    for _transaction in range(entries // 10):
        with transaction.atomic():
            for number in range(10):
                record(
                    actor=ACTOR,
                    verb="sample.kept",
                    subject_type="sample",
                    subject_id=number,
                    before=None,
                    after={},
                )


def _opening() -> Figure:
    reader = User.objects.create_user("reader@example.org", full_name="Reader")
    reader.groups.add(Group.objects.get(name="auditor"))
    nothing = declare_incident(actor=ACTOR, title="Nothing")
    taken_over = list(Incident.objects.exclude(imported=None))
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        client = Client()
        client.force_login(reader)
        took = _seconds(partial(_open, client, taken_over))
        limit = _seconds(partial(_open, client, [nothing] * len(taken_over)))
    return Figure(
        f"{len(taken_over)} of their pages opened", took, limit, "an empty one as often", 4
    )


def _open(client: Client, incidents: list[Incident]) -> None:
    for incident in incidents:
        page = reverse("incident_detail", args=[incident.year, incident.number])
        if client.get(page).status_code != HTTPStatus.OK:
            raise RuntimeError(f"{page} cannot be opened")


def _exporting() -> Figure:
    documents = [
        json.loads(line)["id"]
        for line in FILE.read_text().splitlines()
        if json.loads(line)["doc_kind"] == "postmortem"
    ]
    numbers = list(
        Incident.objects.filter(imported__source_id__in=documents).values_list("pk", flat=True)
    )
    nothing = declare_incident(actor=ACTOR, title="Nothing")
    start_postmortem(actor=ACTOR, incident_id=nothing.pk)
    took = _seconds(partial(_export, numbers))
    limit = _seconds(partial(_export, [nothing.pk] * len(numbers)))
    return Figure(
        f"{len(numbers)} documents exported in {len(RENDERERS)} formats",
        took,
        limit,
        "an empty report as often",
        6,
    )


def _export(numbers: list[int]) -> None:
    for number in numbers:
        for name in RENDERERS:
            export_postmortem(actor=ACTOR, incident_id=number, format=name, language="da")
