"""People by the role they had. The names are known here and go no further."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _

from core.markdown import Run, Runs
from incidents.models import Role

_APART = r"[\s\u00a0]+"
_SHORTEST_ALONE = 3


def role_words(role: str) -> str:
    """A role held, as it stands in a sentence."""
    return {
        Role.COMMANDER: _("the incident commander"),
        Role.DEPUTY: _("the deputy commander"),
        Role.COMMUNICATIONS_LEAD: _("the communications lead"),
        Role.SCRIBE: _("the scribe"),
        Role.EXPERT: _("an expert"),
        "responder": _("a responder"),
        "communications": _("a communications colleague"),
        "approver": _("an approver"),
        "auditor": _("an auditor"),
        "administrator": _("an administrator"),
        "viewer": _("a colleague"),
    }.get(role, _("a colleague"))


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody with an account: what they are called, and by what role they appear."""

    number: int
    full_name: str
    email: str
    role: str
    acted: bool


class People:
    """Tells each person by role, with a number where several share it."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._known = list(known)
        self._labels = self._numbered()

    def _numbered(self) -> dict[int, str]:
        acting: dict[str, list[int]] = {}
        for person in self._known:
            if person.acted:
                acting.setdefault(role_words(person.role), []).append(person.number)
        labels = {person.number: role_words(person.role) for person in self._known}
        for words, numbers in acting.items():
            if len(numbers) > 1:
                labels |= {n: f"{words} {i}" for i, n in enumerate(numbers, start=1)}
        return labels

    def label(self, number: int | None) -> str:
        """How the person with this account appears; the system when it is nobody's."""
        return self._labels.get(number, _("a colleague")) if number else _("the system")

    @cached_property
    def _names(self) -> tuple[re.Pattern[str], dict[str, str]] | None:
        labels: dict[str, str] = {}
        for person in self._known:
            for name in _names_of(person):
                labels.setdefault(_key(name), self._labels[person.number])
        if not labels:
            return None
        names = sorted(labels, key=len, reverse=True)
        spelled = "|".join(_APART.join(map(re.escape, name.split(" "))) for name in names)
        return re.compile(rf"(?<!\w)@?({spelled})(?!\w)", re.IGNORECASE), labels

    def without_names(self, runs: Runs) -> Runs:
        """The words with every known name replaced, also one that spans several looks."""
        runs = tuple(replace(run, text=unicodedata.normalize("NFC", run.text)) for run in runs)
        hidden = tuple(
            replace(run, href=self._without(run.href)) if run.href else run for run in runs
        )
        if self._names is None:
            return hidden
        return _replaced(hidden, self._names[0], self._names[1])

    def _without(self, address: str) -> str:
        found = self._names and self._names[0].search(address)
        return "" if found else address


def _names_of(person: Known) -> list[str]:
    full = unicodedata.normalize("NFC", " ".join(person.full_name.split()))
    names = [person.email] if person.email else []
    if full:
        parts = full.split(" ")
        names.append(full)
        if len(parts) > 1:
            names += [f"{parts[-1]}, {' '.join(parts[:-1])}", f"{parts[0]} {parts[-1]}"]
            if person.acted:
                names += [part for part in (parts[0], parts[-1]) if len(part) >= _SHORTEST_ALONE]
    return [*names, *(f"{name}s" for name in list(names) if "@" not in name)]


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _replaced(runs: Runs, names: re.Pattern[str], labels: dict[str, str]) -> Runs:
    text = "".join(run.text for run in runs)
    found = [match for match in names.finditer(text) if _is_name(match[1])]
    if not found:
        return runs
    said: list[Run] = []
    at = 0
    for match in found:
        said += _cut(runs, at, match.start())
        look = _cut(runs, match.start(), match.end())[0]
        name = _key(match[1])
        said.append(replace(look, text=_in_place_of(name, labels)))
        at = match.end()
    return tuple(said + _cut(runs, at, len(text)))


def _is_name(said: str) -> bool:
    # "mark" is a word, "Mark" may be a person; a full name or an address is one in any case.
    return " " in said or "@" in said or said[0].isupper()


def _in_place_of(name: str, labels: dict[str, str]) -> str:
    without_genitive = name.removesuffix("s")
    is_genitive = name.endswith("s") and labels.get(without_genitive) == labels[name]
    return f"{labels[name]}{_genitive()}" if is_genitive else labels[name]


def _genitive() -> str:
    # Translators: what follows a role that owns something: "'s" in English, "s" in Danish.
    return _("'s")


def _cut(runs: Runs, start: int, end: int) -> list[Run]:
    cut, at = [], 0
    for run in runs:
        piece = run.text[max(start - at, 0) : max(end - at, 0)]
        if piece:
            cut.append(replace(run, text=piece))
        at += len(run.text)
    return cut
