"""Writing about an incident of 200 groups: what the picker offers, and how the text reads."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib.auth.models import Group as RoleGroup
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.actor import system
from benchmarks.figures import Figure, fastest
from incidents.models import Incident, Milestone
from incidents.services.impact import Estimate, Group, add_group, revise_estimate
from incidents.services.incident import declare_incident
from incidents.services.timeline_entry import EntryContent, add_entries

GROUPS, ENTRIES = 200, 200
ACTOR = system("command")
NOW = timezone.now()
GUESS = Estimate(1_500_000, 1_600_000, 1_700_000, NOW - timedelta(hours=1), "The press chief")
TEXT = "It went to {count:group-7}, {share:group-7}, of our users; we saw it at {time:detected}."


def figures() -> Iterator[Figure]:
    """The whole request, beside an empty page for somebody who is signed in."""
    incident = _incident()
    with override_settings(ROOT_URLCONF="benchmarks.incident_list", ALLOWED_HOSTS=["testserver"]):
        yield from _measured(incident)


def _measured(incident: Incident) -> Iterator[Figure]:
    reader = User.objects.create_user("press@example.org", full_name="Petra Presse")
    reader.groups.add(RoleGroup.objects.get(name="communications"))
    client = Client()
    client.force_login(reader)
    place = [incident.year, incident.number]
    offered, draft = reverse("figure_list", args=place), reverse("statement_draft", args=place)
    asked = {"q": "group 1", "language": "da"}
    nothing = partial(client.get, "/empty")
    ask = partial(client.get, offered, asked)
    yield _figure(f"suggestions among {GROUPS} groups", ask, nothing, 0.03)
    said = {"preview": "1", "text": TEXT, "language": "en"}
    yield _figure("how a text reads", partial(client.post, draft, said), nothing, None)


def _figure(
    name: str, act: Callable[[], Any], nothing: Callable[[], Any], goal: float | None
) -> Figure:
    answer = act()
    if answer.status_code != 200:
        raise RuntimeError(f"{name}: answered with {answer.status_code}")
    took, limit = fastest(act, nothing, times=15)
    return Figure(name, took, limit, "an empty page, signed in", 40, goal=goal)


def _incident() -> Incident:
    incident = declare_incident(actor=ACTOR, title="The message")
    start = NOW - timedelta(hours=4)
    milestones = dict(enumerate(each for each in Milestone.values if each != Milestone.DECLARED))
    contents = [
        EntryContent(
            "Seen", start + timedelta(minutes=minute), milestone=milestones.get(minute, "")
        )
        for minute in range(ENTRIES)
    ]
    add_entries(actor=ACTOR, incident_id=incident.pk, contents=contents)
    for number in range(GROUPS):
        value = Group(f"Group {number}", population=4_000_000, population_source="The press chief")
        group = add_group(actor=ACTOR, incident_id=incident.pk, value=value)
        revise_estimate(
            actor=ACTOR, incident_id=incident.pk, group_id=group.pk, based_on=0, value=GUESS
        )
    return incident
