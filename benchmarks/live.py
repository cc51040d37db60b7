"""A thousand open pages of one incident while five entries a second are recorded for a minute.

Entries are made by the service in a process of its own, and told by the live process as it runs.
Measured is from before the service is called until the entry was read from the page's connection:
more than from commit to receipt.
"""

import asyncio
import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from functools import partial

import psutil
from django.test import Client

from accounts.services.account import Account, create_account
from audit.actor import system
from benchmarks.figures import Figure
from benchmarks.processes import Process, free_port, serving, started
from config.address import Address
from config.supervisor import programs
from incidents.services.incident import declare_incident
from live.tickets import Ticket, written

STREAMS, PEOPLE = 1_000, 20
SECONDS, EACH = 60, 5
ROLES, LANGUAGES, ZONES = ("responder", "viewer"), ("da", "en"), ("Europe/Copenhagen", "UTC")
ENTRY = re.compile(rb"Entry \[(\d+)\]")
LONGEST = len(b"Entry [12345]")
PATIENCE = 30
# What a page says that knows all there is.
LAST = 2**40
MEGABYTE = 1_000_000
ACTOR = system("command")


def figures() -> Iterator[Figure]:
    """How long an entry takes to reach every page, and what the live process holds at most."""
    incident = declare_incident(actor=ACTOR, title="Logins fail", severity="sev1")
    sessions = [_session(number) for number in range(PEOPLE)]
    port = free_port()
    command = programs(Address("127.0.0.1", port + 1), Address("127.0.0.1", port))["live"]
    said = {"HAVARI_PORT": str(port + 1), "HAVARI_LIVE_PORT": str(port)}
    with serving(port, command, **said) as live:
        pages, made, held = asyncio.run(_followed(port, incident.pk, sessions, live))
    took = sorted(_delays(pages, made))
    share = took[int(len(took) * 0.99)]
    about = f"{STREAMS:,} pages, {EACH} entries a second for {SECONDS} s"
    told = f"{len(took):,} of {len(pages) * len(made):,} told"
    yield Figure(f"{about}: p99 ({told})", share, 1.0, "what is promised", 1, goal=1.0)
    yield Figure(f"{about}: median", took[len(took) // 2], 1.0, "what is promised", 1)
    yield Figure("live process at most", held, 300.0, "what is promised", 1, unit="MB", goal=300)


def _session(number: int) -> tuple[int, str]:
    """Somebody who has signed in, as one of eight kinds of reader."""
    account = Account(
        f"{number}@example.org",
        f"Reader {number}",
        roles=[ROLES[number % 2]],
        language=LANGUAGES[number // 2 % 2],
        time_zone=ZONES[number // 4 % 2],
    )
    person = create_account(actor=ACTOR, account=account)
    client = Client()
    client.force_login(person)
    return person.pk, client.session.session_key or ""


class Page(asyncio.Protocol):
    """An open page: when it was first told of each entry."""

    def __init__(self, request: bytes) -> None:
        self._request = request
        self._tail = b""
        self.is_heard = asyncio.get_running_loop().create_future()
        self.told: dict[int, int] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        assert isinstance(transport, asyncio.WriteTransport)  # noqa: S101 - for the type checker
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        """Note every entry in it that is new."""
        now = time.time_ns()
        text = self._tail + data
        if not self.is_heard.done() and b"event: beat" in text:
            self.is_heard.set_result(None)
        for number in ENTRY.findall(text):
            self.told.setdefault(int(number), now)
        self._tail = text[-LONGEST:]


async def _followed(
    port: int, incident_id: int, sessions: Sequence[tuple[int, str]], live: Process
) -> tuple[list[Page], dict[int, int], float]:
    """Every page, when each entry was made, and how much the live process held at most."""
    loop, pages = asyncio.get_running_loop(), list[Page]()
    for number in range(STREAMS):
        person, session = sessions[number % PEOPLE]
        ticket = written(Ticket(person, session, incident_id, asks=False))
        lines = [f"GET /stream?ticket={ticket}&last={LAST} HTTP/1.1", f"Host: localhost:{port}"]
        request = "\r\n".join([*lines, "", ""]).encode()
        opened = partial(Page, request)
        _transport, page = await loop.create_connection(opened, "127.0.0.1", port)
        pages.append(page)
        await asyncio.wait_for(page.is_heard, PATIENCE)
    recording = started("benchmarks.recording", str(incident_id), str(SECONDS), str(EACH))
    held = 0.0
    while recording.poll() is None:
        held = max(held, _megabytes(live))
        await asyncio.sleep(1)
    made = _made(recording)
    deadline = time.monotonic() + PATIENCE
    while any(len(page.told) < len(made) for page in pages) and time.monotonic() < deadline:  # noqa: ASYNC110 - pages are counted now and then
        await asyncio.sleep(0.1)
    return pages, made, max(held, _megabytes(live))


def _made(recording: "subprocess.Popen[bytes]") -> dict[int, int]:
    assert recording.stdout  # noqa: S101 - it was asked for
    lines = recording.stdout.read().decode().split("\n")
    return {int(number): int(at) for number, at in (line.split() for line in lines if line)}


def _delays(pages: Sequence[Page], made: dict[int, int]) -> Iterator[float]:
    for page in pages:
        if missing := made.keys() - page.told.keys():
            raise RuntimeError(f"A page was never told of {len(missing)} entries.")
        yield from ((page.told[number] - at) / 1e9 for number, at in made.items())


def _megabytes(live: Process) -> float:
    """What the processes of the live server hold together, shared pages counted once for each."""
    own = psutil.Process(live.pid)
    every = [own, *own.children(recursive=True)]
    return float(sum(process.memory_info().rss for process in every)) / MEGABYTE
