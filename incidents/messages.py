"""What is written to people, in the language of each."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formats import format_date
from core.mail import letter
from incidents.models import ActionItem
from incidents.services.reminder import Reminder


def reminder_message(reminder: Reminder) -> EmailMessage:
    """That the work or its check is near or past its day, and the address where it is answered."""
    action, owner = reminder.action, reminder.owner
    with translation.override(owner.language):
        subject = f"{_lateness(reminder.days_late)}: {action.title}"
        text = _check_text() if action.completed_at else _work_text()
        body = text % {
            "incident": action.incident,
            "title": action.title,
            "day": format_date(reminder.due_on, owner.language),
            "address": _address(action),
        }
    return letter(subject, body, owner.email)


def _work_text() -> str:
    return _(
        "You own an action of %(incident)s:\n\n"
        "    %(title)s\n\n"
        "Due on %(day)s, and not done yet. Finish it with evidence, or plan it anew:\n\n"
        "%(address)s\n"
    )


def _check_text() -> str:
    return _(
        "You own an action of %(incident)s that is done:\n\n"
        "    %(title)s\n\n"
        "Its effect is to be checked on %(day)s. Say whether it worked, and how you know:\n\n"
        "%(address)s\n"
    )


def _lateness(days: int) -> str:
    if days < 0:
        return _("Due soon")
    if days == 0:
        return _("Due today")
    return ngettext("Overdue by %(days)s day", "Overdue by %(days)s days", days) % {"days": days}


def _address(action: ActionItem) -> str:
    incident = action.incident
    path = reverse("incident_actions", args=[incident.year, incident.number])
    return f"{settings.ADDRESS}{path}#action-{action.pk}"
