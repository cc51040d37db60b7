"""What is known, what is not known yet, and what is done: the page everybody drafts from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core.formats import unknown
from incidents.models import ActionItem, Incident, Kind, Malice, Milestone
from incidents.selectors.figure import Figure, figures_of
from incidents.selectors.log import last_changes
from incidents.selectors.timeline_entry import timeline_of
from statements.models import Fact, FactKind

LATEST = 8
_ASKED = (
    Milestone.IMPACT_STARTED,
    Milestone.DETECTED,
    Milestone.MITIGATED,
    Milestone.RECOVERED,
    Milestone.RESOLVED,
)


@dataclass(frozen=True, slots=True)
class Line:
    """What it is about, what is known of it, who says so and as of when.

    `expected_at` is when an answer should be there; `fact` is the row of a line the team wrote.
    """

    label: str
    words: str
    source: str = ""
    as_of: datetime | None = None
    reference: str = ""
    value: str = ""
    expected_at: datetime | None = None
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class FactSheet:
    """The three lists."""

    known: list[Line]
    unknown: list[Line]
    doing: list[Line]


def fact_sheet_of(incident: Incident, language: str) -> FactSheet:
    """The fact sheet as the record stands, in the reader's language."""
    figures = figures_of(incident)
    told = [_fact(figure, language) for figure in figures.values() if _is_told(figure)]
    nobody_knows = unknown(language)
    written = list(incident.facts.filter(withdrawn_at=None))
    return FactSheet(
        known=[
            *_about(incident),
            *(line for line in told if line.words != nobody_knows),
            *_written(written, FactKind.KNOWN),
        ],
        unknown=[
            *(line for line in told if line.words == nobody_knows),
            *_missing_times(figures),
            *_malice_unknown(incident),
            *_written(written, FactKind.UNKNOWN),
        ],
        doing=[*_steps(incident), *_plans(incident), *_written(written, FactKind.DOING)],
    )


def _written(facts: Iterable[Fact], kind: FactKind) -> Iterator[Line]:
    for fact in facts:
        if fact.kind == kind:
            yield Line(
                "", fact.text, fact.source, fact.as_of, expected_at=fact.expected_at, fact=fact
            )


def _is_told(figure: Figure) -> bool:
    # A time is told with its date; durations follow from the times.
    return figure.name.startswith(("count:", "share:", "moment:"))


def _fact(figure: Figure, language: str) -> Line:
    return Line(
        label=figure.label,
        words=figure.words(language),
        source=figure.source,
        as_of=None if figure.name.startswith("moment:") else figure.as_of,
        reference=figure.reference,
        value=figure.value(language),
    )


def _about(incident: Incident) -> Iterator[Line]:
    since = last_changes(incident, ("status", "category", "malice"))
    record = _("the record")
    yield Line(_("Status"), incident.get_status_display(), record, since.get("status"))
    yield Line(_("Category"), incident.get_category_display(), record, since.get("category"))
    if incident.malice != Malice.UNKNOWN:
        says = {
            Malice.NO: _("There is no sign that somebody meant harm."),
            Malice.YES: _("Somebody meant harm."),
        }
        words = says[Malice(incident.malice)]
        yield Line(_("Malicious"), words, incident.malice_basis, since.get("malice"))


def _missing_times(figures: dict[str, Figure]) -> Iterator[Line]:
    for milestone in _ASKED:
        if f"moment:{milestone.value}" not in figures:
            yield Line(str(milestone.label), _("not known yet"))


def _malice_unknown(incident: Incident) -> Iterator[Line]:
    if incident.malice == Malice.UNKNOWN:
        yield Line(_("Malicious"), _("not known yet"))


def _steps(incident: Incident) -> Iterator[Line]:
    """The latest steps that were taken, as the timeline tells them."""
    steps = [
        read.entry
        for read in timeline_of(incident)
        if read.entry.kind in {Kind.ACTION, Kind.DECISION} and not read.entry.is_retraction
    ]
    for entry in reversed(steps[-LATEST:]):
        yield Line(entry.get_kind_display(), entry.text, _("the timeline"), entry.occurred_at)


def _plans(incident: Incident) -> Iterator[Line]:
    """What is planned and neither done yet nor withdrawn."""
    for action in ActionItem.objects.open().filter(incident=incident):
        yield Line(_("Planned"), action.title, _("the action items"))
