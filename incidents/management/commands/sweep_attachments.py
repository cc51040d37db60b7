from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.files.store import SWEPT, kept_until, remove
from incidents.selectors.attachment import untold


class Command(BaseCommand):
    """Take out of the file store what no incident tells of, a day after it came."""

    help = (
        "Removes files that were brought and never attached, such as those of a form that was"
        " refused. What is attached or withdrawn stays."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove them and say how many they were."""
        removed = 0
        for digest in untold(kept_until(timezone.now() - SWEPT)):
            remove(digest)
            removed += 1
        self.stdout.write(f"{removed} files that nothing tells of were removed.")
