"""Work of the accounts in the background."""

from celery import shared_task

from accounts.idempotency import forget_old_answers as forget


@shared_task
def forget_old_answers() -> int:
    """Delete the answers of requests that can no longer be repeated."""
    return forget()
