import os
import sys
import tempfile
from errno import EISDIR
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from audit.actor import system
from core.documents.file import ExportedFile
from core.errors import DomainError
from incidents.models import Incident
from incidents.selectors.incident import REFERENCE
from postmortems.services.export import LANGUAGES, RENDERERS, export_postmortem

STANDARD_OUTPUT = Path("-")


class Command(BaseCommand):
    """Write the blameless report of an incident to a file."""

    help = "Export the postmortem of an incident."

    def add_arguments(self, parser: CommandParser) -> None:
        """The reference, the format, the language and the file."""
        parser.add_argument("reference", help="such as INC-2026-0001")
        parser.add_argument("--format", choices=sorted(RENDERERS), required=True)
        parser.add_argument("--language", choices=LANGUAGES, default="en")
        parser.add_argument(
            "--output", type=Path, required=True, metavar="FILE", help="- for standard output"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Export, then put the whole file in place at once; where it cannot be, nothing is logged."""
        path = options["output"]
        try:
            with transaction.atomic():
                file = _export(options)
                draft = None if path == STANDARD_OUTPUT else _draft(path, file.content)
            if draft is None:
                sys.stdout.buffer.write(file.content)
                return
            draft.replace(path)
        except DomainError as refusal:
            raise CommandError(str(refusal.message)) from refusal
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{path}: {len(file.content)} bytes")


def _export(options: dict[str, Any]) -> ExportedFile:
    return export_postmortem(
        actor=system("command"),
        incident_id=_incident(options["reference"]).pk,
        format=options["format"],
        language=options["language"],
    )


def _incident(reference: str) -> Incident:
    found = REFERENCE.match(reference)
    if not found:
        raise CommandError(f"{reference} is not a reference such as INC-2026-0001.")
    incident = Incident.objects.filter(year=int(found[1]), number=int(found[2])).first()
    if incident is None:
        raise CommandError(f"There is no incident {reference}.")
    return incident


def _draft(path: Path, content: bytes) -> Path:
    """The content beside the path, to be put in its place."""
    if path.is_dir():
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    draft = Path(name)
    draft.chmod(0o644)
    return draft
