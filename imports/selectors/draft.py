"""What a file would bring into an incident, with everything that was guessed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from imports.models import TimelineImport
from imports.reading.found import Found, Reading
from imports.reading.guessing import kind_of, milestones_of
from imports.reading.placing import Placed, place, zone_of
from imports.reading.reader import read_file
from imports.selectors.authors import Authors
from incidents.models import Incident
from incidents.services.timeline_entry import EntryContent

ROWS = 200
MOST_AUTHORS = 60
MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Choices:
    """How a file is to be read; what is left open is guessed.

    `people` says what each author becomes (see `authors.treatments`); `part` counts from one.
    """

    zone: str = ""
    day: date | None = None
    day_first: bool | None = None
    channel: str = ""
    part: int = 1
    people: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One entry that could come in; `is_chosen` says whether that is suggested."""

    number: int
    found: Found
    content: EntryContent
    is_chosen: bool
    is_twin: bool
    is_next_day: bool
    is_day_guessed: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A file, read with these choices."""

    reading: Reading
    choices: Choices
    rows: list[Row]
    parts: int
    count: int


def imports_of(incident: Incident) -> list[TimelineImport]:
    """The files that were brought into an incident, the latest first, without what is in them."""
    return list(incident.timeline_imports.defer("content").order_by("-pk")[:50])


def earlier_import_of(brought: TimelineImport) -> TimelineImport | None:
    """The same file where it was imported into this incident already, and still stands."""
    same = TimelineImport.objects.filter(incident=brought.incident_id, sha256=brought.sha256)
    standing = same.filter(imported_at__isnull=False, undone_at=None).exclude(pk=brought.pk)
    return standing.defer("content").first()


def people_to_choose() -> list[User]:
    """Whom an author can be said to be."""
    return list(User.objects.filter(is_active=True).order_by("full_name", "email")[:MOST_PEOPLE])


def draft_of(brought: TimelineImport, choices: Choices) -> Draft:
    """Read the file as chosen. Raises as `read_file`."""
    reading = read_file(
        bytes(brought.content), brought.name, brought.form, day_first=choices.day_first
    )
    choices = _settled(brought.incident, reading, choices)
    found = [each for each in reading.found if choices.channel in ("", each.channel)]
    clock = zone_of(choices.zone) or timezone.get_current_timezone()
    placed = list(place(found, clock, choices.day))
    parts = max(1, -(-len(placed) // ROWS))
    part = min(max(choices.part, 1), parts)
    shown = placed[(part - 1) * ROWS : part * ROWS]
    authors = Authors(brought.incident, reading.authors()[:MOST_AUTHORS], choices.people)
    rows = _rows(brought.incident, shown, (part - 1) * ROWS, authors)
    return Draft(reading, choices, rows, parts, len(placed))


def _settled(incident: Incident, reading: Reading, choices: Choices) -> Choices:
    """What was left open, as the file states it, else as the incident and the reader have it."""
    zone = choices.zone if zone_of(choices.zone) else ""
    began = incident.timeline.filter(occurred_at__isnull=False).first()
    moment = (began and began.occurred_at) or incident.declared_at or timezone.now()
    return Choices(
        zone or reading.zone or timezone.get_current_timezone_name(),
        choices.day or reading.day or timezone.localdate(moment),
        choices.day_first,
        choices.channel if choices.channel in reading.channels else "",
        choices.part,
        choices.people,
    )


def _rows(incident: Incident, placed: list[Placed], before: int, authors: Authors) -> list[Row]:
    texts = [authors.told(each.found.text, each.found.author) for each in placed]
    standing = _Standing(incident)
    guessed = milestones_of([each.found.text for each in placed])
    rows = []
    for number, (each, text, milestone) in enumerate(
        zip(placed, texts, guessed, strict=True), start=before + 1
    ):
        moment = each.moment if _can_be(each.moment) else None
        content = EntryContent(
            text=text,
            occurred_at=moment,
            precision=each.precision if moment else "unknown",
            kind=kind_of(each.found.text),
            milestone="" if milestone in standing.milestones or not moment else milestone,
        )
        is_twin = standing.has(content, authors.told(each.found.text, ""))
        is_chosen = not is_twin and not authors.is_left_out(each.found.author)
        rows.append(
            Row(
                number,
                each.found,
                content,
                is_chosen,
                is_twin,
                each.is_next_day,
                each.is_day_guessed,
            )
        )
    return rows


def _can_be(moment: datetime | None) -> bool:
    return (
        moment is not None
        and moment.year >= 1970
        and moment <= timezone.now() + timedelta(minutes=5)
    )


class _Standing:
    """What the incident's timeline says already."""

    def __init__(self, incident: Incident) -> None:
        entries = incident.timeline.filter(replaced_by=None, is_retraction=False)
        said: list[tuple[Any, ...]] = list(entries.values_list("occurred_at", "text", "milestone"))
        self.milestones = {milestone for _at, _text, milestone in said if milestone}
        self._said: dict[str, set[str]] = {}
        for at, text, _milestone in said:
            self._said.setdefault(_minute(at), set()).add(_words(text))

    def has(self, content: EntryContent, bare: str) -> bool:
        """Whether much the same is said of the same minute.

        Three words in four, since the same author may have become another role.
        """
        said = set(_words(bare).split())
        there = self._said.get(_minute(content.occurred_at), set())
        return bool(said) and any(
            len(said & set(words.split())) * 4 >= len(said) * 3 for words in there
        )


def _minute(moment: datetime | None) -> str:
    return (
        f"{timezone.localtime(moment, timezone.get_default_timezone()):%Y-%m-%d %H:%M}"
        if moment
        else ""
    )


def _words(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().lower()
