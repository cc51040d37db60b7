"""Following the log: what is committed is told, once, in the order of its entries."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import psycopg
from django.db import Error, close_old_connections, connection

from audit.log import newest_entry
from audit.models import LogEntry
from live.fragments import event, recorded, shown, warm_up
from live.hub import Hub, Stream
from live.rights import Reading, listeners

CHANNEL = "havari_log"
RECHECK = 10
PRESENCE = 0.5
PATIENCE = 5
# More than that is not told piece by piece: pages are read anew.
MOST_MISSED = 500
RIGHTS = ("account.", "role.", "incident.access_changed")
T = TypeVar("T")
log = logging.getLogger("live")


@dataclass(frozen=True, slots=True)
class News:
    """What a page is told of a stretch of the log that ends with `index`; None: read it anew."""

    index: int
    parts: dict[Reading, dict[str, Any] | None]

    def event_for(self, reading: Reading) -> bytes:
        """The event for readers of one kind."""
        parts = self.parts.get(reading)
        return event("anew", self.index, {}) if parts is None else event("news", self.index, parts)


class Follower:
    """One connection that listens, a cursor over the log, and a thread that reads the record."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._cursor = -1
        # What is told and who may come in do not wait for each other.
        self._reading = ThreadPoolExecutor(1, "reading")
        self._admitting = ThreadPoolExecutor(1, "admitting")

    async def prepare(self) -> None:
        """Make ready to tell; what is recorded from now on is told."""
        await self._in(self._reading, warm_up)

    async def run(self) -> None:
        """Follow until stopped; a database that is away is waited for."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listen())
            tasks.create_task(self._each(RECHECK, self._recheck))
            tasks.create_task(self._each(PRESENCE, self._presence))

    async def admit(self, stream_of: Callable[[], Stream | None], last: int) -> Stream | None:
        """Let a page in, if it may, and tell it what was recorded since `last`."""
        stream = await self._in(self._admitting, stream_of)
        if stream is None:
            return None
        # Counted in first: what is recorded from now on comes by itself, perhaps a second time.
        self._hub.join(stream)
        try:
            stream.begin(await self._in(self._admitting, lambda: missed_by(stream, last)))
        except BaseException:
            self._hub.leave(stream)
            raise
        return stream

    async def _listen(self) -> None:
        self._cursor = await self._in(self._reading, _newest)
        while True:
            try:
                await self._follow()
            except (psycopg.Error, Error, OSError) as error:
                log.warning("The log cannot be listened to, and is asked again: %s", error)
                await asyncio.sleep(1)

    async def _follow(self) -> None:
        parameters = connection.get_connection_params()
        parameters.pop("cursor_factory", None)
        parameters.pop("context", None)
        async with await psycopg.AsyncConnection.connect(
            **parameters, autocommit=True
        ) as listening:
            await listening.execute(f"LISTEN {CHANNEL}")
            while True:
                await self._tell()
                async for _notice in listening.notifies(timeout=PATIENCE, stop_after=1):
                    pass

    async def _tell(self) -> None:
        told = await self._in(self._reading, lambda: _since(self._cursor))
        if not told:
            return
        if any(entry.verb.startswith(RIGHTS) for entry in told):
            await self._recheck()
        streams = {number: self._hub.in_room(number) for number in self._hub.rooms()}
        readings = {
            number: {stream.listener.reading for stream in room} for number, room in streams.items()
        }
        news = await self._in(self._reading, lambda: news_of(told, readings))
        for number, each in news.items():
            events = {reading: each.event_for(reading) for reading in readings[number]}
            # Whoever came in meanwhile is told what they missed by themselves.
            for stream in streams[number]:
                stream.say(events[stream.listener.reading])
        moved = event("moved", told[-1].index, {})
        for stream in self._hub.asking():
            stream.say(moved)
        self._cursor = told[-1].index

    async def _recheck(self) -> None:
        """End the stream of everybody who may not listen any more; read on as each reads now."""
        streams = self._hub.all()
        tickets = {stream.ticket for stream in streams}
        holding = await self._in(self._reading, lambda: listeners(tickets))
        for stream in streams:
            listener = holding.get(stream.ticket)
            if listener is None:
                stream.end()
            else:
                stream.listener = listener

    async def _presence(self) -> None:
        self._hub.tell_who_is_there()

    async def _each(self, seconds: float, act: Callable[[], Any]) -> None:
        while True:
            await asyncio.sleep(seconds)
            with suppress(Error):
                await act()

    async def _in(self, threads: ThreadPoolExecutor, act: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(threads, _fresh, act)


def _fresh(act: Callable[[], T]) -> T:
    close_old_connections()
    return act()


def _newest() -> int:
    newest = newest_entry()
    return newest[0] if newest else -1


def _since(index: int) -> list[LogEntry]:
    entries = LogEntry.objects.filter(index__gt=index).order_by("index")
    return list(entries.only("index", "verb", "subject_type", "subject_id", "incident_id"))


def news_of(told: Sequence[LogEntry], readings: dict[int, set[Reading]]) -> dict[int, News]:
    """What each room is told of these entries of the log, once for each way of reading."""
    by_incident: dict[int, list[LogEntry]] = defaultdict(list)
    for entry in told:
        if entry.incident_id in readings:
            by_incident[entry.incident_id].append(entry)
    return {
        number: News(told[-1].index, _parts(number, entries, readings[number]))
        for number, entries in by_incident.items()
    }


def _parts(
    incident_id: int, told: Sequence[LogEntry], readings: Iterable[Reading]
) -> dict[Reading, dict[str, Any] | None]:
    try:
        found = recorded(incident_id, told) if len(told) <= MOST_MISSED else None
        return {reading: shown(found, reading) if found else None for reading in readings}
    except Error:
        raise
    except Exception:
        # One page that cannot be told is read anew and shows why; all others go on being told.
        log.exception("What was recorded in incident %s cannot be shown", incident_id)
        return dict.fromkeys(readings)


def missed_by(stream: Stream, last: int) -> list[bytes]:
    """What a page that knows the log up to `last` must be told to know it all."""
    newest = _newest()
    said = []
    number, reading = stream.ticket.incident_id, stream.listener.reading
    if number is not None and last < newest:
        missed = LogEntry.objects.filter(incident_id=number, index__gt=last).order_by("index")
        if told := list(missed[: MOST_MISSED + 1]):
            said.append(News(newest, _parts(number, told, [reading])).event_for(reading))
    if stream.ticket.asks and last < newest:
        said.append(event("moved", newest, {}))
    return said
