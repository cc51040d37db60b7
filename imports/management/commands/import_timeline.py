"""Bringing a timeline on the server: shown first, imported with the mark of what was shown."""

from argparse import BooleanOptionalAction
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.actor import system
from core.errors import DomainError
from core.markdown import visible
from imports.reading.decoding import MOST_BYTES
from imports.reading.found import Form
from imports.reading.placing import zone_of
from imports.reading.reader import readable
from imports.selectors.draft import Choices, Draft, Pick, draft_in, picked
from imports.selectors.opening import opening_of, sections_in
from imports.services.incident_import import import_incident, undo_incident_import
from imports.services.timeline_import import bring_file, import_entries, undo_import
from imports.waiting import Brought
from incidents.models import Incident
from incidents.selectors.incident import REFERENCE

ACTOR = system("command")
SHOWN = 100


class Command(BaseCommand):
    """Show what a file would bring; with the mark of what was shown, import it."""

    help = (
        "Bring a timeline kept elsewhere: Markdown, a chat, a CSV table or a Slack export. Shows "
        "every guess and a mark, and imports nothing; the same once more with --mark imports what "
        "is ticked, into an incident or as a new one. --undo takes an import back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, how it is read, and what is to be done."""
        parser.add_argument("file", type=Path, nargs="?", metavar="FILE")
        parser.add_argument("--into", metavar="INC-2026-0007", help="left out, it opens one")
        parser.add_argument("--form", choices=Form.values, default="")
        parser.add_argument("--zone", default="", help="of times without one")
        parser.add_argument("--day", type=date.fromisoformat, help="of times without a date")
        parser.add_argument("--day-first", action=BooleanOptionalAction)
        parser.add_argument("--channel", default="")
        parser.add_argument("--part", type=int, default=1)
        parser.add_argument("--mark", help="of what was shown: import it")
        parser.add_argument("--undo", type=int, metavar="IMPORT", help="take that import back")
        parser.add_argument("--reason", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Show, import or take back."""
        incident = _incident(options["into"]) if options["into"] else None
        try:
            if options["undo"]:
                self._undo(incident, options["undo"], options["reason"])
            elif options["file"]:
                self._bring(incident, options)
            else:
                raise CommandError("Name a file, or with --undo an import.")
        except DomainError as refusal:
            raise CommandError(str(refusal.message)) from refusal

    def _bring(self, incident: Incident | None, options: dict[str, Any]) -> None:
        brought = _brought(options["file"], options["form"])
        draft = draft_in(incident, brought, _choices(options))
        if not options["mark"]:
            self._show(draft, brought)
            return
        picks = [
            Pick(row.number, row.content.occurred_at, row.content.milestone)
            for row in draft.rows
            if row.is_chosen
        ]
        contents = picked(draft, options["mark"], picks)
        if incident is None:
            row = import_incident(
                actor=ACTOR,
                brought=brought,
                opening=opening_of(draft, brought.name),
                contents=contents,
                sections=sections_in(draft),
            )
        else:
            row = bring_file(
                actor=ACTOR,
                incident_id=incident.pk,
                content=brought.content,
                name=brought.name,
                form=brought.form,
            )
            row = import_entries(
                actor=ACTOR, incident_id=incident.pk, import_id=row.pk, contents=contents
            )
        self._print(f"{row.incident}: import {row.pk}, {len(contents)} entries.")

    def _show(self, draft: Draft, brought: Brought) -> None:
        opening, reading = opening_of(draft, brought.name), draft.reading
        self._print(
            f"{opening.title} ({opening.severity}, {opening.status})",
            f"{reading.form}, {reading.encoding}; times without a zone in {draft.choices.zone}, "
            f"without a day on {draft.choices.day}; part {draft.choices.part} of {draft.parts}",
        )
        for row in draft.rows:
            said, ticked = row.content, "x" if row.is_chosen else " "
            moment = said.occurred_at.isoformat() if said.occurred_at else "unknown"
            told = " ".join(filter(None, [moment, said.milestone, said.text]))
            self._print(f"[{ticked}] {row.number} (line {row.found.line}) {told}")
        for unread in reading.unread[:SHOWN]:
            self._print(f"not understood, line {unread.line}: {unread.text}")
        if len(reading.unread) > SHOWN:
            self._print(f"not understood: {len(reading.unread) - SHOWN} lines more")
        self._print(f"Nothing is imported. To import what is ticked: --mark {draft.mark}")

    def _undo(self, incident: Incident | None, number: int, reason: str) -> None:
        if incident is None:
            raise CommandError("Name the incident with --into.")
        opened = incident.timeline_imports.filter(pk=number, opened_incident=True).exists()
        take_back = undo_incident_import if opened else undo_import
        left = take_back(actor=ACTOR, incident_id=incident.pk, import_id=number, reason=reason)
        self._print(f"Taken back; {len(left)} entries were changed since and are left alone.")

    def _print(self, *lines: str) -> None:
        for line in lines:
            # What a file says must not steer the terminal.
            self.stdout.write(" ".join(visible(line).split()))


def _incident(reference: str) -> Incident:
    found = REFERENCE.match(reference)
    known = Incident.objects.filter(year=found[1], number=found[2]) if found else None
    incident = known.first() if known is not None else None
    if incident is None:
        raise CommandError(f"There is no incident {reference}.")
    return incident


def _brought(path: Path, form: str) -> Brought:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    return Brought(content, path.name, readable(content, path.name, form).form)


def _choices(options: dict[str, Any]) -> Choices:
    if options["zone"] and zone_of(options["zone"]) is None:
        raise CommandError(f"There is no time zone {options['zone']}.")
    names = ("zone", "day", "day_first", "channel", "part")
    return Choices(**{name: options[name] for name in names})
