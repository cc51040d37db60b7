"""What is written to people about reports, in the language of each."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.formats import format_date
from core.mail import letter
from postmortems.models import ReminderKind
from postmortems.selectors.reminder import Awaited


def reminder_message(awaited: Awaited) -> EmailMessage:
    """What is awaited of somebody, and the address where they answer it."""
    incident, person = awaited.incident, awaited.person
    page = "postmortem_detail" if awaited.kind == ReminderKind.DUE else "postmortem_review"
    with translation.override(person.language):
        subject, text = _words(awaited)
        said = {
            "incident": incident,
            "note": awaited.reviewer.note if awaited.reviewer else "",
            "day": format_date(awaited.due_on, person.language) if awaited.due_on else "",
            "address": settings.ADDRESS + reverse(page, args=[incident.year, incident.number]),
        }
        return letter(subject % said, text % said, person.email)


def _words(awaited: Awaited) -> tuple[str, str]:
    match awaited.kind:
        case ReminderKind.ASKED:
            return _("Please read the postmortem of %(incident)s"), _(
                "You are asked to read the postmortem of %(incident)s and to say whether you stand"
                " behind it.\n\n%(note)s\n\n%(address)s\n"
            )
        case ReminderKind.CHANGED:
            return _("Changed since you approved it: the postmortem of %(incident)s"), _(
                "You approved the postmortem of %(incident)s. It or its record has changed since,"
                " so your approval no longer holds. See what changed, and say whether you stand"
                " behind it as it is now:\n\n%(address)s\n"
            )
        case _kind:
            return _("The postmortem of %(incident)s is due on %(day)s"), _(
                "The postmortem of %(incident)s is due on %(day)s, and it is not completed yet.\n\n"
                "%(address)s\n"
            )
