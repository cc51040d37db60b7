"""What the wording check points at in a section, and what its authors decided to keep."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Value

from accounts.models import User
from incidents.models import Service
from postmortems.models import KeptWording, Postmortem
from postmortems.selectors.section import ReadSection
from postmortems.wording.check import Finding, findings_in

_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")

Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ReadFinding:
    """A wording that is pointed at, the sentence it stands in, and why it was kept, if it was."""

    finding: Finding
    passage: str
    kept: KeptWording | None = None


def findings_of(postmortem: Postmortem, texts: Mapping[str, str]) -> dict[str, list[ReadFinding]]:
    """What is pointed at in the text of each section, by its key, in the order of the text."""
    services, people = _names()
    kept: dict[tuple[str, Place], KeptWording] = {
        (each.key, (each.category, each.words, each.passage)): each
        for each in postmortem.kept.filter(taken_back_at=None).select_related("author")
    }
    return {
        key: [
            ReadFinding(found, passage, kept.get((key, (found.category, found.text, passage))))
            for found in findings_in(text, postmortem.language, services=services, people=people)
            for passage in (passage_of(text, found.start, found.end),)
        ]
        for key, text in texts.items()
    }


def open_findings(postmortem: Postmortem, sections: list[ReadSection]) -> dict[str, int]:
    """How many wordings in each section are pointed at and were not kept."""
    services, people = _names()
    counts = {}
    for section in sections:
        kept = {(each["category"], each["words"], each["passage"]) for each in section.kept}
        found = findings_in(section.text, postmortem.language, services=services, people=people)
        counts[section.key] = sum(
            (each.category, each.text, passage_of(section.text, each.start, each.end)) not in kept
            for each in found
        )
    return counts


def _names() -> tuple[list[str], list[str]]:
    """Of services, which are machines, and of people who have accounts; asked for at once."""
    services = Service.objects.values_list("name", Value("services"))
    people = User.objects.values_list("full_name", Value("people"))
    names: dict[str, list[str]] = {"services": [], "people": []}
    for name, kind in services.union(people):
        names[kind].append(name)
    return names["services"], names["people"]


def passage_of(text: str, start: int, end: int) -> str:
    """The sentence around a wording, its white space as single blanks."""
    begin = max((found.end() for found in _SENTENCE_END.finditer(text, 0, start)), default=0)
    stop = _SENTENCE_END.search(text, end)
    return " ".join(text[begin : stop.end() if stop else len(text)].split())
