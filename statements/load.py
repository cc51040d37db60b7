"""The load that a mass message makes on the login: a simple, stated model in whole numbers.

Of 1,000 who get the message, `per_thousand` log in, spread evenly over `minutes`. What the login
can take beyond its normal use is the room. A load is rounded half up; a wave is rounded down, so
that it always fits.

    opening = Opening(per_thousand=600, minutes=15)
    login_load(1_600_000, opening)                  64000 a minute, all at once
    waves_for(1_600_000, opening, room_of(20_000, 3_000))
        4 waves, 15 minutes apart: three of 425,000 and one of 325,000
"""

from dataclasses import dataclass
from datetime import timedelta

# More than there are people. By the model no plan of waves for them outlasts what a clock can count.
LARGEST_AUDIENCE = 10**10
PER = 1_000
LISTED = 12


@dataclass(frozen=True, slots=True)
class Opening:
    """Of 1,000 who get a message, `per_thousand` log in within `minutes` (1 or more)."""

    per_thousand: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Waves of one size: from the `first` to the `last`, the first of them `after` the start."""

    first: int
    last: int
    size: int
    after: timedelta


@dataclass(frozen=True, slots=True)
class Waves:
    """So many recipients in waves of at most `most`, `minutes` apart. Only the last is smaller."""

    recipients: int
    most: int
    minutes: int

    @property
    def count(self) -> int:
        """How many waves."""
        return -(-self.recipients // self.most)

    @property
    def apart(self) -> timedelta:
        """From one wave to the next."""
        return timedelta(minutes=self.minutes)

    @property
    def length(self) -> timedelta:
        """From the first wave to the last."""
        return self._after(self.count)

    @property
    def rest(self) -> int:
        """How many the last wave goes to."""
        return self.recipients - self.most * (self.count - 1)

    @property
    def stretches(self) -> list[Stretch]:
        """One wave after the other; the equal ones in the middle as one when there are many."""
        equal = [
            Stretch(first, last, self.most, self._after(first)) for first, last in self._equal()
        ]
        return [*equal, Stretch(self.count, self.count, self.rest, self.length)]

    def _equal(self) -> list[tuple[int, int]]:
        if self.count > LISTED:
            return [(1, 1), (2, self.count - 1)]
        return [(wave, wave) for wave in range(1, self.count)]

    def _after(self, wave: int) -> timedelta:
        return self.apart * (wave - 1)


def login_load(recipients: int, opening: Opening) -> int:
    """Logins a minute when all of them get it at once."""
    return _half_up(recipients * opening.per_thousand, PER * opening.minutes)


def room_of(capacity: int, normal: int) -> int:
    """Logins a minute that the login can take beyond its normal use."""
    return max(capacity - normal, 0)


def waves_for(recipients: int, opening: Opening, room: int) -> Waves | None:
    """The fewest waves of which none makes more than `room` logins a minute.

    One wave if all of them fit; None when no wave fits, since there is no room for one login.
    """
    if recipients * opening.per_thousand <= room * PER * opening.minutes:
        return Waves(recipients, recipients, opening.minutes)
    most = room * PER * opening.minutes // opening.per_thousand
    return Waves(recipients, most, opening.minutes) if most else None


def _half_up(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)
