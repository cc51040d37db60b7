"""Mail that Havari writes by itself."""

import logging
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.core.mail import BadHeaderError, EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

logger = logging.getLogger(__name__)


def letter(subject: str, body: str, to: str) -> EmailMessage:
    """A message to one person that no machine answers."""
    return EmailMessage(
        # A header is one line, whatever a record that was taken over may hold.
        " ".join(subject.split()),
        body,
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},
    )


def post(message: EmailMessage, mailbox: BaseEmailBackend, what: str) -> None:
    """Send a message; a server that refuses just this one is reported, and others can be sent."""
    message.connection = mailbox
    try:
        message.send()
    except (SMTPRecipientsRefused, SMTPDataError, BadHeaderError):
        logger.exception("The mail server refused %s.", what)
