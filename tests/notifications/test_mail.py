"""Mail as a mail server receives it, also from a worker that is killed while it sends."""

import asyncio
import os
import subprocess
import sys
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from audit.actor import Actor
from config.embedded import BASE_DIR
from incidents.services.role import assign_role
from notifications.models import Kind, Notification, Way
from notifications.services.wish import Choice, choose_notifications
from notifications.tasks import tell_people
from tests.config.running import free_port, until
from tests.live.process import database_url
from tests.together import at_once

SENDING = (
    "import django; django.setup(); from notifications.tasks import tell_people; tell_people()"
)


class Mailbox:
    """What a mail server on loopback was given; it does not answer for it while it `hangs`."""

    def __init__(self):
        self.port, self.received, self.hangs = free_port(), [], False

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - as aiosmtpd calls it
        self.received.append(message_from_bytes(envelope.content, policy=default))
        if self.hangs:
            await asyncio.Event().wait()
        return "250 Taken"


@contextmanager
def serving(settings):
    mailbox = Mailbox()
    server = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    try:
        yield mailbox
    finally:
        server.stop()


@pytest.fixture
def mailbox(settings):
    with serving(settings) as mailbox:
        yield mailbox


@pytest.fixture
def responder(person, commander):
    """Somebody who wants mail; the log is followed from here on."""
    there = person("responder")
    by_mail = dict.fromkeys(Kind.values, Way.MAIL.value)
    choose_notifications(actor=Actor(there, "web"), choice=Choice(by_mail))
    tell_people()
    return there


def worker(port):
    """A process of its own that tells people, as the worker does."""
    said = {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "HAVARI_SMTP_HOST": "127.0.0.1",
        "HAVARI_SMTP_PORT": str(port),
        "HAVARI_SMTP_PLAIN": "1",
    }
    return subprocess.Popen([sys.executable, "-c", SENDING], cwd=BASE_DIR, env=os.environ | said)


@pytest.mark.django_db(transaction=True)
def test_what_a_worker_was_sending_when_it_was_killed_is_sent_again_as_the_same_message(
    mailbox, responder, commander, incident
):
    assign_role(actor=commander, incident_id=incident.pk, role="expert", person=responder)
    mailbox.hangs = True
    killed = worker(mailbox.port)
    until(lambda: mailbox.received)
    killed.kill()
    killed.wait()
    mailbox.hangs = False
    told = Notification.objects.get(person=responder)
    assert told.mailed_at is None
    tell_people()
    assert len(mailbox.received) == 1, "somebody may still be sending it"
    Notification.objects.update(mail_due_at=timezone.now())
    # What came meanwhile is another message.
    assign_role(actor=commander, incident_id=incident.pk, role="scribe", person=responder)
    tell_people()
    tell_people()
    first, second, other = mailbox.received
    assert first["Message-ID"] == second["Message-ID"] != other["Message-ID"]
    assert first["Subject"] == second["Subject"] != other["Subject"]
    assert not Notification.objects.filter(person=responder, mailed_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_message(mailbox, responder, commander, incident):
    assign_role(actor=commander, incident_id=incident.pk, role="expert", person=responder)
    at_once(tell_people, tell_people)
    tell_people()
    assert len(mailbox.received) == 1


SAID = {
    "en": ("You were given a role, Expert: ", "No more mail of this kind: "),
    "da": ("Du har fået en rolle, ", "Ikke flere e-mails af denne slags: "),
}


@pytest.mark.parametrize("language", SAID)
def test_a_mailbox_gets_readable_text_and_a_button_that_stops_it(
    mailbox, responder, commander, incident, settings, client, language
):
    settings.ADDRESS = "https://havari.example.org"
    subject, stop = SAID[language]
    responder.language = language
    responder.save()
    assign_role(actor=commander, incident_id=incident.pk, role="expert", person=responder)
    tell_people()
    (letter,) = mailbox.received
    assert letter["To"] == responder.email
    assert letter["Subject"].strip().startswith(subject)
    assert letter.get_content_type() == "text/plain"
    body = letter.get_content()
    assert f"https://havari.example.org/incidents/{incident.reference}" in body
    assert stop in body
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter["List-Unsubscribe"].strip().strip("<>")
    assert address in body
    assert address.startswith("https://havari.example.org/notifications/unsubscribe/")
    path = address.removeprefix("https://havari.example.org")
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assign_role(actor=commander, incident_id=incident.pk, role="scribe", person=responder)
    tell_people()
    assert len(mailbox.received) == 1
