"""Whether the rows say what the log says, asked within the transaction of a test."""

from audit.comparison import compare
from audit.entries import Misfit
from audit.subjects import registered


def misfit() -> str | None:
    """What `verify_log` would say of the rows; None when all is well."""
    try:
        for subject in registered():
            compare(subject)
    except Misfit as found:
        return str(found)
    return None
