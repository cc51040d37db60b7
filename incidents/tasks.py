"""What the worker does for the record."""

from django.core import mail
from django.utils import timezone

from audit.actor import system
from config.celery import app
from core.mail import post
from incidents.messages import reminder_message
from incidents.models import ActionItem
from incidents.selectors.reminder import reminders_due
from incidents.services.reminder import claim_reminder
from incidents.sweep import sweep_files as sweep


@app.task(acks_late=True)
def remind_owners() -> None:
    """Write to the owner of each action that is near or past its day.

    The mailbox is opened first: a mail server that is away costs nobody the reminder, for the
    next run sends it. A server that refuses one message is reported, and the others are sent.
    """
    today = timezone.localdate()
    due = reminders_due(ActionItem.objects.all(), today)
    if not due:
        return
    with mail.get_connection() as mailbox:
        for action in due:
            reminder = claim_reminder(
                actor=system(), incident_id=action.incident_id, action_id=action.pk, today=today
            )
            if reminder:
                what = f"the reminder of action {action.pk}"
                post(reminder_message(reminder), mailbox, what)


@app.task(acks_late=True)
def sweep_files() -> None:
    """Remove from the file store what was brought more than a day ago and never attached."""
    sweep()
