"""What people are told of reports, in the language that is active."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.formats import format_date
from incidents.models import Incident
from postmortems.models import ReminderKind, Reviewer
from postmortems.selectors.due import Due


def reminder_line(kind: str, incident: Incident) -> str:
    """What is awaited of somebody."""
    words = {"incident": incident}
    match kind:
        case ReminderKind.ASKED:
            return _("Please read the postmortem of %(incident)s") % words
        case ReminderKind.CHANGED:
            return _("Changed since you approved it: the postmortem of %(incident)s") % words
        case _kind:
            return _("The postmortem of %(incident)s is near or past its day") % words


def due_text(due: Due) -> str:
    """When the report is to be completed."""
    return _(
        "The postmortem of %(incident)s is due on %(day)s, and it is not completed yet.\n\n"
        "%(address)s\n"
    ) % {
        "incident": due.incident,
        "day": format_date(due.due_on, get_language() or "en") if due.due_on else "",
        "address": settings.ADDRESS + path_of(ReminderKind.DUE, due.incident),
    }


def review_text(kind: str, reviewer: Reviewer) -> str:
    """What the reviewer is asked, and why anew."""
    incident = reviewer.postmortem.incident
    text = _asked_text() if kind == ReminderKind.ASKED else _changed_text()
    return text % {
        "incident": incident,
        "note": reviewer.note,
        "address": settings.ADDRESS + path_of(kind, incident),
    }


def path_of(kind: str, incident: Incident) -> str:
    """Where it is answered."""
    page = "postmortem_detail" if kind == ReminderKind.DUE else "postmortem_review"
    return reverse(page, args=[incident.year, incident.number])


def _asked_text() -> str:
    return _(
        "You are asked to read the postmortem of %(incident)s and to say whether you stand"
        " behind it.\n\n%(note)s\n\n%(address)s\n"
    )


def _changed_text() -> str:
    return _(
        "You approved the postmortem of %(incident)s. It or its record has changed since,"
        " so your approval no longer holds. See what changed, and say whether you stand"
        " behind it as it is now:\n\n%(address)s\n"
    )
