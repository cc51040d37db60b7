"""Taking out of the file store what no incident tells of."""

from django.utils import timezone

from core.files.store import SWEPT, kept_until, remove, remove_unfinished
from incidents.selectors.attachment import untold


def sweep_files() -> int:
    """Remove what was kept more than a day ago and never attached; how much that was.

    What is brought again meanwhile stays: whether something is old is asked once more as it goes.
    """
    moment = timezone.now() - SWEPT
    remove_unfinished(moment)
    return sum(remove(digest, moment) for digest in untold(kept_until(moment)))
