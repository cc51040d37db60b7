"""Whether the rows say what the log says, asked within the transaction of a test."""

from audit.subjects import registered
from audit.verification import Misfit, _check_rows


def misfit() -> str | None:
    """What `verify_log` would say of the rows; None when all is well."""
    try:
        for subject in registered():
            _check_rows(subject)
    except Misfit as found:
        return str(found)
    return None
