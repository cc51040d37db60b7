"""What the worker does to tell people what concerns them."""

import logging
from datetime import datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.core import mail
from django.core.mail import BadHeaderError
from django.utils import timezone

from config.celery import app
from notifications.messages import letter_about
from notifications.models import Notification
from notifications.selectors.notification import is_anything_to_do
from notifications.services.notification import (
    claim_mail,
    follow_log,
    forget_old,
    mail_failed,
    mail_sent,
)

logger = logging.getLogger(__name__)


@app.task(acks_late=True)
def tell_people() -> None:
    """Note what was logged since the last time, and send the mail that is due.

    Each message is claimed before it is sent, and noted as sent after it: a worker that dies in
    between sends it again under the same identifier. What the mail server does not take is due
    again later. A server that refuses one message is sent the others; one that is away is left alone
    until the next run.
    """
    now = timezone.now()
    if not is_anything_to_do(now):
        return
    while follow_log(now):
        pass
    while (told := claim_mail(now)) is not None:
        if told and not _is_sent(told, now):
            break


def _is_sent(told: list[Notification], now: datetime) -> bool:
    """Send one message; False when there is no sense in trying others now."""
    try:
        message = letter_about(told)
        if message is not None:
            message.connection = mail.get_connection()
            message.send()
        mail_sent(told, now)
    except (SMTPRecipientsRefused, SMTPDataError, BadHeaderError):
        logger.exception("The mail server refused notification %s.", told[0].pk)
        mail_failed(told, now)
    except OSError:
        logger.exception("The mail server did not take notification %s.", told[0].pk)
        mail_failed(told, now)
        return False
    return True


@app.task(acks_late=True)
def forget() -> None:
    """Remove what nobody needs to be told any more."""
    forget_old(timezone.now())
