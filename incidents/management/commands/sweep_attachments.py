from typing import Any

from django.core.management.base import BaseCommand

from incidents.sweep import sweep_files


class Command(BaseCommand):
    """Take out of the file store what no incident tells of, a day after it came."""

    help = (
        "Removes files that were brought and never attached, such as those of a form that was"
        " refused. What is attached or withdrawn stays. The worker does the same every night."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove them and say how many they were."""
        self.stdout.write(f"{sweep_files()} files that nothing tells of were removed.")
