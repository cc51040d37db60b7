"""Due dates as iCalendar (RFC 5545), in the language of whoever reads them.

Events, not to-dos: the calendars that follow an address show nothing else (docs/decisions/0021).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import TRANSP, Calendar, Event

from calendars.models import CalendarFeed
from calendars.selectors.due import Due, What

PRODUCT = "-//Havari//Due dates//EN"
# How often a calendar should ask; many ask more rarely.
AFTER = timedelta(hours=1)
# A promised update is a moment; without a length no calendar draws it.
LENGTH = timedelta(minutes=15)


def calendar_of(feed: CalendarFeed, dues: Iterable[Due]) -> bytes:
    """The calendar. The same that is due makes the same bytes, whenever it is asked for."""
    language = feed.person.language
    with translation.override(language):
        calendar = Calendar.new(
            prodid=PRODUCT,
            name=f"Havari: {feed.name}",
            language=language,
            refresh_interval=AFTER,
            uid=_uid("calendar", feed.pk),
            subcomponents=[_event(each) for each in dues],
        )
    return bytes(calendar.to_ical())


def _event(due: Due) -> Event:
    """One event. It takes no time from anybody, and holds no names of people."""
    ends = {"end": due.at + LENGTH} if isinstance(due.at, datetime) else {}
    changed_at = due.changed_at.replace(microsecond=0)
    return Event.new(
        uid=_uid(due.what, due.number),
        stamp=changed_at,
        last_modified=changed_at,
        start=_whole(due.at),
        **{name: _whole(at) for name, at in ends.items()},
        summary=_summary(due),
        description=_address(due),
        url=_address(due),
        transparency=TRANSP.TRANSPARENT,
    )


def _whole(at: Any) -> Any:
    return at.replace(second=0, microsecond=0) if isinstance(at, datetime) else at


def _summary(due: Due) -> str:
    """What is due, of which incident; of a restricted one no word more, since calendars pass it on."""
    told = f"{_what()[due.what]}: {due.incident.reference}"
    return told if due.incident.is_restricted else f"{told} {due.words}"


def _what() -> Mapping[What, str]:
    return {
        What.WORK: _("Action due"),
        What.CHECK: _("Effect to be checked"),
        What.UPDATE: _("Promised update"),
        What.REPORT: _("Postmortem due"),
    }


def _address(due: Due) -> str:
    place = [due.incident.year, due.incident.number]
    match due.what:
        case What.UPDATE:
            path = reverse("statement_detail", args=[*place, due.number])
        case What.REPORT:
            path = reverse("postmortem_detail", args=place)
        case _:
            path = f"{reverse('incident_actions', args=place)}#action-{due.number}"
    return f"{settings.ADDRESS}{path}"


def _uid(what: str, number: int) -> str:
    """The same for as long as it is the same thing, whatever becomes of its words and its day."""
    return f"{what}-{number}@{urlsplit(settings.ADDRESS).hostname}"
