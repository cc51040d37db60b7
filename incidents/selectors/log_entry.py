"""An entry of the log in words: what was done to what, by whom, and what differs since."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import models
from django.db.models import F, TextField, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import permission_label, role_label
from audit.models import LogEntry, LogPayload
from audit.subjects import Subject, subject_of, titled_by
from audit.verbs import verb_label
from core.formats import exact_number, format_date, format_moment
from incidents.models import (
    ActionItem,
    Attachment,
    ContributingFactor,
    ImpactGroup,
    Incident,
    Service,
    TimelineEntry,
)

SHORT = 280
# What the entry itself says, or what changes whenever anything does.
_TOLD_BESIDE = {"incident", "postmortem", "author", "recorded_at", "reason", "replaces", "version"}
_COUNTS = {"low", "best", "high", "population", "bytes"}
# A file that left the house is no row, and some columns were named elsewhere, in English only.
_UNNAMED = {
    "created": gettext_lazy("made at"),
    "expiry": gettext_lazy("ends at"),
    "export": gettext_lazy("export"),
    "file": gettext_lazy("file"),
    "bytes": gettext_lazy("size in bytes"),
    "sha256": "SHA-256",
}

State = Mapping[str, Any]
Names = dict[tuple[type[models.Model], int], str]
Numbers = dict[type[models.Model], set[int]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of a subject: what it was, and what it was made. Empty where there was nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReadLogEntry:
    """An entry in the reader's words. `by` is the name of then; empty when it was erased."""

    entry: LogEntry
    incident: Incident | None
    verb: str
    by: str
    subject: str
    differences: list[Difference]
    reason: str
    is_erased: bool


def read_entries(
    entries: Iterable[LogEntry], reader: User, *, is_whole: bool = False
) -> list[ReadLogEntry]:
    """Entries with their payloads in words; long texts and what is told beside only if `is_whole`.

    Other incidents are named only where `reader` may know of them.
    """
    found = list(entries)
    numbers = _numbers_in(found)
    incidents = _incidents(found, numbers[Incident], reader)
    names = _names_of(numbers)
    names |= {(Incident, number): str(incident) for number, incident in incidents.items()}
    return [_read(entry, names, incidents, is_whole=is_whole) for entry in found]


def _read(
    entry: LogEntry, names: Names, incidents: Mapping[int, Incident], *, is_whole: bool
) -> ReadLogEntry:
    content = _content_of(entry)
    before, after = _sides(content)
    subject = subject_of(entry.subject_type)
    shown = {
        name
        for name in before.keys() | after.keys()
        if before.get(name) != after.get(name) and (is_whole or name not in _TOLD_BESIDE)
    }
    words = _Words(subject, names, None if is_whole else SHORT)
    differences = [
        Difference(words.label(name), words.value(name, before), words.value(name, after))
        for name in sorted(shown, key=words.place_of)
    ]
    return ReadLogEntry(
        entry=entry,
        incident=incidents.get(entry.incident_id or 0),
        verb=verb_label(entry.verb),
        by=content.get("by", ""),
        subject=words.name_of(entry, after or before),
        differences=[each for each in differences if each.before or each.after],
        reason=content.get("reason", ""),
        is_erased=not content,
    )


def _content_of(entry: LogEntry) -> dict[str, Any]:
    payload: LogPayload | None = getattr(entry, "payload", None)
    return payload.content if payload else {}


def _sides(content: State) -> tuple[State, State]:
    return content.get("before") or {}, content.get("after") or {}


class _Words:
    """How the parts of one kind of subject are said."""

    def __init__(self, subject: Subject | None, names: Names, limit: int | None) -> None:
        self.subject, self.names, self.limit = subject, names, limit

    def name_of(self, entry: LogEntry, state: State) -> str:
        """What the entry is about: the kind, and what names the one."""
        kind = self.subject.name if self.subject else _called(entry.subject_type)
        told = " ".join(self.value(name, state) for name in titled_by(state))
        if not told and self.subject is None:
            told = entry.subject_id
        return f"{capfirst(kind)} {Truncator(told).chars(80)}".strip()

    def place_of(self, name: str) -> tuple[int, str]:
        """Where a part is told: as in the record, and what is no column of it before."""
        order = self.subject.order if self.subject else []
        return (order.index(name) if name in order else -1), name

    def label(self, name: str) -> str:
        """What people call a part."""
        return capfirst(_called(self.subject.label(name) if self.subject else name))

    def value(self, name: str, state: State) -> str:
        """What a part says; nothing where it says nothing."""
        said = self._said(self.subject.field(name) if self.subject else None, name, state)
        return Truncator(said).chars(self.limit) if self.limit else said

    def _said(self, field: Any, name: str, state: State) -> str:
        value = state.get(name)
        if value is None or value in ("", []):
            return ""
        if field is not None and (in_words := _SAID.get((field.model, name))):
            return in_words(value)
        if isinstance(value, list):
            return ", ".join(self._said(field, name, {name: each}) for each in value)
        if field is not None and field.remote_field:
            return self._named(field.remote_field.model, value)
        return _plain(field, name, value)

    def _named(self, model: type[models.Model], value: Any) -> str:
        if not isinstance(value, int):
            return permission_label(value) if model is Permission else role_label(value)
        return self.names.get((model, value)) or _("number %(number)s") % {"number": value}


