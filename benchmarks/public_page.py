"""How often a second the public page is answered, beside an empty page of the same server.

The server is the real one, in a process of its own; as many connections as it has threads stay
open, and each asks again as soon as it was answered.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from accounts.services.account import Account, create_account
from audit.actor import Actor, system
from benchmarks.figures import Figure
from benchmarks.processes import asked, free_port, serving
from config.address import Address
from config.supervisor import programs
from incidents.models import Incident, Status
from incidents.services.incident import change_status, declare_incident
from incidents.services.service import add_service
from statements.selectors.statement import statement_in
from statements.services.approval import approve_statement
from statements.services.public_page import Naming, add_component, switch_public_page
from statements.services.release import Delivery, release_statement
from statements.services.statement import Plan, draft_statement

CONNECTIONS = 8
SECONDS = 2
TURNS = 3
INCIDENTS, SAID = 20, 4
BOUND = 0.6
ACTOR = system("command")
WORDS = "Since **14:10** some customers cannot log in. You need not do anything. We are sorry."
EMPTY = "an empty page of the same server"


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent, and how many bytes come back."""

    content: bytes
    length: int


def figures() -> Iterator[Figure]:
    """Whole answers and those that say that nothing has changed."""
    _tell()
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    with _serving() as port:
        empty = _request(port, "/empty")
        for name, path in (("page", "/status/"), ("JSON summary", "/api/v2/summary.json")):
            tag = _tag(port, path)
            asked = {
                f"public {name}, packed": {"Accept-Encoding": "gzip"},
                f"public {name}, unchanged (304)": {"If-None-Match": tag},
            }
            for what, headers in asked.items():
                yield _figure(what, port, _request(port, path, headers), empty)


def _figure(what: str, port: int, request: Request, empty: Request) -> Figure:
    measured = limit = 0.0
    # They take turns, so noise hits both alike.
    for _turn in range(TURNS):
        limit = max(limit, _rate(port, empty))
        measured = max(measured, _rate(port, request))
    return Figure(what, measured, limit, EMPTY, BOUND, unit="a second", goal=1000, is_rate=True)


def _tell() -> None:
    """Incidents that are open and closed by turns, each told of several times."""
    switch_public_page(actor=ACTOR, version=0, is_on=True, name="Fleet Payments")
    account = Account("second@example.org", "Second reader", roles=["communications"])
    reader = Actor(create_account(actor=ACTOR, account=account), "command")
    service = add_service(actor=ACTOR, name="logins")
    add_component(actor=ACTOR, service_id=service.pk, naming=Naming("Log ind", "Sign-in"))
    for number in range(INCIDENTS):
        incident = declare_incident(actor=ACTOR, title="Logins fail", services=[service])
        for said in range(SAID):
            _say(incident, reader, f"Update {said}")
        if number % 4:
            change_status(actor=ACTOR, incident_id=incident.pk, version=1, status=Status.RESOLVED)


def _say(incident: Incident, reader: Actor, title: str) -> None:
    plan = Plan(title, "customers", "website", "en", kind="update")
    pk = incident.pk
    statement = draft_statement(actor=ACTOR, incident_id=pk, plan=plan, text=WORDS)
    read = statement_in(incident, statement.pk)
    assert read  # noqa: S101 - for the type checker
    digest = read.digest
    approve_statement(actor=reader, incident_id=pk, statement_id=statement.pk, digest=digest)
    release_statement(
        actor=ACTOR,
        incident_id=pk,
        statement_id=statement.pk,
        digest=digest,
        delivery=Delivery("All"),
    )


@contextlib.contextmanager
def _serving() -> Iterator[int]:
    """The port of the real server, on this benchmark's database."""
    port = free_port()
    command = programs(Address("127.0.0.1", port), Address("127.0.0.1", port + 1))["web"]
    command[command.index("config.wsgi:application")] = "benchmarks.served:application"
    with serving(port, command):
        yield port


def _tag(port: int, path: str) -> str:
    tag = asked(port, path).headers["ETag"]
    assert tag, path  # noqa: S101 - there is a page
    return str(tag)


def _request(port: int, path: str, headers: dict[str, str] | None = None) -> Request:
    """What is sent over the wire, and how long the answer is, which is the same each time."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    content = "\r\n".join([*lines, "", ""]).encode()
    with socket.create_connection(("127.0.0.1", port)) as wire:
        wire.sendall(content)
        wire.settimeout(1)
        answer = b""
        with contextlib.suppress(TimeoutError):
            while piece := wire.recv(1 << 20):
                answer += piece
    return Request(content, len(answer))


def _rate(port: int, request: Request) -> float:
    """How many answers a second all connections get together."""
    counts = [0] * CONNECTIONS
    ready = threading.Barrier(CONNECTIONS)

    def ask(number: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as wire:
            ready.wait()
            end = time.perf_counter() + SECONDS
            while time.perf_counter() < end:
                wire.sendall(request.content)
                left = request.length
                while left > 0:
                    left -= len(wire.recv(1 << 16))
                counts[number] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS
