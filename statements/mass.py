"""What a mass message is expected to do, and from which figures that was worked out.

Havari sends nothing itself: this is what people read before they let a message out.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formats import exact_number, format_share
from statements.load import Opening, Waves, login_load, room_of, waves_for
from statements.models import Premise, PremiseName, Statement


@dataclass(frozen=True, slots=True)
class Given:
    """A figure the load rests on, as it stood; None is unknown."""

    name: str
    value: int | None
    source: str
    as_of: datetime | None

    @property
    def label(self) -> str:
        """What people call it."""
        return str(PremiseName(self.name).label)


@dataclass(frozen=True, slots=True)
class Earlier:
    """When the last mass message went, and how many they went to in the 24 hours before now.

    Of all incidents, those the reader may not know of among them: whoever got them logs in too.
    """

    last_at: datetime | None = None
    last_day: int = 0


@dataclass(frozen=True, slots=True)
class MassSend:
    """What is expected of a mass message; None where a figure it takes is unknown.

    `load` and `load_of_all` are logins a minute when everybody it goes to, or everybody the
    channel reaches, gets it at once; `room` is what the login can take beyond its normal use.
    `waves` are None too when no wave fits.
    """

    size: int | None
    customers: int | None
    reach: int | None
    load: int | None
    load_of_all: int | None
    room: int | None
    waves: Waves | None
    last_at: datetime | None
    last_day: int
    given: tuple[Given, ...]

    @property
    def unknown(self) -> list[Given]:
        """The figures that nobody has stated."""
        return [each for each in self.given if each.value is None]

    @property
    def fits(self) -> bool:
        """Whether it can go to everybody at once."""
        return self.waves is not None and self.waves.count == 1

    @property
    def has_no_room(self) -> bool:
        """Whether all is known, and no wave is small enough."""
        return self.waves is None and None not in {self.size, self.load, self.room}

    @property
    def is_part(self) -> bool:
        """Whether the channel reaches more than it is meant for."""
        return None not in {self.size, self.reach} and (self.size or 0) < (self.reach or 0)

    @property
    def is_too_many(self) -> bool:
        """Whether it is meant for more than the channel reaches."""
        return None not in {self.size, self.reach} and (self.size or 0) > (self.reach or 0)

    def words(self, language: str) -> str:
        """All of it in one sentence, for the log."""
        with translation.override(language):
            return "; ".join(self._words(language))

    def _words(self, language: str) -> Iterator[str]:
        def said(number: int | None) -> str:
            return _("unknown") if number is None else exact_number(number, language)

        size = said(self.size)
        if self.size and self.customers:
            share = format_share(self.size, self.customers, language)
            yield _("goes to %(size)s, %(share)s of all customers") % {"size": size, "share": share}
        else:
            yield _("goes to %(size)s") % {"size": size}
        yield _("%(load)s logins a minute at once") % {"load": said(self.load)}
        yield _("room for %(room)s") % {"room": said(self.room)}
        if self.waves:
            yield ngettext("%(count)s wave", "%(count)s waves", self.waves.count) % {
                "count": exact_number(self.waves.count, language)
            }

    def as_data(self, language: str) -> dict[str, Any]:
        """As it is frozen with a release, with the words by which the log tells it."""
        told = {"label": _("Expected"), "words": self.words(language)}
        data: dict[str, Any] = json.loads(json.dumps(asdict(self), cls=DjangoJSONEncoder))
        return told | data


def frozen(data: Mapping[str, Any]) -> MassSend:
    """What `as_data` kept."""
    kept = {field.name: data[field.name] for field in fields(MassSend)}
    return MassSend(
        **kept
        | {
            "waves": data["waves"] and Waves(**data["waves"]),
            "last_at": _moment(data["last_at"]),
            "given": tuple(
                Given(**each | {"as_of": _moment(each["as_of"])}) for each in data["given"]
            ),
        }
    )


def expected(statement: Statement, premises: Mapping[str, Premise], earlier: Earlier) -> MassSend:
    """What is expected of a statement that reaches a mass audience; `premises` by name."""
    given = {name: _given(name, premises.get(name)) for name in premises_of(statement)}
    customers, capacity, normal, reach, per_thousand, minutes = (
        each.value for each in given.values()
    )
    size = statement.audience_size
    opening = None
    if per_thousand is not None and minutes is not None:
        opening = Opening(per_thousand, minutes)
    room = None if capacity is None or normal is None else room_of(capacity, normal)
    return MassSend(
        size=size,
        customers=customers,
        reach=reach,
        load=_load(size, opening),
        load_of_all=_load(reach, opening),
        room=room,
        waves=_waves(size, opening, room),
        last_at=earlier.last_at,
        last_day=earlier.last_day,
        given=tuple(given.values()),
    )


def premises_of(statement: Statement) -> list[str]:
    """The names of the figures that its load rests on: those of all, and those of its channel."""
    of_channel = [f"{statement.channel}_{each}" for each in ("reach", "per_thousand", "minutes")]
    return [
        PremiseName.CUSTOMERS,
        PremiseName.LOGIN_CAPACITY,
        PremiseName.NORMAL_LOGINS,
        *of_channel,
    ]


def _given(name: str, premise: Premise | None) -> Given:
    premise = premise or Premise(name=name)
    return Given(str(name), premise.value, premise.source, premise.as_of)


def _load(recipients: int | None, opening: Opening | None) -> int | None:
    return None if recipients is None or opening is None else login_load(recipients, opening)


def _waves(size: int | None, opening: Opening | None, room: int | None) -> Waves | None:
    if size is None or opening is None or room is None:
        return None
    return waves_for(size, opening, room)


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
