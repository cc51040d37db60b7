from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.verification import verify


class Command(BaseCommand):
    """Check the log; exit 0 with counts, or 1 with the first thing that does not fit."""

    help = "Recompute the log's tree and check every entry and checkpoint."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was checked."""
        findings = verify()
        if findings.problem:
            raise CommandError(findings.problem)
        self.stdout.write(
            f"The log is whole: {findings.entries} entries, {findings.checkpoints} signed "
            f"checkpoints, and {findings.rows} rows of the record that say what was logged."
        )
