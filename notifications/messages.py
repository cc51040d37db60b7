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
from notifications.models import Notification
from notifications.selectors.notification import Subjects, subjects_of
from notifications.wording import line_of, path_of, text_of

UNSUBSCRIBING = "notifications.unsubscribe"


def letter_about(told: Sequence[Notification]) -> EmailMessage | None:
    """One message to the person of all of these, which are of one batch; None: nothing is so now.

    Mail can be forwarded and is kept elsewhere: of a restricted incident it has only the reference
    and the address.
    """
    person = told[0].person
    with translation.override(person.language):
        subjects = subjects_of(told)
        written = [(each, _in_mail(each, subjects)) for each in told]
        parts = [(each, part) for each, part in written if part is not None]
        if not parts:
            return None
        stop = unsubscribe_address(person.pk, sorted({each.kind for each, _part in parts}))
        body = _("%(news)s\n\nNo more mail of this kind: %(stop)s\nAll choices: %(choices)s\n") % {
            "news": _news([part for _each, part in parts]),
            "stop": stop,
            "choices": settings.ADDRESS + reverse("notifications_choose"),
        }
        incidents = {each.incident_id: each.incident for each, _part in parts}
        lines = [line for _each, (line, _text) in parts]
        message = letter(_subject(lines, list(incidents.values())), body, person.email)
    message.extra_headers |= {
        # However often it has to be sent, it is this message.
        "Message-ID": f"<told-{told[0].batch}@{_host()}>",
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


def _host() -> str:
    return urlsplit(settings.ADDRESS).hostname or "localhost"


def _subject(lines: Sequence[str], incidents: Sequence[Incident]) -> str:
    if len(lines) == 1:
        return lines[0]
    count = ngettext("%(count)s notification", "%(count)s notifications", len(lines))
    about = ", ".join(each.reference for each in incidents[:3])
    return f"{count % {'count': len(lines)}}: {about}"


def _news(parts: Sequence[tuple[str, str]]) -> str:
    """One is told by the subject already; of several, each begins with its line."""
    if len(parts) == 1 and "\n" in parts[0][1]:
        return parts[0][1].strip()
    return "\n\n".join(f"{line}\n{text.strip()}" for line, text in parts)


def _in_mail(told: Notification, subjects: Subjects) -> tuple[str, str] | None:
    """A line, and all that is said beside it; None when it is no longer so."""
    incident = told.incident
    if incident.is_restricted:
        address = reverse("incident_detail", args=[incident.year, incident.number])
        line = _("There is news of %(reference)s") % {"reference": incident.reference}
        return line, settings.ADDRESS + address
    text = text_of(told, subjects)
    if text is None:
        return None
    address = settings.ADDRESS + path_of(told, subjects)
    return line_of(told, subjects), text or address
