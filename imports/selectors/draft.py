"""What a file would bring into an incident, with everything that was guessed."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Conflict, DomainError
from core.files.store import original
from imports.models import TimelineImport
from imports.reading.found import Found, Reading
from imports.reading.guessing import kind_of, milestones_of
from imports.reading.placing import Placed, place, zone_of
from imports.reading.reader import read_file
from imports.selectors.authors import Authors
from imports.waiting import Brought
from incidents.models import Incident, Precision
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
    authors: Authors

    @property
    def mark(self) -> str:
        """Names everything that somebody saw of it, to be sent along with what is chosen."""
        shown = [
            [row.number, row.is_twin, *map(str, asdict(row.content).values())] for row in self.rows
        ]
        return sha256(json.dumps(shown).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Pick:
    """A row that is to come in, with its moment and its milestone as somebody left them."""

    number: int
    at: datetime | None
    milestone: str


def picked(draft: Draft, mark: str, picks: Iterable[Pick]) -> list[EntryContent]:
    """What was chosen of a draft that somebody saw; a time that was given anew is one to the minute.

    Raises:
        Conflict: what they saw is not what it says now.
        DomainError: there is no such row.
    """
    if mark != draft.mark:
        raise Conflict(
            _(
                "What it would bring is no longer what you were shown: it is read otherwise, or the "
                "timeline has moved on. Look again, then import."
            ),
            field="mark",
        )
    rows = {row.number: row.content for row in draft.rows}
    return [_picked(rows, pick) for pick in picks]


def _picked(rows: Mapping[int, EntryContent], pick: Pick) -> EntryContent:
    read = rows.get(pick.number)
    if read is None:
        raise DomainError(
            _("There is no row %(number)s in it.") % {"number": pick.number}, field="rows"
        )
    precision = read.precision
    if pick.at != read.occurred_at:
        precision = Precision.MINUTE if pick.at else Precision.UNKNOWN
    milestone = pick.milestone if pick.at else ""
    return replace(read, occurred_at=pick.at, precision=precision, milestone=milestone)


def imports_of(incident: Incident) -> list[TimelineImport]:
    """The files that were brought into an incident, the latest first, without what is in them."""
    return list(incident.timeline_imports.defer("content").order_by("-pk")[:50])


def import_in(incident: Incident, number: int) -> TimelineImport | None:
    """The file of that number, if it was brought into the incident."""
    return incident.timeline_imports.select_related("incident").filter(pk=number).first()


def earlier_import_of(brought: TimelineImport) -> TimelineImport | None:
    """The same file where it was imported into this incident already, and still stands."""
    same = TimelineImport.objects.filter(incident=brought.incident_id, sha256=brought.sha256)
    standing = same.filter(imported_at__isnull=False, undone_at=None).exclude(pk=brought.pk)
    return standing.defer("content").first()


def imported_before(content: bytes, reader: User) -> TimelineImport | None:
    """Where the same file was imported already and still stands, as far as `reader` may know of it."""
    same = TimelineImport.objects.filter(
        sha256=sha256(content).hexdigest(),
        imported_at__isnull=False,
        undone_at=None,
        incident__in=Incident.objects.visible_to(reader).values("pk"),
    )
    return same.defer("content").select_related("incident").order_by("-pk").first()


def people_to_choose() -> list[User]:
    """Whom an author can be said to be."""
    return list(User.objects.filter(is_active=True).order_by("full_name", "email")[:MOST_PEOPLE])


def draft_of(brought: TimelineImport, choices: Choices) -> Draft:
    """Read a file of an incident as chosen. Raises as `draft_in`."""
    file = Brought(_content_of(brought), brought.name, brought.form)
    return draft_in(brought.incident, file, choices)


def _content_of(brought: TimelineImport) -> bytes:
    if brought.attachment_id is None:
        return bytes(brought.content)
    with original(brought.sha256) as file:
        return file.read()


def draft_in(incident: Incident | None, file: Brought, choices: Choices) -> Draft:
    """Read a file as chosen, for an incident or for one that it would open. Raises as `read_file`."""
    reading = read_file(file.content, file.name, file.form, day_first=choices.day_first)
    choices = _settled(incident, reading, choices)
    found = [each for each in reading.found if choices.channel in ("", each.channel)]
    clock = zone_of(choices.zone) or timezone.get_current_timezone()
    placed = list(place(found, clock, choices.day))
    parts = max(1, -(-len(placed) // ROWS))
    part = min(max(choices.part, 1), parts)
    shown = placed[(part - 1) * ROWS : part * ROWS]
    authors = Authors(incident, reading.authors()[:MOST_AUTHORS], choices.people)
    rows = _rows(incident, shown, (part - 1) * ROWS, authors)
    return Draft(reading, choices, rows, parts, len(placed), authors)


def _settled(incident: Incident | None, reading: Reading, choices: Choices) -> Choices:
    """What was left open, as the file states it, else as the incident and the reader have it."""
    zone = choices.zone if zone_of(choices.zone) else ""
    began = incident and incident.timeline.filter(occurred_at__isnull=False).first()
    declared = incident and incident.declared_at
    moment = (began and began.occurred_at) or declared or timezone.now()
    return Choices(
        zone or reading.zone or timezone.get_current_timezone_name(),
        choices.day or reading.day or timezone.localdate(moment),
        choices.day_first,
        choices.channel if choices.channel in reading.channels else "",
        choices.part,
        choices.people,
    )


def _rows(
    incident: Incident | None, placed: list[Placed], before: int, authors: Authors
) -> list[Row]:
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

    def __init__(self, incident: Incident | None) -> None:
        said: list[tuple[Any, ...]] = []
        if incident:
            entries = incident.timeline.filter(replaced_by=None, is_retraction=False)
            said = list(entries.values_list("occurred_at", "text", "milestone"))
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
