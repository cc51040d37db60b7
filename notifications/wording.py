"""What somebody is told, in the language that is active: in a line, in full, and where it is answered.

Only for whoever may see the incident. It is read from the record as it is now.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from incidents import messages as of_incidents
from incidents.models import Incident, Milestone
from notifications.models import Kind, Notification
from notifications.selectors.concerned import STATEMENT
from notifications.selectors.notification import Subjects, key_of, sort_of
from postmortems import messages as of_reports
from postmortems.models import Comment, PostmortemStatus, ReminderKind, Reviewer
from postmortems.selectors.due import dues
from statements import messages as of_statements
from statements.models import SilenceNotice, Statement, VoidNotice
from statements.selectors.silence import running_in
from statements.selectors.statement import statement_in

LONGEST_QUOTE = 80


def line_of(told: Notification, subjects: Subjects) -> str:
    """What happened or is awaited, in one line."""
    about = subjects.get(key_of(told))
    if about is None and sort_of(told) and told.kind != Kind.SILENCE:
        # What it was about is gone; of which incident is all that is left to say.
        return str(told.incident)
    if told.kind in _OF_STATEMENTS:
        return _OF_STATEMENTS[told.kind](about)
    return _LINES[told.kind](told, about)


def _serious(told: Notification, about: Any) -> str:
    return f"{told.incident.severity.upper()}: {told.incident}"


def _moved_on(told: Notification, about: Statement | None) -> str:
    incident = told.incident
    if told.what == STATEMENT and about:
        words = {"title": about.title, "incident": incident}
        return _("Released: “%(title)s” (%(incident)s)") % words
    if told.what in Milestone.values:
        return f"{Milestone(told.what).label}: {incident}"
    return _("%(severity)s, %(status)s: %(incident)s") % {
        "severity": incident.severity.upper(),
        "status": incident.get_status_display().lower(),
        "incident": incident,
    }


def _of_role(told: Notification, about: Any) -> str:
    words = {"subject": about.get_role_display(), "incident": told.incident}
    return _("You were given a role, %(subject)s: %(incident)s") % words


def _of_action(told: Notification, about: Any) -> str:
    words = {"subject": about.title, "incident": told.incident}
    return _("You own the action “%(subject)s”: %(incident)s") % words


def _of_comment(told: Notification, about: Comment) -> str:
    words = {
        "author": about.author or _("A program"),
        "incident": told.incident.reference,
        "words": Truncator(" ".join(about.text.split())).chars(LONGEST_QUOTE),
    }
    if told.what:
        return _("%(author)s named you in a comment, %(incident)s: “%(words)s”") % words
    return _("%(author)s commented on what you wrote, %(incident)s: “%(words)s”") % words


_LINES: Mapping[str, Callable[[Notification, Any], str]] = {
    Kind.SERIOUS: _serious,
    Kind.NEWS: _moved_on,
    Kind.FOLLOWED: _moved_on,
    Kind.DUE: lambda _told, about: of_incidents.due_line(about, timezone.localdate()),
    Kind.SILENCE: lambda told, about: of_statements.silence_line(told.incident, about),
    Kind.REVIEW: lambda told, _about: of_reports.reminder_line(told.what, told.incident),
    Kind.REPORT: lambda told, _about: of_reports.reminder_line(told.what, told.incident),
    Kind.ROLE: _of_role,
    Kind.ACTION: _of_action,
    Kind.COMMENT: _of_comment,
}
_OF_STATEMENTS: Mapping[str, Callable[[Any], str]] = {
    Kind.APPROVE: of_statements.approval_line,
    Kind.VOID: of_statements.void_line,
    Kind.MOVED: of_statements.stale_line,
    Kind.PROMISED: of_statements.promise_line,
}


def path_of(told: Notification, subjects: Subjects) -> str:
    """The page where it is read or answered."""
    about, incident = subjects.get(key_of(told)), told.incident
    match told.kind:
        case Kind.ACTION | Kind.DUE if about:
            return of_incidents.path_of(about)
        case Kind.SILENCE | Kind.PROMISED:
            return of_statements.path_of(incident, about)
        case Kind.REVIEW | Kind.REPORT:
            return of_reports.path_of(told.what, incident)
        case Kind.COMMENT:
            page = of_reports.path_of(ReminderKind.ASKED, incident)
            return f"{page}#comment-{about.answers_id or about.pk}" if about else page
        case _kind if isinstance(about, Statement):
            return of_statements.path_to(about)
        case _kind:
            return reverse("incident_detail", args=[incident.year, incident.number])


def text_of(told: Notification, subjects: Subjects) -> str | None:
    """All that a message says beside the line, with the address; None when it is no longer so."""
    about = subjects.get(key_of(told))
    if told.kind in _TEXTS:
        return _TEXTS[told.kind](told, about)
    return ""


def _text_due(told: Notification, about: Any) -> str | None:
    return of_incidents.due_text(about) if about else None


def _text_silence(told: Notification, about: Statement | None) -> str | None:
    here = Incident.objects.filter(pk=told.incident_id)
    late = [each for clock in running_in(here, timezone.now()) for each in clock.overdue]
    overdue = next((each for each in late if each.statement == about), None)
    notices = SilenceNotice.objects.filter(incident=told.incident, statement=about)
    notice = notices.order_by("turn").last()
    if overdue is None or notice is None:
        return None
    return of_statements.silence_text(overdue, notice.turn, told.person)


def _text_promise(told: Notification, about: Statement | None) -> str | None:
    here = Incident.objects.filter(pk=told.incident_id)
    coming = [each for clock in running_in(here, timezone.now()) for each in clock.coming]
    promise = next((each for each in coming if each.statement == about), None)
    return of_statements.promise_text(promise, told.person) if promise else None


def _text_void(told: Notification, about: Statement | None) -> str | None:
    read = statement_in(told.incident, told.subject_id)
    noticed = VoidNotice.objects.filter(approval__wording__statement=told.subject_id)
    last = noticed.last()
    if read is None or last is None or read.release:
        return None
    newly = set(noticed.filter(sent_at=last.sent_at).values_list("approval", flat=True))
    void = [each for each in read.void if each.approval.pk in newly]
    return of_statements.void_text(read, void, told.person) if void else None


def _text_moved(told: Notification, about: Statement | None) -> str | None:
    read = statement_in(told.incident, told.subject_id)
    return of_statements.stale_text(read, told.person) if read else None


def _text_approve(told: Notification, about: Statement | None) -> str | None:
    read = statement_in(told.incident, told.subject_id)
    if read is None or told.person_id in read.authors:
        return None
    return of_statements.approval_text(read)


def _text_review(told: Notification, about: Any) -> str | None:
    asked = Reviewer.objects.filter(
        pk=told.subject_id, released_at=None, postmortem__status=PostmortemStatus.DRAFT
    )
    reviewer = asked.select_related("postmortem__incident").first()
    return of_reports.review_text(told.what, reviewer) if reviewer else None


def _text_report(told: Notification, about: Any) -> str | None:
    unfinished = Incident.objects.filter(pk=told.incident_id).exclude(
        postmortem__status=PostmortemStatus.COMPLETED
    )
    due = next(iter(dues(unfinished)), None)
    return of_reports.due_text(due) if due and due.due_on else None


_TEXTS: Mapping[str, Callable[[Notification, Any], str | None]] = {
    Kind.DUE: _text_due,
    Kind.SILENCE: _text_silence,
    Kind.PROMISED: _text_promise,
    Kind.VOID: _text_void,
    Kind.MOVED: _text_moved,
    Kind.APPROVE: _text_approve,
    Kind.REVIEW: _text_review,
    Kind.REPORT: _text_report,
}
