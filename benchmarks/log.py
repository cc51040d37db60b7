"""The log: how fast entries are recorded, and how fast and in how much memory they are verified."""

import multiprocessing
import resource
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection

import psutil
from django.db import connection, transaction

from audit.actor import system
from audit.checkpoints import log_head, sign_checkpoint
from audit.log import record
from audit.verification import verify
from benchmarks.figures import Figure, fastest

CONNECTIONS = 8
SECONDS = 2
FEW, MANY = 10_000, 100_000
ACTOR = system("command")
STATE = {
    "incident": 4711,
    "occurred_at": "2026-11-04T15:59:00.000000Z",
    "precision": "minute",
    "kind": "observation",
    "milestone": "detected",
    "text": "Login attempts doubled within a minute, nine times the usual for a Wednesday. " * 4,
    "evidence_links": ["https://graphs.example.org/logins"],
    "author": 17,
    "version": 3,
}


def figures() -> Iterator[Figure]:
    """Recording beside bare inserts under the same lock; verifying beside reading the rows."""
    yield _recording()
    _grow_to(FEW)
    few = _growth()
    _grow_to(MANY)
    yield _memory(few)
    yield _verifying()
    yield _signing()


def _recording() -> Figure:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id bigserial PRIMARY KEY, body bytea NOT NULL)")
    limit = measured = 0.0
    for _turn in range(3):
        limit, measured = max(limit, _rate(_insert)), max(measured, _rate(_record))
    return Figure(
        f"entries recorded by {CONNECTIONS} connections, each in its own transaction",
        measured,
        limit,
        "bare inserts of as many bytes under the same lock",
        0.4,
        unit="a second",
        is_rate=True,
    )


def _record() -> None:
    with transaction.atomic():
        record(
            actor=ACTOR,
            verb="timeline.added",
            subject_type="sample",
            subject_id=1,
            before=None,
            after=STATE,
            incident_id=4711,
        )


def _insert() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7412025)")
        cursor.execute("INSERT INTO bare (body) VALUES (%s)", [bytes(1500)])


def _rate(act: Callable[[], None]) -> float:
    """How often a second all connections together carry out `act`."""
    counts = [0] * CONNECTIONS
    ready = threading.Barrier(CONNECTIONS)

    def work(number: int) -> None:
        connection.ensure_connection()
        ready.wait()
        end = time.perf_counter() + SECONDS
        while time.perf_counter() < end:
            act()
            counts[number] += 1
        connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def _grow_to(size: int) -> None:
    """Fill the log up to `size` entries, with a checkpoint for every thousand."""
    grown = log_head().size
    while grown < size:
        with transaction.atomic():
            for _number in range(min(1000, size - grown)):
                _record()
        sign_checkpoint()
        grown = log_head().size


def _growth() -> float:
    """How much a process of its own grows to verify the log, in MB."""
    connection.close()
    processes = multiprocessing.get_context("fork")
    said, ours = processes.Pipe(duplex=False)
    child = processes.Process(target=_verify_alone, args=(ours,))
    child.start()
    growth: float = said.recv()
    child.join()
    return growth


def _verify_alone(answer: Connection) -> None:
    connection.ensure_connection()
    before = psutil.Process().memory_info().rss
    findings = verify()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    connection.close()
    answer.send((most - before) / 1e6 if findings.problem is None else float("inf"))


def _memory(few: float) -> Figure:
    return Figure(
        f"memory to verify {MANY:,} entries",
        _growth(),
        few,
        f"memory to verify {FEW:,} entries",
        1.5,
        unit="MB",
    )


def _verifying() -> Figure:
    took, limit = fastest(verify, _read, times=3)
    return Figure(
        f"verification of {MANY:,} entries", took, limit, "the same rows read raw", 40, goal=20
    )


def _read() -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_entry JOIN audit_payload ON entry_id = index")
        return sum(len(row) for row in cursor)


def _signing() -> Figure:
    """With one new entry each time, as every few minutes and after every export."""

    def sign() -> None:
        _record()
        sign_checkpoint()

    took, limit = fastest(sign, _record)
    return Figure(
        f"a checkpoint over {MANY:,} entries, one of them new",
        took,
        limit,
        "recording that one",
        10,
    )
