"""What the worker does for the record."""

from django.utils import timezone

from audit.actor import system
from config.celery import app
from incidents.models import ActionItem
from incidents.selectors.reminder import reminders_due
from incidents.services.reminder import claim_reminder
from incidents.sweep import sweep_files as sweep


@app.task(acks_late=True)
def remind_owners() -> None:
    """Note that the owner of each action that is near or past its day is reminded."""
    today = timezone.localdate()
    for action in reminders_due(ActionItem.objects.all(), today):
        claim_reminder(
            actor=system(), incident_id=action.incident_id, action_id=action.pk, today=today
        )


@app.task(acks_late=True)
def sweep_files() -> None:
    """Remove from the file store what was brought more than a day ago and never attached."""
    sweep()
