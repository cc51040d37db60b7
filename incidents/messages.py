"""What the owner of an action is told, in the language that is active."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.formats import format_date
from incidents.models import ActionItem


def due_line(action: ActionItem, today: date) -> str:
    """How near or late the work, or the check of its effect, is."""
    due_on = action.awaited_on
    if due_on is None:
        return _("Nothing more is awaited: %(title)s") % {"title": action.title}
    return f"{_lateness((today - due_on).days)}: {action.title}"


def due_text(action: ActionItem) -> str | None:
    """What is to be done by when, and the address where it is answered; None when it is done."""
    if action.awaited_on is None:
        return None
    text = _check_text() if action.completed_at else _work_text()
    return text % {
        "incident": action.incident,
        "title": action.title,
        "day": format_date(action.awaited_on, get_language() or "en"),
        "address": settings.ADDRESS + path_of(action),
    }


def path_of(action: ActionItem) -> str:
    """Where it is answered."""
    incident = action.incident
    path = reverse("incident_actions", args=[incident.year, incident.number])
    return f"{path}#action-{action.pk}"


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
