"""What is written to one person, in their language: one message, however much there is to tell."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.mail import letter
from incidents.models import Incident
from notifications.models import Kind, Notification
from notifications.selectors.notification import Subjects, subjects_of

UNSUBSCRIBING = "notifications.unsubscribe"


def sentence(told: Notification, subjects: Subjects) -> str:
    """What happened, for whoever may see the incident."""
    incident = told.incident
    words = {
        "incident": incident,
        "severity": incident.severity.upper(),
        "status": incident.get_status_display().lower(),
        "subject": subjects.get((told.kind, told.subject_id), ""),
    }
    match told.kind:
        case Kind.SERIOUS:
            return f"{words['severity']}: {incident}"
        case Kind.ROLE:
            return _("You were given a role, %(subject)s: %(incident)s") % words
        case Kind.ACTION:
            return _("You own the action “%(subject)s”: %(incident)s") % words
        case _kind:
            return _("%(severity)s, %(status)s: %(incident)s") % words


def letter_about(told: Sequence[Notification]) -> EmailMessage:
    """One message to the person of all of these; they must be of the same person, and not none.

    Mail can be forwarded and is kept elsewhere: of a restricted incident it has only the reference
    and the address.
    """
    person, incidents = told[0].person, {each.incident_id: each.incident for each in told}
    with translation.override(person.language):
        subjects = subjects_of(told)
        lines = [_in_mail(each, subjects) for each in told]
        subject = _subject(lines, list(incidents.values()))
        stop = unsubscribe_address(person.pk, sorted({each.kind for each in told}))
        body = _("%(news)s\n\nNo more mail of this kind: %(stop)s\nAll choices: %(choices)s\n") % {
            "news": "\n\n".join(
                f"{line}\n{address_of(each.incident)}"
                for line, each in zip(lines, told, strict=True)
            ),
            "stop": stop,
            "choices": settings.ADDRESS + reverse("notifications_choose"),
        }
        message = letter(subject, body, person.email)
    message.extra_headers |= {
        "Message-ID": f"<told-{person.pk}-{told[0].pk}@{_host()}>",
        # What belongs to one incident is one thread in the reader's mailbox.
        "References": " ".join(f"<{each.reference}@{_host()}>" for each in incidents.values()),
        # RFC 8058: the mailbox's own button posts there.
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return message


def unsubscribe_address(person_id: int, kinds: Sequence[str]) -> str:
    """Where mail of these kinds is stopped without signing in. It is signed and does not expire."""
    token = signing.dumps({"person": person_id, "kinds": list(kinds)}, salt=UNSUBSCRIBING)
    return settings.ADDRESS + reverse("notifications_unsubscribe", args=[token])


def address_of(incident: Incident) -> str:
    """The page of the incident."""
    return settings.ADDRESS + reverse("incident_detail", args=[incident.year, incident.number])


def _host() -> str:
    return urlsplit(settings.ADDRESS).hostname or "localhost"


def _subject(lines: Sequence[str], incidents: Sequence[Incident]) -> str:
    if len(lines) == 1:
        return lines[0]
    count = ngettext("%(count)s notification", "%(count)s notifications", len(lines))
    about = ", ".join(each.reference for each in incidents[:3])
    return f"{count % {'count': len(lines)}}: {about}"


def _in_mail(told: Notification, subjects: Subjects) -> str:
    if told.incident.is_restricted:
        return _("There is news of %(reference)s") % {"reference": told.incident.reference}
    return sentence(told, subjects)
