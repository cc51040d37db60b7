"""One record of another system, understood as far as it can be. Nothing is written here."""

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from core.checks import longest
from core.errors import DomainError
from core.markdown import visible
from incidents.defects import Defect, DefectKind
from incidents.models import (
    ActionItem,
    Category,
    ImportedRecord,
    Incident,
    Service,
    Severity,
)
from incidents.services.action_item import Plan
from incidents.services.door import web_address
from incidents.services.impact import LARGEST
from incidents.services.timeline_entry import EntryContent
from postmortems.importing.fields import Fields, Unreadable
from postmortems.importing.notes import Notes
from postmortems.importing.sections import sections_of
from postmortems.importing.story import MILESTONES, Story
from postmortems.importing.times import Clock, Zone, offset_of, zone_named
from postmortems.models import SectionKey

KNOWN = {
    "source", "id", "title", "started_at", "detected_at", "resolved_at", "timezone", "severity",
    "summary", "impact_text", "affected_count", "timeline", "actions", "components",
    "body_markdown", "doc_kind", "language", "licence",
}  # fmt: skip
SEVERITIES = {
    "down": (Severity.SEV2, Category.OUTAGE),
    "major-outage": (Severity.SEV2, Category.OUTAGE),
    "disrupted": (Severity.SEV3, Category.DEGRADATION),
    "partial-outage": (Severity.SEV3, Category.DEGRADATION),
    "degraded-performance": (Severity.SEV3, Category.DEGRADATION),
    "notice": (Severity.SEV4, Category.DEGRADATION),
    "under-maintenance": (Severity.SEV4, Category.DEGRADATION),
} | {severity.value: (severity, Category.OUTAGE) for severity in Severity}
NOTHING_TOLD = (Severity.SEV3, Category.OUTAGE)
UNNAMED = "unknown"
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'`]+")


@dataclass(frozen=True, slots=True)
class Record:
    """What a record says, in our words, and what was wrong with it.

    Each action is a plan, and whether the source says it is done. `told` are title and times as
    they were written: two records that agree in them tell of the same.
    """

    source: str
    source_id: str
    licence: str
    original: str
    year: int
    title: str
    summary: str
    severity: Severity
    category: Category
    components: list[str]
    entries: list[EntryContent]
    actions: list[tuple[Plan, bool]]
    sections: dict[SectionKey, str]
    affected: int | None
    told: tuple[str, ...]
    body: str
    defects: list[Defect]


def parse(text: str, zone: Zone) -> Record:
    """The record in a line of JSON. Times for which it states no zone are read in `zone`.

    Raises:
        Unreadable: the line is not one JSON object.
    """
    try:
        return _read(Fields(_object(text), Notes()), text, zone)
    except RecursionError as error:
        raise Unreadable("is nested too deeply") from error


