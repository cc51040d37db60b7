"""What the worker does for the log."""

import logging

from audit import checkpoints
from audit.verification import verify
from config.celery import app

logger = logging.getLogger(__name__)


@app.task(acks_late=True)
def sign_checkpoint() -> None:
    """Sign the log as it stands, if it grew; a log that was rewritten is reported, not signed."""
    try:
        checkpoints.sign_checkpoint()
    except (checkpoints.Rewritten, checkpoints.BadCheckpoint) as error:
        _report("The log was changed behind Havari's back and is not signed any more", error)


@app.task
def verify_log() -> None:
    """Check the whole log and the record against it; what does not fit is reported."""
    if problem := verify().problem:
        _report("Log and record do not fit together any more", problem)


def _report(what: str, problem: object) -> None:
    logger.critical(
        "%s (%s). Keep a copy of the database, run `manage.py verify_log`, and tell an auditor.",
        what,
        problem,
    )
