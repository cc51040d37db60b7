"""What was recorded, as the parts of a page that show it: rendered once for all who read alike."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from audit.models import LogEntry
from incidents.models import Attachment, Incident, Precision, TimelineEntry
from incidents.selectors.attachment import with_attachments
from incidents.selectors.room import services_of, standing_of
from incidents.selectors.timeline_entry import ReadEntry, timeline_of
from live.rights import Reading

MOST_ENTRIES = 50
OF_THE_TIMELINE = {"timeline_entry", "attachment"}
# Which of them a reader may know of differs from one to the next.
OF_EACH_READER = {"incident_link"}


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a stretch of the log tells of one incident: new entries, and whether its head moved."""

    incident: Incident
    entries: list[ReadEntry]
    has_head: bool
    timeline: list[ReadEntry]


def recorded(incident_id: int, told: Collection[LogEntry]) -> Recorded | None:
    """What these entries of the log tell of the incident.

    None when it is more than a page takes in piece by piece, or not the same for whoever may see
    the incident: then it is read anew as a whole.
    """
    if any(each.subject_type in OF_EACH_READER for each in told):
        return None
    numbers = _numbers("timeline_entry", told)
    files = _numbers("attachment", told)
    if files:
        by_file = Attachment.objects.filter(pk__in=files, entry__isnull=False)
        numbers |= set(by_file.values_list("entry_id", flat=True))
    if len(numbers) > MOST_ENTRIES:
        return None
    incident = Incident.objects.get(pk=incident_id)
    timeline = timeline_of(incident)
    entries = with_attachments(incident, [read for read in timeline if read.numbers & numbers])
    has_head = any(each.subject_type not in OF_THE_TIMELINE for each in told) or _moves_head(
        entries
    )
    return Recorded(incident, entries, has_head, timeline)


def _numbers(kind: str, told: Collection[LogEntry]) -> set[int]:
    return {int(each.subject_id) for each in told if each.subject_type == kind}


def _moves_head(entries: Iterable[ReadEntry]) -> bool:
    told = [each for read in entries for each in (read.entry, *read.earlier)]
    return any(each.milestone or each.did for each in told)


def shown(told: Recorded, reading: Reading) -> dict[str, Any]:
    """The parts of the room that changed, for readers of one kind.

    `entries`: each as the day it stands under with the entry in it, and the keys of what it
    replaces; `standing`: the head and the facts, or nothing when they are as they were.
    """
    with translation.override(reading.language), _clock_of(reading):
        return {
            "entries": [
                {"html": _rendered("_day", told, reading, day=read.day, reads=[read])}
                | {"replaces": [earlier.pk for earlier in read.earlier]}
                for read in told.entries
            ],
            "standing": _rendered(
                "_standing",
                told,
                reading,
                **standing_of(told.incident, told.timeline),
                services=services_of(told.incident),
            )
            if told.has_head
            else "",
        }


def _rendered(name: str, told: Recorded, reading: Reading, **context: Any) -> str:
    may = {"keep_record": reading.may_keep, "lead_incident": reading.may_lead}
    return render_to_string(
        f"incidents/{name}.html",
        {"incident": told.incident, "perms": {"incidents": may}, **context},
    )


def _clock_of(reading: Reading) -> timezone.override:
    try:
        return timezone.override(ZoneInfo(reading.time_zone))
    except (KeyError, OSError, ValueError):  # a zone that the world gave up since it was chosen
        return timezone.override(None)


def warm_up() -> None:
    """Load all that rendering needs, so that the first entry is told as quickly as the next."""
    incident = Incident(year=1970, number=1)
    now = timezone.now()
    entry = TimelineEntry(pk=0, incident=incident, occurred_at=now, recorded_at=now)
    entry.precision = Precision.MINUTE
    for language, _name in settings.LANGUAGES:
        told = Recorded(incident, [ReadEntry(entry, ())], has_head=True, timeline=[])
        reading = Reading(language, settings.TIME_ZONE, may_keep=True, may_lead=True)
        with translation.override(language):
            _rendered("_day", told, reading, day=timezone.localdate(), reads=told.entries)
            _rendered("_standing", told, reading)


def event(name: str, index: int | None, content: Any) -> bytes:
    """One server-sent event (WHATWG HTML, 9.2); `index` is where a page goes on from after it."""
    number = "" if index is None else f"id: {index}\n"
    return f"{number}event: {name}\ndata: {json.dumps(content)}\n\n".encode()