def _choices(field: Any) -> dict[str, Any]:
    """What the values of a column, or of the items of its list, are called."""
    one = getattr(field, "base_field", field)
    return dict(one.flatchoices) if one is not None and one.choices else {}


def _called(name: str) -> str:
    return str(_UNNAMED.get(name, name.replace("_", " ")))


def _plain(field: Any, name: str, value: Any) -> str:
    language = get_language() or "en"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if choices := _choices(field):
        return str(choices.get(value, value))
    if isinstance(value, dict) and "words" in value:  # a figure as a text quoted it
        return f"{value['label']}: {value['words']}"
    if isinstance(field, models.DateField):
        return _dated(field, value, language)
    if name in _COUNTS:
        return exact_number(int(value), language)
    return str(value)


def _dated(field: Any, value: str, language: str) -> str:
    if isinstance(field, models.DateTimeField):
        moment = datetime.fromisoformat(value)
        return format_moment(moment, "second", language, timezone.get_current_timezone())
    return format_date(date.fromisoformat(value), language)


_NAMES: dict[type[models.Model], Any] = {
    User: Coalesce(NullIf("full_name", Value("")), "email"),
    Group: F("name"),
    Service: F("name"),
    ImpactGroup: F("name"),
    ContributingFactor: F("text"),
    ActionItem: F("title"),
    TimelineEntry: F("text"),
    Attachment: F("name"),
}


def told_as(model: type[models.Model], name: Any) -> None:
    """Say what rows of a table are called where the log names one of them."""
    _NAMES[model] = name


def _done(did: State) -> str:
    """What was done with an entry, by its kind: what was before and after is told beside it."""
    act = did["act"]
    return _DONE[act](did) if act in _DONE else str(_ACTS.get(act, act))


_ACTS = {
    "status": gettext_lazy("Status"),
    "severity": gettext_lazy("Severity"),
    "role": gettext_lazy("Role"),
    "impact": gettext_lazy("Impact"),
    "action": gettext_lazy("Action"),
}
_DONE: dict[str, Callable[[State], str]] = {}
_SAID: dict[tuple[type[models.Model], str], Callable[[Any], str]] = {(TimelineEntry, "did"): _done}


def done_as(act: str, words: Callable[[State], str]) -> None:
    """Say how an act of an app above is read that was done with an entry."""
    _DONE[act] = words


def said_as(model: type[models.Model], part: str, words: Callable[[Any], str]) -> None:
    """Say how a part of a row is read that is neither a word nor a number nor a list of them."""
    _SAID[model, part] = words


def _names_of(numbers: Numbers) -> Names:
    """What the numbers stand for, asked for all at once."""
    kinds = list(_NAMES)
    asked = [
        _named_rows(model, numbers[model], kinds.index(model)) for model in kinds if numbers[model]
    ]
    if not asked:
        return {}
    rows = asked[0].union(*asked[1:], all=True)
    return {
        (kinds[kind], number): role_label(name) if kinds[kind] is Group else name
        for kind, number, name in rows
    }


def _named_rows(model: Any, numbers: set[int], kind: int) -> Any:
    name = Coalesce(_NAMES[model], Value(""), output_field=TextField())
    rows = model.objects.filter(pk__in=numbers).order_by()
    named = rows.annotate(kind_asked=Value(kind), name_told=name)
    return named.values_list("kind_asked", "pk", "name_told")


def _numbers_in(entries: Iterable[LogEntry]) -> Numbers:
    numbers: Numbers = defaultdict(set)
    for entry in entries:
        subject = subject_of(entry.subject_type)
        for state in _sides(_content_of(entry)):
            for name, value in state.items():
                field = subject.field(name) if subject else None
                if field is not None and field.remote_field:
                    values = value if isinstance(value, list) else [value]
                    numbers[field.remote_field.model] |= {n for n in values if isinstance(n, int)}
    return numbers


def _incidents(entries: Iterable[LogEntry], others: set[int], reader: User) -> dict[int, Incident]:
    numbers = others | {entry.incident_id for entry in entries if entry.incident_id}
    return Incident.objects.visible_to(reader).in_bulk(numbers) if numbers else {}