def _object(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except ValueError as error:
        raise Unreadable(f"is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise Unreadable("is JSON, but not an object")
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise ValueError("a name stands in an object twice")
    return data


def _no_number(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _read(fields: Fields, original: str, zone: Zone) -> Record:
    fields.note_others(KNOWN)
    source_id = _identifier(fields, original)
    licence = _cut(fields, "licence", fields.text("licence"), longest(ImportedRecord, "licence"))
    if not licence:
        fields.notes.add(DefectKind.NO_LICENCE)
    title, opening = _title(fields, source_id)
    severity, category = _severity(fields)
    body = fields.text("body_markdown")
    summary, sections = _texts(fields, opening, body)
    actions = _actions(fields, sections)
    story = Story(fields, _clock(fields, zone), source_id)
    return Record(
        source=_source(fields),
        source_id=source_id,
        licence=licence,
        original=original,
        year=story.year(),
        title=title,
        summary=summary,
        severity=severity,
        category=category,
        components=_components(fields),
        entries=story.entries(),
        actions=actions,
        sections=sections,
        affected=_affected(fields),
        told=tuple(fields.text(name) for name in ("title", *MILESTONES)),
        body=body,
        defects=fields.notes.defects(),
    )


def _identifier(fields: Fields, original: str) -> str:
    given = fields.text("id").strip()
    if not given:
        fields.notes.add(DefectKind.NO_IDENTIFIER)
        return f"sha256:{_fingerprint(original)}"
    return _cut(fields, "id", given, longest(ImportedRecord, "source_id"))


def _source(fields: Fields) -> str:
    given = fields.text("source").strip()
    if not given:
        fields.notes.add(DefectKind.NO_SOURCE, told=UNNAMED)
    return _cut(fields, "source", given or UNNAMED, longest(ImportedRecord, "source"))


def _cut(fields: Fields, name: str, text: str, limit: int) -> str:
    """The text, at most `limit` characters; a cut one ends so that no other is cut to the same."""
    if len(text) <= limit:
        return text
    fields.notes.add(DefectKind.SHORTENED, where=fields.where(name))
    end = f"…{_fingerprint(text)[:12]}"
    return text[: limit - len(end)] + end


def _fingerprint(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _title(fields: Fields, source_id: str) -> tuple[str, str]:
    """The title in one line, and the whole of it where it is too long for one."""
    given = " ".join(fields.text("title").split())
    if not given:
        fields.notes.add(DefectKind.NO_TITLE)
    title = given or source_id
    short = _shortened(fields, "title", title, longest(Incident, "title"))
    return short, title if short != title else ""


def _shortened(fields: Fields, name: str, text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    fields.notes.add(DefectKind.SHORTENED, where=fields.where(name))
    return f"{text[: limit - 1]}…"


def _severity(fields: Fields) -> tuple[Severity, Category]:
    told = fields.text("severity").strip()
    severity, category = SEVERITIES.get(told.lower(), NOTHING_TOLD)
    kind = DefectKind.OTHER_SEVERITY if told else DefectKind.NO_SEVERITY
    fields.notes.add(kind, told=told, severity=severity.value, category=category.value)
    return severity, category


def _texts(fields: Fields, opening: str, body: str) -> tuple[str, dict[SectionKey, str]]:
    """The summary, and the finished document under our headings; a few words are a summary."""
    summary, impact = fields.text("summary").strip(), fields.text("impact_text").strip()
    sections = sections_of(body)
    if not sections:
        summary = body if _squeezed(summary) in _squeezed(body) else f"{summary}\n\n{body}"
    if _squeezed(impact) not in _squeezed(body):
        sections[SectionKey.IMPACT] = _joined(sections.get(SectionKey.IMPACT, ""), impact)
    return _joined(opening, summary), sections


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _joined(*texts: str) -> str:
    return "\n\n".join(filter(None, (text.strip("\n") for text in texts)))


def _clock(fields: Fields, zone: Zone) -> Clock:
    stated = fields.text("timezone").strip()
    clock = zone_named(stated) if stated else None
    if clock:
        return Clock(Zone(stated, clock, DefectKind.ZONE_OF_RECORD), stated, fields.notes)
    if stated:
        fields.notes.add(DefectKind.UNKNOWN_ZONE, told=stated)
    return Clock(_zone_of_others(fields) or zone, stated, fields.notes)


def _zone_of_others(fields: Fields) -> Zone | None:
    """The one zone that all times with a zone are told in; None when there is none or several."""
    times = [fields.text(name) for name in MILESTONES]
    times += [item.text("at") for item in fields.objects("timeline")]
    offsets = {offset for told in times if (offset := offset_of(told))}
    clock = offsets.pop() if len(offsets) == 1 else None
    return Zone(str(clock), clock, DefectKind.ZONE_OF_OTHERS) if clock else None


def _components(fields: Fields) -> list[str]:
    limit = longest(Service, "name")
    names = [" ".join(name.split()) for name in fields.texts("components")]
    seen = [name for name in names if visible(name).strip()]
    return list(dict.fromkeys(_cut(fields, "components", name, limit) for name in seen))


def _actions(fields: Fields, sections: dict[SectionKey, str]) -> list[tuple[Plan, bool]]:
    """The work, with the whole of a text too long for a title in the report."""
    actions = []
    for item in fields.objects("actions"):
        item.note_others({"text", "done", "owner"})
        text = " ".join(item.text("text").split())
        if not text:
            item.notes.add(DefectKind.WRONG_SHAPE, where=item.place, told="{}")
            continue
        title = _shortened(item, "text", text, longest(ActionItem, "title"))
        if title != text:
            whole = f"- {item.text('text').strip()}"
            sections[SectionKey.ACTIONS] = _joined(sections.get(SectionKey.ACTIONS, ""), whole)
        actions.append((Plan(title=title, tracker_url=_address_in(text)), item.flag("done")))
        _note_work(item)
    return actions


def _note_work(item: Fields) -> None:
    item.notes.count(DefectKind.NO_ACTION_KIND)
    if item.flag("done"):
        item.notes.count(DefectKind.DONE_WITHOUT_PROOF)
    if owner := item.text("owner").strip():
        item.notes.add(DefectKind.UNKNOWN_OWNER, told=owner)


def _address_in(text: str) -> str:
    found = _ADDRESS.search(text)
    try:
        address = found[0].rstrip(".,;:!?*_") if found else ""
        return address and web_address(address, "tracker_url", longest(ActionItem, "tracker_url"))
    except DomainError:
        return ""


def _affected(fields: Fields) -> int | None:
    affected = fields.number("affected_count", LARGEST)
    if affected is not None:
        fields.notes.add(DefectKind.COUNT_WITHOUT_UNIT, told=affected)
    return affected
