"""Everybody who listens, and what is said to them."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field

from live.fragments import event
from live.rights import Listener
from live.tickets import Ticket

# A page that takes nothing in for that many events is let go; it comes back and is told the rest.
MOST_WAITING = 200
MOST_NAMES = 30
BEAT = event("beat", None, {})
ENDED = event("end", None, {})


@dataclass(eq=False, slots=True)
class Stream:
    """One open page."""

    ticket: Ticket
    listener: Listener | None = None
    is_over: bool = False
    _waiting: "asyncio.Queue[bytes]" = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))
    _held: list[bytes] | None = field(default_factory=list)

    def begin(self, listener: Listener, missed: Iterable[bytes]) -> None:
        """Say first what the page has missed, then what was said meanwhile, then all that comes."""
        self.listener = self.listener or listener
        held, self._held = self._held or [], None
        for said in [*missed, *held]:
            self.say(said)

    def say(self, said: bytes) -> None:
        """Send it as soon as the page takes it in; nothing once it is over."""
        if self.is_over:
            return
        if self._held is not None:
            self._held.append(said)
        elif self._waiting.full():
            self.end()
        else:
            self._waiting.put_nowait(said)

    def end(self) -> None:
        """Say nothing more, not even what waits."""
        if self.is_over:
            return
        self.is_over = True
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._waiting.put_nowait(ENDED)

    async def said(self) -> AsyncIterator[bytes]:
        """What is sent."""
        while not self.is_over:
            yield await self._waiting.get()
        if not self._waiting.empty():
            yield self._waiting.get_nowait()


class Hub:
    """The open pages by the incident they show; pages of no incident are under None."""

    def __init__(self) -> None:
        self._streams: dict[int | None, set[Stream]] = defaultdict(set)
        self._moved: set[int] = set()

    def join(self, stream: Stream) -> None:
        """Count a page in."""
        self._streams[stream.ticket.incident_id].add(stream)

    def arrived(self, stream: Stream) -> None:
        """A page that was counted in was let in."""
        self._presence_moved(stream)

    def leave(self, stream: Stream) -> None:
        """A page was closed."""
        room = self._streams[stream.ticket.incident_id]
        room.discard(stream)
        if not room:
            del self._streams[stream.ticket.incident_id]
        self._presence_moved(stream)

    def rooms(self) -> set[int]:
        """The incidents that somebody looks at."""
        return {incident for incident in self._streams if incident is not None}

    def count_of(self, person_id: int) -> int:
        """How many pages somebody has open."""
        return sum(stream.ticket.person_id == person_id for stream in self.all())

    def beat(self) -> None:
        """A sign of life, so that a page knows that silence means nothing was recorded."""
        for stream in self.all():
            stream.say(BEAT)

    def all(self) -> list[Stream]:
        """Every open page."""
        return [stream for room in self._streams.values() for stream in room]

    def asking(self) -> list[Stream]:
        """Pages that take themselves anew when anything was recorded."""
        return [stream for stream in self.all() if stream.ticket.asks]

    def in_room(self, incident_id: int) -> list[Stream]:
        """The pages of one incident."""
        return list(self._streams.get(incident_id, ()))

    def tell_who_is_there(self) -> None:
        """Tell each room in which somebody came or went who is in it now."""
        moved, self._moved = self._moved, set()
        for incident_id in moved:
            room = self.in_room(incident_id)
            said = event("who", None, present(room))
            for stream in room:
                stream.say(said)

    def _presence_moved(self, stream: Stream) -> None:
        if stream.ticket.incident_id is not None:
            self._moved.add(stream.ticket.incident_id)


def present(room: Iterable[Stream]) -> dict[str, object]:
    """Who is there by name, each once; of very many some, and how many more."""
    people = {stream.ticket.person_id: stream.listener.name for stream in room if stream.listener}
    names = sorted(people.values())
    return {"names": names[:MOST_NAMES], "more": len(names[MOST_NAMES:])}
