"""What the worker does for webhooks."""

from django.utils import timezone

from config.celery import app
from webhooks.delivering import deliver_due, forget_old, make_deliveries


@app.task(acks_late=True)
def tell_programs() -> None:
    """Tell other programs what the log gained; while nothing is new, nothing is read of it."""
    make_deliveries(timezone.now())
    deliver_due(timezone.now())


@app.task(acks_late=True)
def forget_old_deliveries() -> None:
    """Let go of what was told more than thirty days ago."""
    forget_old(timezone.now())
