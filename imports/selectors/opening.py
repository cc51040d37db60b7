"""What a file says of an incident as a whole: guesses, for somebody to correct."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from core.checks import longest
from core.markdown import visible
from imports.reading.found import Form
from imports.selectors.draft import Draft
from incidents.models import Category, Incident, Milestone, Service, Severity, Status
from postmortems.importing.sections import sections_of
from postmortems.models import SectionKey

_SAMPLE = 20_000
# "SEV-2", "Severity: 2", "P1": of anything else the severity is left as usual.
_SEVERITY = re.compile(
    r"\bSEV[ -]?(?P<sev>[1-4])\b|\b(?:severity|priority|alvor\w{0,10}|prioritet)\W{1,8}(?:sev|p)?[ -]?(?P<said>[1-4])\b"
    r"|\bP(?P<p>[1-4])\b(?= incident)",
    re.IGNORECASE,
)
_DANISH = re.compile(r"\b(?:og|ikke|blev|der|til|hændelsen?|på)\b", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|and|was|not|were|of|incident)\b", re.IGNORECASE)
_NOT_WORDS = re.compile(r"\W+")
_SHORTEST_NAME = 3
_OVER = {Milestone.RESOLVED, Milestone.RECOVERED}
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Opening:
    """What the record of an incident is opened with; `language` is that of its report."""

    title: str
    severity: str = Severity.SEV3
    status: str = Status.RESOLVED
    category: str = Category.OUTAGE
    services: Sequence[Service] = ()
    is_restricted: bool = False
    language: str = "en"


def opening_of(draft: Draft, name: str) -> Opening:
    """What a file called `name` seems to say."""
    text = draft.reading.text or "\n".join(each.text for each in draft.reading.found)
    sample = text[:_SAMPLE]
    return Opening(
        title=_title(draft, name),
        severity=_severity(sample),
        status=_status(draft),
        services=_services(sample),
        language="da" if len(_DANISH.findall(sample)) > len(_ENGLISH.findall(sample)) else "en",
    )


def sections_in(draft: Draft) -> dict[SectionKey, str]:
    """What a document says under its headings, by ours, with its authors told by role."""
    if draft.reading.form != Form.MARKDOWN:
        return {}
    sections = sections_of(draft.reading.text)
    return {key: draft.authors.told(sections[key], "") for key in SectionKey if sections.get(key)}


def _title(draft: Draft, name: str) -> str:
    told = " ".join(visible(draft.reading.title).replace("*", "").split())
    stem = name.rpartition(".")[0] or name
    return (draft.authors.told(told, "") or stem)[: longest(Incident, "title")]


def _severity(text: str) -> str:
    found = _SEVERITY.search(text)
    return f"sev{found['sev'] or found['said'] or found['p']}" if found else Severity.SEV3


def _status(draft: Draft) -> str:
    moments = [row.content.occurred_at for row in draft.rows if row.content.occurred_at]
    is_over = any(row.content.milestone in _OVER for row in draft.rows)
    is_past = bool(moments) and max(moments) < timezone.now() - _A_DAY
    return Status.RESOLVED if is_over or is_past else Status.INVESTIGATING


def _services(text: str) -> list[Service]:
    words = _spaced(text)
    return [
        service
        for service in Service.objects.all()
        if len(service.name) >= _SHORTEST_NAME and _spaced(service.name) in words
    ]


def _spaced(text: str) -> str:
    return f" {_NOT_WORDS.sub(' ', text).strip().casefold()} "
