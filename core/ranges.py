"""Which part of a file a browser asks for, so that a download goes on where it was cut (RFC 9110)."""

import re
from dataclasses import dataclass

# One range; to several the whole file is an answer too (14.2).
_ONE_RANGE = re.compile(r"bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes from the first to the last, both of them included."""

    first: int
    last: int


class NoSuchPart(Exception):
    """The part that is asked for begins after the end."""


def part_of(size: int, asked: str, if_range: str, etag: str) -> Part | None:
    """The part of a file of `size` bytes that `Range` asks for; None is the whole.

    The whole is also the answer to what is no range, to several at once, and when `If-Range` names
    another file than the one of this `etag`.

    Raises:
        NoSuchPart: nothing of the file is in the range.
    """
    match = _ONE_RANGE.fullmatch(asked)
    if not match or (if_range and if_range != etag):
        return None
    first, last = match.groups()
    if not first:
        return _last_bytes(size, int(last)) if last else None
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise NoSuchPart
    return Part(int(first), min(int(last or size), size - 1))


def _last_bytes(size: int, count: int) -> Part:
    if not count or not size:
        raise NoSuchPart
    return Part(max(size - count, 0), size - 1)
