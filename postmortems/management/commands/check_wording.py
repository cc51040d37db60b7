import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from accounts.models import User
from core.markdown import visible
from incidents.models import Service
from postmortems.wording.check import Finding, findings_in
from postmortems.wording.rules import LANGUAGES, PROFILES

STANDARD_INPUT = "-"
UNREADABLE = 2


class Command(BaseCommand):
    """Say what in a text points at people instead of conditions; change nothing, block nothing."""

    help = (
        "Find wordings that blame, judge or guess, with a reason and a rewrite for each. "
        "Ends with 0 whatever is found, and with 2 when a file cannot be read."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The files, the language, who reads the text, and how findings are told."""
        parser.add_argument("files", nargs="+", metavar="FILE", help="- for standard input")
        parser.add_argument("--language", choices=LANGUAGES, required=True)
        parser.add_argument("--profile", choices=PROFILES, default="report")
        parser.add_argument(
            "--lines",
            action="store_true",
            help="every line is a text of its own; prints one JSON object a line",
        )
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check one file after the other. All are read before anything is said."""
        texts = [(name, _read(name)) for name in options["files"]]
        services, people = _names()

        def found(text: str) -> list[Finding]:
            return findings_in(
                text, options["language"], options["profile"], services=services, people=people
            )

        for name, text in texts:
            if options["lines"]:
                self._say(_object(found(line)) for line in _lines(text))
            elif options["format"] == "json":
                self._say([_object(found(text), file=name)])
            else:
                self._say(_told(name, text, found(text)))

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)


def _read(name: str) -> str:
    """The text of a file, as its bytes say it: line ends stay what they are.

    Raises:
        CommandError: in one sentence, why it cannot be read.
    """
    try:
        if name == STANDARD_INPUT:
            content = sys.stdin.buffer.read()
        else:
            with open(name, "rb") as file:  # noqa: PTH123 - a name that is no path is told alike
                content = file.read()
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        why = _("%(name)s cannot be read: byte %(place)s is not UTF-8.")
        raise CommandError(
            why % {"name": name, "place": error.start + 1}, returncode=UNREADABLE
        ) from error
    except (OSError, ValueError) as error:
        why = _("%(name)s cannot be read: %(reason)s.")
        reason = getattr(error, "strerror", None) or str(error)
        raise CommandError(why % {"name": name, "reason": reason}, returncode=UNREADABLE) from error


def _names() -> tuple[list[str], list[str]]:
    """Of services and of people who have accounts; none where there is no database to ask."""
    try:
        services = list(Service.objects.values_list("name", flat=True))
        return services, list(User.objects.values_list("full_name", flat=True))
    except DatabaseError:
        return [], []


def _lines(text: str) -> list[str]:
    """The lines as any program counts them; the end of the last line begins no further one."""
    lines = text.replace("\r\n", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _object(findings: list[Finding], **about: str) -> str:
    told = {**about, "findings": [asdict(finding) for finding in findings]}
    return json.dumps(told, ensure_ascii=False)


def _told(name: str, text: str, findings: list[Finding]) -> Iterator[str]:
    """Each finding on a line, such as an editor can follow to its place."""
    line, begins = 1, 0
    for finding in findings:
        line += text.count("\n", begins, finding.start)
        begins = finding.start
        column = finding.start - text.rfind("\n", 0, finding.start)
        # What a file says must not steer the terminal.
        words = " ".join(visible(finding.text).split())
        yield (
            f'{name}:{line}:{column}: {finding.level} {finding.category}: "{words}" - '
            f"{finding.reason} -> {finding.rewrite}"
        )
