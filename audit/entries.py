"""Whether one entry of the log is what Havari wrote, told so that anybody understands it."""

import json

from audit.log import commitment, envelope
from audit.merkle import leaf_hash
from audit.models import LogEntry, LogPayload
from audit.seals import is_sealed


class Misfit(Exception):
    """Something in the log does not fit; the text says what, for a non-engineer."""


def check_entry(place: int, entry: LogEntry) -> None:
    """Refuse an entry that is not the one of this place, or whose columns or hash do not fit.

    Raises:
        Misfit: with what is wrong.
    """
    if entry.index != place:
        raise Misfit(
            f"Entry {place} of the log is missing: the next one is numbered {entry.index}."
        )
    changed = f"Entry {entry.index} of the log was changed after it was written"
    leaf = bytes(entry.leaf)
    if leaf_hash(leaf) != bytes(entry.leaf_hash):
        raise Misfit(f"{changed}: its text does not have the fingerprint that was kept with it.")
    if _told(leaf) != envelope(entry):
        raise Misfit(
            f"{changed}: who, when or what it shows is not what its sealed text says, or it "
            "stands in another's place."
        )


def check_seal(entry: LogEntry) -> None:
    """Refuse an entry that this installation did not write; needed until a checkpoint covers it.

    Raises:
        Misfit: the seal is not ours.
    """
    if not is_sealed(bytes(entry.leaf), bytes(entry.seal)):
        raise Misfit(
            f"Entry {entry.index} of the log was not written by Havari, or changed since: it does "
            "not carry this installation's seal. (If HAVARI_SECRET_KEY was changed, name the "
            "earlier one in HAVARI_OLD_SECRET_KEYS.)"
        )


def check_payload(entry: LogEntry, payload: LogPayload) -> None:
    """Refuse a content that is not the one the entry commits to.

    Raises:
        Misfit: it is another.
    """
    if commitment(bytes(payload.salt), bytes(payload.body)) != bytes(entry.payload_digest):
        raise Misfit(
            f"The content of entry {entry.index} of the log was changed after it was written."
        )


def _told(leaf: bytes) -> object:
    try:
        told: object = json.loads(leaf)
    except ValueError:
        return None
    return told
