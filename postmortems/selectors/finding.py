"""What the wording check points at in a section, and what its authors decided to keep."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Value

from accounts.models import User
from incidents.models import Service
from postmortems.models import KeptWording, Postmortem
from postmortems.selectors.section import ReadSection
from postmortems.wording.check import Finding, findings_in

_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")
# A sentence that never ends is told as far as this around its wording.
_FAR = 1_000

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
            for found, passage in _in_passages(
                text, findings_in(text, postmortem.language, services=services, people=people)
            )
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
            (each.category, each.text, passage) not in kept
            for each, passage in _in_passages(section.text, found)
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


def _in_passages(text: str, found: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each wording with the sentence around it, its white space as single blanks."""
    ends = [end.end() for end in _SENTENCE_END.finditer(text)]
    for each in found:
        before, after = bisect_right(ends, each.start), bisect_right(ends, each.end)
        begin = max(ends[before - 1] if before else 0, each.start - _FAR)
        stop = min(ends[after] if after < len(ends) else len(text), each.end + _FAR)
        yield each, " ".join(text[begin:stop].split())
