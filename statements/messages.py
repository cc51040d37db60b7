"""What people are told of statements, in the language that is active and their own time."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.formats import format_duration, format_moment
from incidents.models import Incident
from statements.models import Statement
from statements.selectors.silence import MOST, Overdue, Promise
from statements.selectors.statement import ReadStatement, Void


def silence_line(incident: Incident, statement: Statement | None) -> str:
    """That the first words, or an update that the statement promised, are late."""
    if statement is None:
        return _("Nothing was said yet: %(incident)s") % {"incident": incident}
    return _("A promised update is overdue: %(title)s") % {"title": statement.title}


def silence_text(overdue: Overdue, turn: int, person: User) -> str:
    """Since when they are late, and where that is put right."""
    last = _("This is reminder %(turn)s of at most %(most)s.") % {"turn": turn, "most": MOST}
    return f"{_overdue(overdue, person)}\n\n{last}\n"


def _overdue(overdue: Overdue, person: User) -> str:
    words = {
        "incident": overdue.incident,
        "due": _moment(overdue.since, person),
        "length": format_duration(overdue.by, person.language),
        "address": settings.ADDRESS + path_of(overdue.incident, overdue.statement),
    }
    if overdue.statement is None:
        return (
            _(
                "Nobody was told anything about %(incident)s yet. The first statement was to be out "
                "by %(due)s, %(length)s ago. The fact sheet has what can be said:\n\n%(address)s"
            )
            % words
        )
    words |= _promised(overdue.statement)
    return (
        _(
            "“%(title)s” promised an update by %(due)s, %(length)s ago (%(incident)s; audience: "
            "%(audience)s). None went out since. Say what is new, or when more will be said:"
            "\n\n%(address)s"
        )
        % words
    )


def promise_line(statement: Statement) -> str:
    """That an update that was promised is to be out soon."""
    return _("A promised update is due soon: %(title)s") % {"title": statement.title}


def promise_text(promise: Promise, person: User) -> str:
    """By when, and where it is written."""
    incident = promise.statement.incident
    return _(
        "“%(title)s” promised an update by %(due)s (%(incident)s; audience: %(audience)s). "
        "Say what is new, or when more will be said:\n\n%(address)s\n"
    ) % {
        "incident": incident,
        "due": _moment(promise.at, person),
        "address": settings.ADDRESS + path_of(incident, promise.statement),
        **_promised(promise.statement),
    }


def _promised(statement: Statement) -> dict[str, object]:
    return {"title": statement.title, "audience": statement.get_audience_display()}


def void_line(statement: Statement) -> str:
    """That somebody's approval no longer holds."""
    return _("Approval void: %(title)s") % {"title": statement.title}


def void_text(read: ReadStatement, void: Sequence[Void], person: User) -> str:
    """Which approvals no longer hold and why."""
    lacks = read.lacks
    missing = ngettext(
        "It needs %(lacks)s more approval before it may go out.",
        "It needs %(lacks)s more approvals before it may go out.",
        lacks,
    ) % {"lacks": lacks}
    words = _about(read) | {
        "approvals": "\n\n".join(_approval(each, person) for each in void),
        "missing": f"{missing} " if lacks else "",
    }
    return (
        _(
            "These approvals of “%(title)s” (%(incident)s) no longer hold:\n\n%(approvals)s\n\n"
            "%(missing)sRead it as it stands now:\n\n%(address)s\n"
        )
        % words
    )


def _approval(void: Void, person: User) -> str:
    given = _("%(approver)s, approved %(at)s") % {
        "approver": void.approval.approver,
        "at": _moment(void.approval.approved_at, person),
    }
    return "\n".join(f"    {line}" for line in (given, *void.reasons))


def stale_line(statement: Statement) -> str:
    """That what was said is no longer right."""
    return _("No longer right: %(title)s") % {"title": statement.title}


def stale_text(read: ReadStatement, person: User) -> str | None:
    """Which figures moved on; None when all of it is right again."""
    if read.release is None or not read.moved:
        return None
    words = _about(read) | {
        "at": _moment(read.release.released_at, person),
        "whom": read.release.recipients,
        "moved": "\n".join(f"    {each.told}" for each in read.moved),
    }
    return (
        _(
            "“%(title)s” (%(incident)s) was released on %(at)s to %(whom)s. Since then the record has "
            "moved on:\n\n%(moved)s\n\nPut it right with a correction:\n\n%(address)s\n"
        )
        % words
    )


def approval_line(statement: Statement) -> str:
    """That it waits for somebody who stands behind it."""
    return _("Waits for approval: %(title)s") % {"title": statement.title}


def approval_text(read: ReadStatement) -> str | None:
    """Where it is read and approved; None when nobody has to any more."""
    if not read.lacks:
        return None
    return _(
        "“%(title)s” (%(incident)s) may go out once somebody who did not write it stands behind "
        "it. Read it as it stands now:\n\n%(address)s\n"
    ) % _about(read)


def path_of(incident: Incident, statement: Statement | None) -> str:
    """Where late words are written: the fact sheet has what can be said first."""
    page = "fact_sheet" if statement is None else "incident_statements"
    return reverse(page, args=[incident.year, incident.number])


def path_to(statement: Statement) -> str:
    """The page of a statement."""
    incident = statement.incident
    return reverse("statement_detail", args=[incident.year, incident.number, statement.pk])


def _about(read: ReadStatement) -> dict[str, object]:
    statement = read.statement
    return {
        "title": statement.title,
        "incident": statement.incident,
        "address": settings.ADDRESS + path_to(statement),
    }


def _moment(at: datetime, person: User) -> str:
    zone = ZoneInfo(person.time_zone)
    return format_moment(at, "minute", person.language, zone, with_zone=True)
