"""What is written to people about statements, in the language and time of each."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.formats import format_duration, format_moment
from core.mail import letter
from incidents.models import Incident
from statements.selectors.silence import MOST
from statements.selectors.statement import ReadStatement, Void
from statements.services.notice import Told
from statements.services.silence import SilenceReminder


def silence_messages(reminder: SilenceReminder) -> list[EmailMessage]:
    """To each: that the first words, or an update that was promised, are late."""
    return [_silence_message(reminder, person) for person in reminder.people]


def _silence_message(reminder: SilenceReminder, person: User) -> EmailMessage:
    with translation.override(person.language):
        subject, told = _overdue(reminder, person)
        last = _("This is reminder %(turn)s of at most %(most)s.") % {
            "turn": reminder.turn,
            "most": MOST,
        }
        return letter(subject, f"{told}\n\n{last}\n", person.email)


def _overdue(reminder: SilenceReminder, person: User) -> tuple[str, str]:
    overdue = reminder.overdue
    words = {
        "incident": overdue.incident,
        "due": _moment(overdue.since, person),
        "length": format_duration(overdue.by, person.language),
        "address": _address(overdue.incident, "incident_statements"),
    }
    if overdue.statement is None:
        subject = _("Nothing was said yet: %(incident)s") % words
        return subject, _(
            "Nobody was told anything about %(incident)s yet. The first statement was to be out "
            "by %(due)s, %(length)s ago. The fact sheet has what can be said:\n\n%(address)s"
        ) % (words | {"address": _address(overdue.incident, "fact_sheet")})
    words |= {
        "title": overdue.statement.title,
        "audience": overdue.statement.get_audience_display(),
    }
    subject = _("A promised update is overdue: %(title)s") % words
    return subject, _(
        "“%(title)s” promised an update by %(due)s, %(length)s ago (%(incident)s; audience: "
        "%(audience)s). None went out since. Say what is new, or when more will be said:"
        "\n\n%(address)s"
    ) % words


def notice_messages(told: Told) -> list[EmailMessage]:
    """To each: that approvals no longer hold, or that what was said is no longer right."""
    return [_notice_message(told, person) for person in told.people]


def _notice_message(told: Told, person: User) -> EmailMessage:
    with translation.override(person.language):
        subject, body = _void(told, person) if told.void else _stale(told.read, person)
        return letter(subject, body, person.email)


def _void(told: Told, person: User) -> tuple[str, str]:
    lacks = told.read.lacks
    missing = ngettext(
        "It needs %(lacks)s more approval before it may go out.",
        "It needs %(lacks)s more approvals before it may go out.",
        lacks,
    ) % {"lacks": lacks}
    words = _about(told.read) | {
        "approvals": "\n\n".join(_approval(each, person) for each in told.void),
        "missing": f"{missing} " if lacks else "",
    }
    return _("Approval void: %(title)s") % words, _(
        "These approvals of “%(title)s” (%(incident)s) no longer hold:\n\n%(approvals)s\n\n"
        "%(missing)sRead it as it stands now:\n\n%(address)s\n"
    ) % words


def _approval(void: Void, person: User) -> str:
    given = _("%(approver)s, approved %(at)s") % {
        "approver": void.approval.approver,
        "at": _moment(void.approval.approved_at, person),
    }
    return "\n".join(f"    {line}" for line in (given, *void.reasons))


def _stale(read: ReadStatement, person: User) -> tuple[str, str]:
    if read.release is None:
        raise ValueError(f"Nobody can have heard what did not go out: {read.statement}")
    words = _about(read) | {
        "at": _moment(read.release.released_at, person),
        "whom": read.release.recipients,
        "moved": "\n".join(f"    {each.told}" for each in read.moved),
    }
    return _("No longer right: %(title)s") % words, _(
        "“%(title)s” (%(incident)s) was released on %(at)s to %(whom)s. Since then the record has "
        "moved on:\n\n%(moved)s\n\nPut it right with a correction:\n\n%(address)s\n"
    ) % words


def _about(read: ReadStatement) -> dict[str, object]:
    statement = read.statement
    return {
        "title": statement.title,
        "incident": statement.incident,
        "address": _address(statement.incident, "statement_detail", statement.pk),
    }


def _moment(at: datetime, person: User) -> str:
    zone = ZoneInfo(person.time_zone)
    return format_moment(at, "minute", person.language, zone, with_zone=True)


def _address(incident: Incident, page: str, *more: int) -> str:
    return f"{settings.ADDRESS}{reverse(page, args=[incident.year, incident.number, *more])}"
