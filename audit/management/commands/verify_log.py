from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.verification import sentences, verify


class Command(BaseCommand):
    """Check the log; exit 0 with counts, or 1 with the first thing that does not fit."""

    help = (
        "Recompute the log's tree, check every entry and checkpoint, and compare the record with "
        "what was logged. Changes nothing. Exits 1 and names the first thing that does not fit."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take checkpoints that were kept elsewhere."""
        parser.add_argument(
            "--checkpoint",
            action="append",
            default=[],
            type=Path,
            metavar="FILE",
            help="a checkpoint kept elsewhere, which the log must still contain; may be repeated",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was checked."""
        findings = verify([_note(path) for path in options["checkpoint"]])
        if findings.problem:
            raise CommandError(findings.problem)
        self.stdout.write("\n".join(sentences(findings)))


def _note(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The checkpoint {path} cannot be read: {error}.") from error
