"""Following the log: what is committed is told, once, in the order of its entries."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import psycopg
from django.db import Error, close_old_connections, connection, transaction

from audit.log import newest_entry
from audit.models import LogEntry
from live.fragments import event, recorded, shown, warm_up
from live.hub import Hub, Stream
from live.rights import Listener, Reading, listeners
from live.tickets import Ticket

CHANNEL = "havari_log"
RECHECK = 10
PRESENCE = 0.5
BEAT = 10
PATIENCE = 5
# So much of the log is read at a time.
MOST = 5_000
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

    def event_for(self, reading: Reading | None) -> bytes:
        """The event for readers of one kind; of whom that is not known yet, the page asks itself."""
        parts = self.parts.get(reading) if reading else None
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
            tasks.create_task(self._each(BEAT, self._beat))

    async def admit(self, ticket: Ticket, last: int) -> Stream | None:
        """Let a page in, if it may, and tell it what was recorded since `last`."""
        stream = Stream(ticket)
        # Counted in first: what is recorded from now on comes by itself, perhaps a second time.
        self._hub.join(stream)
        try:
            found = await self._in(self._admitting, lambda: admission(ticket, last))
        except BaseException:
            self._hub.leave(stream)
            raise
        if found is None or stream.is_over:
            self._hub.leave(stream)
            return None
        stream.begin(*found)
        self._hub.arrived(stream)
        return stream

    async def _listen(self) -> None:
        self._cursor = await self._in(self._reading, _newest)
        while True:
            try:
                await self._follow()
            except Exception as error:  # noqa: BLE001 - whatever it is, pages must not wait for ever
                log.warning("The log cannot be listened to, and is asked again: %r", error)
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
        tickets = {stream.ticket: stream.listener for stream in self._hub.all()}
        heard = await self._in(self._reading, lambda: hear(self._cursor, tickets))
        if heard is None:
            return
        if heard.holding is not None:
            # Whoever came in meanwhile was not asked about, and asks once more.
            self._let_go_on(self._hub.all(), heard.holding)
        for number, news in heard.news.items():
            for stream in self._hub.in_room(number):
                stream.say(news.event_for(stream.listener.reading if stream.listener else None))
        moved = event("moved", heard.index, {})
        for stream in self._hub.asking():
            stream.say(moved)
        self._cursor = heard.index

    async def _recheck(self) -> None:
        """End the stream of everybody who may not listen any more; read on as each reads now."""
        streams = self._hub.all()
        tickets = {stream.ticket for stream in streams}
        self._let_go_on(streams, await self._in(self._reading, lambda: listeners(tickets)))

    def _let_go_on(self, streams: Iterable[Stream], holding: Mapping[Ticket, Listener]) -> None:
        for stream in streams:
            if listener := holding.get(stream.ticket):
                stream.listener = listener
            else:
                stream.end()

    async def _presence(self) -> None:
        self._hub.tell_who_is_there()

    async def _beat(self) -> None:
        self._hub.beat()

    async def _each(self, seconds: float, act: Callable[[], Any]) -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                await act()
            except Exception as error:  # noqa: BLE001 - the next time must come, whatever it was
                log.warning("It is tried again: %r", error)

    async def _in(self, threads: ThreadPoolExecutor, act: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(threads, _at_one_moment, act)


def _at_one_moment(act: Callable[[], T]) -> T:
    """What is asked sees one moment of the record: rights and words belong together."""
    close_old_connections()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return act()


def _newest() -> int:
    newest = newest_entry()
    return newest[0] if newest else -1


@dataclass(frozen=True, slots=True)
class Heard:
    """What the log told up to `index`, for each room; who may go on, if that may have changed."""

    index: int
    news: dict[int, News]
    holding: Mapping[Ticket, Listener] | None


def hear(cursor: int, tickets: Mapping[Ticket, Listener | None]) -> Heard | None:
    """What was recorded after `cursor`, for those who listen; None when nothing was.

    Where it changes who may know what, everybody is asked about at the same moment, so that nobody
    is told what was recorded after they lost the right to know it.
    """
    entries = LogEntry.objects.filter(index__gt=cursor).order_by("index")
    told = list(entries.only("index", "verb", "subject_type", "subject_id", "incident_id")[:MOST])
    if not told:
        # A database taken back from a backup has a shorter log.
        newest = _newest()
        return Heard(newest, {}, listeners(tickets)) if newest < cursor else None
    is_about_rights = any(entry.verb.startswith(RIGHTS) for entry in told)
    holding = listeners(tickets) if is_about_rights else None
    readings: dict[int, set[Reading]] = defaultdict(set)
    for ticket, before in tickets.items():
        listener = before if holding is None else holding.get(ticket)
        if ticket.incident_id is not None:
            readings[ticket.incident_id] |= {listener.reading} if listener else set()
    return Heard(told[-1].index, news_of(told, readings), holding)


def admission(ticket: Ticket, last: int) -> tuple[Listener, list[bytes]] | None:
    """Who listens and what they missed; None for whoever may not."""
    listener = listeners([ticket]).get(ticket)
    return (listener, missed_by(ticket, listener.reading, last)) if listener else None


def news_of(told: Sequence[LogEntry], readings: dict[int, set[Reading]]) -> dict[int, News]:
    """What each room is told of these entries of the log, once for each way of reading."""
    by_incident: dict[int, list[LogEntry]] = defaultdict(list)
    for entry in told:
        for number in _rooms_of(entry):
            if number in readings:
                by_incident[number].append(entry)
    return {
        number: News(told[-1].index, _parts(number, entries, readings[number]))
        for number, entries in by_incident.items()
    }


def _rooms_of(entry: LogEntry) -> set[int | None]:
    """The incident it is about; of a link both."""
    if entry.subject_type != "incident_link":
        return {entry.incident_id}
    content = entry.payload.content
    return {entry.incident_id, (content["after"] or content["before"])["target"]}


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


def missed_by(ticket: Ticket, reading: Reading, last: int) -> list[bytes]:
    """What a page that knows the log up to `last` must be told to know it all."""
    newest = _newest()
    said = []
    if ticket.incident_id is not None and last < newest:
        missed = LogEntry.objects.filter(incident_id=ticket.incident_id, index__gt=last)
        if told := list(missed.order_by("index")[: MOST_MISSED + 1]):
            news = News(newest, _parts(ticket.incident_id, told, [reading]))
            said.append(news.event_for(reading))
    if ticket.asks and last < newest:
        said.append(event("moved", newest, {}))
    return said
