"""What a line asks to be done: "/status monitoring", "/rolle skriver @kirsten", "/sev 1".

Commands and their words are read in both languages, whichever the page is in.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _

from core.amounts import count_of, is_exact
from core.errors import DomainError
from incidents.lines.moments import day_named
from incidents.models import Role, Severity, Status

COMMAND = re.compile(r"/(\w+)(?:\s+|$)")
_NAMES = {
    "status": "status",
    "sev": "severity",
    "severity": "severity",
    "alvor": "severity",
    "role": "role",
    "rolle": "role",
    "impact": "impact",
    "omfang": "impact",
    "påvirkning": "impact",
    "action": "action",
    "handling": "action",
    "opgave": "action",
}
_DUE = re.compile(
    r"\s(?:due|by|senest|inden|forfald(?:er)?)\s+(?:on |d\. ?)?([^@]+)$", re.IGNORECASE
)
_PERSON = re.compile(r"@([\w.\-+]+(?:@[\w.\-]+)?(?:[ ][A-ZÆØÅ][\w\-]+)*)")
_HEDGE = re.compile(r"(?:about|around|approx\.?|ca\.?|cirka|omkring|knap|godt|~)\s*", re.IGNORECASE)
_COUNT = re.compile(
    r"\s((?:(?:about|around|approx\.?|ca\.?|cirka|omkring|knap|godt)\s+|~\s*)?\d.*|unknown|ukendt)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SetStatus:
    """Say where the work stands, and why."""

    status: Status
    words: str


@dataclass(frozen=True, slots=True)
class SetSeverity:
    """Say how bad it is, and why."""

    severity: Severity
    words: str


@dataclass(frozen=True, slots=True)
class GiveRole:
    """Somebody takes a role; `name` as it was typed."""

    role: Role
    name: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many a group has; the three numbers None when unknown."""

    group: str
    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class PlanWork:
    """Work to be done, by whom and until when, as far as the line says."""

    title: str
    owner: str
    due_on: date | None


Command = SetStatus | SetSeverity | GiveRole | Count | PlanWork


def is_command(text: str) -> bool:
    """Whether the line begins as a command does."""
    return bool(COMMAND.match(text.lstrip()))


def command_in(text: str, language: str, today: date) -> Command:
    """What the line asks for.

    Raises:
        DomainError: there is no such command, or it lacks something; with what would be right.
    """
    found = COMMAND.match(text.strip())
    name = _NAMES.get(found[1].lower()) if found else None
    if found is None or name is None:
        raise _wrong(
            _(
                "There is no such command. Try /status, /sev, /role, /impact or /action, or begin with a word."
            )
        )
    rest = " ".join(text.strip()[found.end() :].split())
    read: dict[str, Callable[[], Command]] = {
        "status": lambda: _status(rest),
        "severity": lambda: _severity(rest),
        "role": lambda: _role(rest),
        "impact": lambda: _count(rest, language),
        "action": lambda: _work(rest, today),
    }
    return read[name]()


def _status(rest: str) -> SetStatus:
    value, words = _chosen(rest, Status)
    if value is None:
        raise _wrong(_("Write the status, such as: /status monitoring."))
    return SetStatus(Status(value), words)


def _severity(rest: str) -> SetSeverity:
    found = re.match(r"(?:sev ?)?([1-4])\b[\s.,:-]*(.*)", rest, re.IGNORECASE)
    if not found:
        raise _wrong(_("Write the severity from 1 to 4, such as: /sev 1."))
    return SetSeverity(Severity(f"sev{found[1]}"), found[2])


def _role(rest: str) -> GiveRole:
    value, words = _chosen(rest, Role)
    person = _PERSON.search(words)
    if value is None or person is None:
        raise _wrong(_("Write the role and who takes it, such as: /role commander @name."))
    return GiveRole(Role(value), person[1])


def _count(rest: str, language: str) -> Count:
    found = _COUNT.search(f" {rest}")
    group = f" {rest}"[: found.start()].strip(" :") if found else ""
    if not found or not group:
        raise _wrong(
            _("Write the group and how many, such as: /impact recipients about 1.6 million.")
        )
    if found[1].lower() in {"unknown", "ukendt"}:
        return Count(group, None, None, None)
    hedge = _HEDGE.match(found[1])
    digits = found[1][hedge.end() :] if hedge else found[1]
    number = count_of(digits, language)
    if number is None or number != number.to_integral_value():
        raise _wrong(_("This number cannot be read. Write it as 1600000 or 1.6 million."))
    return _about(group, digits, number, language) if hedge else Count(group, *(int(number),) * 3)


def _about(group: str, digits: str, number: Decimal, language: str) -> Count:
    """What may have been rounded to such a number: "about 1.6 million" is 1.55 to 1.65 million."""
    half = is_exact(digits, language) / 2
    return Count(group, int(number - half), int(number), int(number + half))


def _work(rest: str, today: date) -> PlanWork:
    due = _DUE.search(rest)
    due_on = day_named(due[1], today) if due else None
    if due and due_on is None:
        raise _wrong(_("This day cannot be read. Write it as friday, 4 december or 2026-12-04."))
    rest = rest[: due.start()] if due else rest
    person = _PERSON.search(rest)
    title = " ".join((rest[: person.start()] + rest[person.end() :]).split()) if person else rest
    if not title:
        raise _wrong(_("Write what is to be done, such as: /action Rehearse it @name due friday."))
    return PlanWork(title, person[1] if person else "", due_on)


def _chosen(rest: str, choices: type[TextChoices]) -> tuple[str | None, str]:
    """The choice the words begin with, in either language, and the words after it."""
    for spoken, value in sorted(_spoken(choices), key=lambda each: -len(each[0])):
        if re.match(rf"{re.escape(spoken)}(?!\w)", rest, re.IGNORECASE):
            return value, rest[len(spoken) :].lstrip(" .,:-\u2013")
    return None, rest


def _spoken(choices: type[TextChoices]) -> Iterable[tuple[str, str]]:
    for language in ("da", "en"):
        with translation.override(language):
            yield from ((str(label), value) for value, label in choices.choices)
    yield from ((value.replace("_", " "), value) for value in choices.values)


def _wrong(words: str) -> DomainError:
    return DomainError(words, field="text")
