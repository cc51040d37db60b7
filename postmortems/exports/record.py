"""What a report is made of, and how its figures, moments and people are put into words."""

import zoneinfo
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.checkpoints import LogHead
from core.documents.document import ours
from core.formats import exact_number, format_clock, format_date, format_moment
from core.markdown import Runs
from incidents.models import (
    ActionItem,
    ContributingFactor,
    GroupRelation,
    Incident,
    Precision,
    RoleHeld,
    Unit,
)
from incidents.selectors.impact import ReadGroup
from incidents.selectors.imported_record import ReadOrigin
from incidents.selectors.incident import Neighbour
from incidents.selectors.timeline_entry import ReadEntry, Times
from postmortems.exports.people import People, capital
from postmortems.models import Postmortem


@dataclass(frozen=True, slots=True)
class Record:
    """Everything a report is made of, as its reader may see it."""

    incident: Incident
    postmortem: Postmortem
    sections: dict[str, str]
    timeline: list[ReadEntry]
    times: Times
    groups: list[ReadGroup]
    relations: list[GroupRelation]
    factors: list[ContributingFactor]
    actions: list[ActionItem]
    roles: list[RoleHeld]
    neighbours: list[Neighbour]
    people: People
    origin: ReadOrigin | None
    log: LogHead
    made_at: datetime


class Wording:
    """Figures, moments and people of one record in one language, in the organisation's zone."""

    def __init__(self, record: Record, language: str) -> None:
        self.language = language
        self.zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
        self._people = record.people

    def moment(self, moment: datetime | None, precision: str = Precision.MINUTE) -> str:
        """Date and time no finer than they are known, with the zone."""
        return format_moment(moment, precision, self.language, self.zone, with_zone=True)

    def clock(self, moment: datetime, precision: str) -> str:
        """The time of day with its zone, in a line whose day is known."""
        return format_clock(moment, precision, self.language, self.zone, with_zone=True)

    def day(self, day: date) -> str:
        """The date in full."""
        return format_date(day, self.language)

    def day_of(self, moment: datetime) -> date:
        """The day of a moment, as the organisation's calendar has it."""
        return moment.astimezone(self.zone).date()

    def number(self, count: int) -> str:
        """Every digit of the count."""
        return exact_number(count, self.language)

    def person(self, number: int | None) -> Runs:
        """Who it was, by role, as a cell or line begins."""
        return ours(capital(self._people.label(number)))

    def by(self, number: int | None) -> str:
        """Who it was, by role, inside a sentence."""
        return self._people.label(number)


def unit_words(unit: str, count: int) -> str:
    """What is counted, as many as they are: "1 customer", "2 customers"."""
    return {
        Unit.CUSTOMERS: ngettext("customer", "customers", count),
        Unit.DEVICES: ngettext("device", "devices", count),
        Unit.MESSAGES: ngettext("message", "messages", count),
        Unit.TRANSACTIONS: ngettext("transaction", "transactions", count),
        Unit.DKK: _("DKK"),
    }[Unit(unit)]
