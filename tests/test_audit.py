"""Every public service logs exactly what its docstring says, in the transaction of the change.

The table in `tests/service_cases.py` names every one of them; a service that is missing there fails the test.
"""

import inspect
import itertools
import json
import pkgutil
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

import accounts.services
import alerts.services
import calendars.services
import checklists.services
import imports.services
import incidents.services
import notifications.services
import postmortems.services
import statements.services
import webhooks.services
from audit import erasure
from audit.actor import system
from audit.log import canonical
from audit.models import LogEntry
from audit.subjects import registered, subject_of
from core.errors import DomainError, NotFound, NotPermitted
from incidents.tasks import remind_owners
from tests.service_cases import CASES, World, make_world

pytestmark = pytest.mark.django_db
CHANNELS = itertools.cycle(("web", "api", "task", "command"))


@cache
def services() -> dict[str, Callable[..., Any]]:
    """Every public function that is told who acts, by keyword, in a package of services."""
    modules = [erasure]
    for package in (
        incidents.services,
        imports.services,
        postmortems.services,
        statements.services,
        alerts.services,
        accounts.services,
        webhooks.services,
        notifications.services,
        calendars.services,
        checklists.services,
    ):
        names = [module.name for module in pkgutil.iter_modules(package.__path__)]
        modules += [import_module(f"{package.__name__}.{name}") for name in names]
    return {
        f"{module.__name__}.{name}": function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_") and acts(function)
    }


def acts(function: Callable[..., Any]) -> bool:
    actor = inspect.signature(function).parameters.get("actor")
    return actor is not None and actor.kind is inspect.Parameter.KEYWORD_ONLY


def promised(service: Callable[..., Any]) -> list[str]:
    """The verbs that a docstring says are logged."""
    sentence = re.search(r"Logs (.*?)(?:\n\s*\n|Raises|\Z)", service.__doc__ or "", re.DOTALL)
    return re.findall(r"`([a-z_]+\.[a-z_]+)`", sentence[1]) if sentence else []


@pytest.fixture
def world(person, commander) -> World:
    made = make_world(person, commander)
    connection.check_constraints()
    return made


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def act(w: World, name: str, changes: dict[str, Any] | None = None) -> Any:
    case = CASES[name]
    told = {"actor": getattr(w, case.by)} | case.said(w) | (changes or {})
    return services()[name](**told)


def everything() -> dict[str, str]:
    """A fingerprint of every table."""
    tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})
    one = "SELECT '{0}', md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM {0} t"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(one.format(table) for table in tables))
        return dict(cursor.fetchall())


States = dict[tuple[str, str], Any]


def states() -> States:
    """What every row that the log tells of holds."""
    return {
        (subject.kind, str(row.pk)): json.loads(canonical(subject.state(row)))
        for subject in registered()
        for row in subject.rows()
    }


def entries_after(index: int) -> list[LogEntry]:
    entries = LogEntry.objects.select_related("payload").filter(index__gt=index)
    return list(entries.order_by("index"))


def newest() -> int:
    return LogEntry.objects.latest("index").index


def test_every_service_stands_in_the_table_and_says_what_it_logs():
    assert set(services()) == set(CASES)
    assert [name for name, service in services().items() if not promised(service)] == []


def test_each_service_logs_exactly_what_it_says(world, subtests):
    mark, earlier = newest(), states()
    for (name, case), channel in zip(CASES.items(), CHANNELS, strict=False):
        with subtests.test(name), undone():
            actor, told = replace(getattr(world, case.by), channel=channel), case.said(world)
            act(world, name, told | {"actor": actor})
            logged = entries_after(mark)
            assert [entry.verb for entry in logged] == promised(services()[name])
            assert {(entry.actor_id, entry.channel) for entry in logged} == {
                (actor.user.pk, channel)
            }
            assert {entry.payload.content["by"] for entry in logged} == {str(actor.user)}
            if reason := told.get("reason"):
                assert reason in {entry.payload.content.get("reason") for entry in logged}
            if "incident_id" in told:
                assert {entry.incident_id for entry in logged} == {told["incident_id"]}
            check_before_and_after(logged, earlier, case.before and case.before(world))


def check_before_and_after(
    logged: list[LogEntry], earlier: States, compared: tuple[str, str] | None
) -> None:
    """`before` is what stood, or the compared row; what was said last of each row stands now."""
    known = dict(earlier)
    for entry in logged:
        content, row = entry.payload.content, (entry.subject_type, entry.subject_id)
        if subject_of(entry.subject_type):
            is_compared = compared and compared[0] == entry.subject_type
            assert content["before"] == known.get(compared if is_compared else row)
            known[row] = content["after"]
    assert {row: state for row, state in known.items() if state is not None} == states()


def test_nothing_is_logged_or_saved_when_nothing_differs(world, subtests):
    for name, case in CASES.items():
        documented = re.search(r"nothing\s+when\s+nothing\s+differs", services()[name].__doc__)
        if ".claim_" not in name:
            assert bool(documented) == bool(case.again), name
        if case.again:
            with subtests.test(name), undone():
                told = case.said(world)
                result = act(world, name, told)
                unchanged = everything()
                act(world, name, told | case.again(result))
                assert everything() == unchanged


def test_who_is_not_permitted_changes_and_logs_nothing(world, subtests):
    for name, case in CASES.items():
        with subtests.test(name), undone():
            stranger, changes = case.stranger(world)
            unchanged = everything()
            with pytest.raises((NotPermitted, NotFound)), transaction.atomic():
                act(world, name, {"actor": stranger} | changes)
            assert everything() == unchanged


def test_what_is_wrong_changes_and_logs_nothing(world, subtests):
    for name, case in CASES.items():
        if case.wrong is not None:
            with subtests.test(name), undone():
                unchanged = everything()
                with pytest.raises(DomainError):
                    act(world, name, case.wrong)
                assert everything() == unchanged


REFUSE_TO_LOG = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'The disk is full'; END$$;
CREATE TRIGGER full_disk BEFORE INSERT ON audit_payload FOR EACH ROW EXECUTE FUNCTION full_disk()
"""


def test_what_cannot_be_logged_is_not_changed(world, subtests):
    connection.cursor().execute(REFUSE_TO_LOG)
    unchanged = everything()
    for name in CASES:
        with subtests.test(name), undone():
            with pytest.raises(DatabaseError, match="The disk is full"):
                act(world, name)
            assert everything() == unchanged


def test_what_is_rolled_back_was_not_logged(world, subtests):
    unchanged = everything()
    for name in CASES:
        with subtests.test(name):
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                act(world, name)
                raise ZeroDivisionError
            assert everything() == unchanged


def test_the_system_acts_under_its_own_name():
    mark = -1
    incidents.services.incident.declare_incident(actor=system("command"), title="Found at night")
    (entry,) = entries_after(mark)
    assert (entry.actor_id, entry.channel) == (None, "command")
    assert entry.payload.content["by"] == "system"


def test_each_door_names_itself(world, client, program, person):
    mark = newest()
    client.force_login(world.commander.user)
    client.post(
        reverse("incident_declare"),
        {"title": "By hand", "severity": "sev3", "category": "outage"},
    )
    program(world.commander.user).send("POST", "incidents", {"title": "By a program"})
    remind_owners()
    doors = {(entry.verb, entry.channel) for entry in entries_after(mark)}
    assert doors == {
        ("incident.declared", "web"),
        ("incident.declared", "api"),
        ("action.reminded", "task"),
    }
