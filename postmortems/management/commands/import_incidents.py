from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from audit.actor import system
from core.errors import Conflict, DomainError
from core.markdown import visible
from incidents.defects import DefectKind, words_of
from incidents.models import ImportedRecord, Service
from postmortems.importing.fields import Unreadable
from postmortems.importing.lines import Line, read_lines
from postmortems.importing.record import Record, parse
from postmortems.importing.times import Zone, zone_named
from postmortems.importing.twins import Met, Twins
from postmortems.services.imported_record import import_record, service_named

ACTOR = system("command")
TAKEN_OVER, KNOWN, REPEATED = "taken over", "there already", "the same line again"
LEFT_OUT, CHANGED = "NOT taken over", "there already, but the source says something else now"


class Command(BaseCommand):
    """Take over the incidents of a file, one transaction each; go on where a run was ended."""

    help = (
        "Take over incident records of another system, one JSON object a line. Prints every "
        "defect met and what was done about it; exits 1 when something was not taken over. "
        "A second run imports nothing twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the zone of its times, and whether to write."""
        parser.add_argument("file", type=Path, metavar="FILE.jsonl")
        parser.add_argument(
            "--timezone",
            metavar="ZONE",
            help="where times without a zone were told, such as Europe/London; "
            f"{settings.TIME_ZONE} unless given",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="report the same, and write nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Take over line by line, and say at the end how it went."""
        self.zone = _zone(options["timezone"])
        self.is_dry = options["dry_run"]
        self.twins = Twins()
        self.services: dict[str, Service] = {}
        self.outcomes: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        try:
            self._take_over(options["file"])
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        self._sum_up()
        if missing := self.outcomes[LEFT_OUT] + self.outcomes[CHANGED]:
            raise CommandError(f"Not everything is in: see the {missing} lines named above.")

    def _take_over(self, path: Path) -> None:
        size = path.stat().st_size
        with tqdm(total=size, unit="B", unit_scale=True, disable=None, leave=False) as bar:
            for line in read_lines(path):
                self.outcomes[self._outcome(line)] += 1
                bar.update(line.size)

    def _outcome(self, line: Line) -> str:
        try:
            met = self._met(line)
            if met.repeats:
                return self._said(line, REPEATED)
            if known := _imported(met.record.source, met.record.source_id):
                is_same = known.original == met.record.original
                return KNOWN if is_same else self._said(line, CHANGED)
            self._keep(met)
        except Conflict:
            return KNOWN  # another run was faster
        except Unreadable as why:
            return self._said(line, LEFT_OUT, f"it {why}")
        except DomainError as refusal:
            return self._said(line, LEFT_OUT, str(refusal.message))
        return self._reported(line, met.record)

    def _met(self, line: Line) -> Met:
        if line.problem:
            raise Unreadable(line.problem)
        return self.twins.meet(parse(line.text, self.zone))

    def _keep(self, met: Met) -> None:
        twin = _imported(*met.duplicate_of) if met.duplicate_of else None
        services = self._services(met.record)
        with transaction.atomic():
            import_record(
                actor=ACTOR,
                record=met.record,
                services=services,
                duplicate_of=twin.incident if twin else None,
            )
            transaction.set_rollback(self.is_dry)

    def _services(self, record: Record) -> list[Service]:
        if self.is_dry:
            return list(Service.objects.filter(name__in=record.components))
        for name in record.components:
            if name not in self.services:
                self.services[name] = service_named(actor=ACTOR, name=name)
        return [self.services[name] for name in record.components]

    def _reported(self, line: Line, record: Record) -> str:
        self.kinds.update(dict.fromkeys(found["kind"] for found in record.defects).keys())
        self._print(
            f"line {line.number}, {record.source_id}:",
            *(f"    {words_of(found)}" for found in record.defects),
        )
        return TAKEN_OVER

    def _said(self, line: Line, outcome: str, why: str = "") -> str:
        self._print(": ".join(filter(None, (f"line {line.number}", outcome, why))))
        return outcome

    def _sum_up(self) -> None:
        if self.is_dry:
            self._print("Nothing was written; this is what would have been.")
        self._print(
            *(f"{count} {outcome}" for outcome, count in self.outcomes.items()),
            *(
                f"    {count} with: {DefectKind(kind).label}"
                for kind, count in self.kinds.most_common()
            ),
        )

    def _print(self, *lines: str) -> None:
        with tqdm.external_write_mode(file=self.stdout):
            for line in lines:
                # What a file says must not steer the terminal.
                self.stdout.write(" ".join(visible(line).split("\n")))


def _zone(name: str | None) -> Zone:
    if name is None:
        here = timezone.get_default_timezone()
        return Zone(settings.TIME_ZONE, here, DefectKind.NO_ZONE)
    clock = zone_named(name)
    if clock is None:
        raise CommandError(f"There is no time zone {name}. Name one such as Europe/London.")
    return Zone(name, clock, DefectKind.ZONE_GIVEN)


def _imported(source: str, source_id: str) -> ImportedRecord | None:
    records = ImportedRecord.objects.select_related("incident")
    return records.filter(source=source, source_id=source_id).first()
