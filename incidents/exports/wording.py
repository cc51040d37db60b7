"""Moments, counts and people in one language, as every document that leaves the house says them."""

import zoneinfo
from datetime import date, datetime

from django.conf import settings

from core.documents.document import ours
from core.formats import exact_number, format_clock, format_date, format_moment
from core.markdown import Runs
from incidents.exports.people import People, capital
from incidents.models import Precision


class Wording:
    """Figures, moments and people of one record in one language, in the organisation's zone."""

    def __init__(self, language: str, people: People | None = None) -> None:
        self.language = language
        self.zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
        self._people = people or People(())

    def moment(self, moment: datetime | None, precision: str = Precision.MINUTE) -> str:
        """Date and time no finer than they are known, with the zone."""
        return format_moment(moment, precision, self.language, self.zone, with_zone=True)

    def clock(self, moment: datetime, precision: str = Precision.MINUTE) -> str:
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
