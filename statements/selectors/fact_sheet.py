"""What is known, what is not known yet, and what is done: the page everybody drafts from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core.formats import unknown
from incidents.models import ActionItem, Incident, Kind, Malice, Milestone
from incidents.selectors.figure import Figure, figures_of
from incidents.selectors.timeline_entry import timeline_of

LATEST = 8
_ASKED = (
    Milestone.IMPACT_STARTED,
    Milestone.DETECTED,
    Milestone.MITIGATED,
    Milestone.RECOVERED,
    Milestone.RESOLVED,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is about, what is known of it, who says so and as of when."""

    label: str
    words: str
    source: str = ""
    as_of: datetime | None = None
    reference: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class FactSheet:
    """The three lists."""

    known: list[Fact]
    unknown: list[Fact]
    doing: list[Fact]


def fact_sheet_of(incident: Incident, language: str) -> FactSheet:
    """The fact sheet as the record stands, in the reader's language."""
    figures = figures_of(incident)
    told = [_fact(figure, language) for figure in figures.values() if _is_told(figure)]
    nobody_knows = unknown(language)
    return FactSheet(
        known=[*_about(incident), *(fact for fact in told if fact.words != nobody_knows)],
        unknown=[
            *(fact for fact in told if fact.words == nobody_knows),
            *_missing_times(figures),
            *_malice_unknown(incident),
        ],
        doing=[*_steps(incident), *_plans(incident)],
    )


def _is_told(figure: Figure) -> bool:
    # A time is told with its date; durations follow from the times.
    return figure.name.startswith(("count:", "share:", "moment:"))


def _fact(figure: Figure, language: str) -> Fact:
    return Fact(
        label=figure.label,
        words=figure.words(language),
        source=figure.source,
        as_of=None if figure.name.startswith("moment:") else figure.as_of,
        reference=figure.reference,
        value=figure.value(language),
    )


def _about(incident: Incident) -> Iterator[Fact]:
    yield Fact(_("Status"), incident.get_status_display())
    yield Fact(_("Category"), incident.get_category_display())
    if incident.malice != Malice.UNKNOWN:
        says = {
            Malice.NO: _("There is no sign that somebody meant harm."),
            Malice.YES: _("Somebody meant harm."),
        }
        yield Fact(_("Malicious"), says[Malice(incident.malice)], source=incident.malice_basis)


def _missing_times(figures: dict[str, Figure]) -> Iterator[Fact]:
    for milestone in _ASKED:
        if f"moment:{milestone.value}" not in figures:
            yield Fact(str(milestone.label), _("not known yet"))


def _malice_unknown(incident: Incident) -> Iterator[Fact]:
    if incident.malice == Malice.UNKNOWN:
        yield Fact(_("Malicious"), _("not known yet"))


def _steps(incident: Incident) -> Iterator[Fact]:
    """The latest steps that were taken, as the timeline tells them."""
    steps = [
        read.entry
        for read in timeline_of(incident)
        if read.entry.kind in {Kind.ACTION, Kind.DECISION} and not read.entry.is_retraction
    ]
    for entry in reversed(steps[-LATEST:]):
        yield Fact(entry.get_kind_display(), entry.text, _("the timeline"), entry.occurred_at)


def _plans(incident: Incident) -> Iterator[Fact]:
    """What is planned and not done yet."""
    open_ones: list[ActionItem] = list(incident.actions.filter(completed_at=None))
    for action in open_ones:
        yield Fact(_("Planned"), action.title, _("the action items"))
