"""What lets a page into the stream of what is recorded: sealed, short-lived, for one reader.

The live process has no cookies and no sessions of its own. A page asks the web process, which knows
who it is, and hands the ticket on. It opens a stream; how long that goes on is asked of the
database again and again (`live.rights`).

It stands in an address, which proxies write down, and it names a session: so it is not only signed
but sealed. Nobody reads from it what would let them in as somebody else.
"""

import json
from dataclasses import asdict, dataclass

from cryptography.fernet import InvalidToken

from core.sealing import seals

SECONDS = 30


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who listens, in which session, and to what.

    `incident_id`: the incident whose room is open, or None. `asks`: whether the page takes itself
    anew when anything at all was recorded.
    """

    person_id: int
    session: str
    incident_id: int | None
    asks: bool


class NoTicket(ValueError):
    """What was shown is no ticket, too old, or not ours."""


def written(ticket: Ticket) -> str:
    """The ticket as a page carries it."""
    return seals("live").encrypt(json.dumps(asdict(ticket)).encode()).decode()


def read(text: str) -> Ticket:
    """The ticket that was shown.

    Raises:
        NoTicket: it was not sealed here, or more than thirty seconds ago.
    """
    try:
        return Ticket(**json.loads(seals("live").decrypt(text.encode(), ttl=SECONDS)))
    except (InvalidToken, TypeError, ValueError) as error:
        raise NoTicket("It was not sealed here, or too long ago.") from error
