"""The files of an incident: those that stand by an entry, and those that belong to it as a whole."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from django.db.models import Q

from accounts.models import User
from incidents.models import Attachment, Incident
from incidents.selectors.timeline_entry import ReadEntry

OPEN_WITHDRAWN = ("incidents.lead_incident", "audit.view_log")


def attachments_of(incident: Incident) -> list[Attachment]:
    """All files of the incident in the order they came, with those that were withdrawn."""
    return list(incident.attachments.select_related("author", "entry"))


def attachment_in(incident: Incident, number: int) -> Attachment | None:
    """The file of that number, when it belongs to the incident."""
    return incident.attachments.select_related("author", "entry").filter(pk=number).first()


def with_attachments(incident: Incident, reads: list[ReadEntry]) -> list[ReadEntry]:
    """The entries with their files; those of what an entry replaced stay with it."""
    files: dict[int, list[Attachment]] = defaultdict(list)
    numbers = {number for read in reads for number in read.numbers}
    for attachment in incident.attachments.filter(entry__in=numbers):
        files[attachment.entry_id or 0].append(attachment)
    return [
        replace(
            read,
            attachments=tuple(each for number in sorted(read.numbers) for each in files[number]),
        )
        for read in reads
    ]


def may_open(person: User, attachment: Attachment) -> bool:
    """Whether somebody who may see the incident may open the file too.

    One that was withdrawn opens for those who lead incidents and those who read the log.
    """
    return not attachment.withdrawn_at or any(map(person.has_perm, OPEN_WITHDRAWN))


def untold(digests: Iterable[str]) -> Iterator[str]:
    """Those of the hashes that no attachment of any incident tells of, withdrawn ones included.

    What was once shown in a report is told of too: a finished edition shows it for good.
    """
    for some in _batched(digests):
        rows = Attachment.objects.filter(Q(sha256__in=some) | Q(report_copy__in=some))
        told = {digest for row in rows.values_list("sha256", "report_copy") for digest in row}
        yield from (digest for digest in some if digest not in told)


def _batched(digests: Iterable[str], size: int = 500) -> Iterator[list[str]]:
    rest = iter(digests)
    while some := list(islice(rest, size)):
        yield some
