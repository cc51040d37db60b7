"""What the worker does for the log."""

import logging

from audit import checkpoints
from config.celery import app

logger = logging.getLogger(__name__)


@app.task(acks_late=True)
def sign_checkpoint() -> None:
    """Sign the log as it stands, if it grew; a log that was rewritten is reported, not signed."""
    try:
        checkpoints.sign_checkpoint()
    except (checkpoints.Rewritten, checkpoints.BadCheckpoint) as error:
        logger.critical(
            "The log was changed behind Havari's back (%s) and is not signed any more. "
            "Keep a copy of the database, run `manage.py verify_log`, and tell an auditor.",
            error,
        )
