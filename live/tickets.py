"""What lets a page into the stream of what is recorded: signed, short-lived, for one reader.

The live process has no cookies and no sessions of its own. A page asks the web process, which knows
who it is, and hands the ticket on. It opens a stream; how long that goes on is asked of the
database again and again (`live.rights`).
"""

from dataclasses import asdict, dataclass

from django.core import signing

SALT = "havari.live"
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
    return signing.dumps(asdict(ticket), salt=SALT)


def read(text: str) -> Ticket:
    """The ticket that was shown.

    Raises:
        NoTicket: it was not signed here, or more than thirty seconds ago.
    """
    try:
        return Ticket(**signing.loads(text, salt=SALT, max_age=SECONDS))
    except (signing.BadSignature, TypeError, ValueError) as error:
        raise NoTicket(text[:20]) from error
