"""A picture of how it came: what happened, the conditions it shows, and what is done about them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from statistics import fmean

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.documents.document import in_one_stretch, ours, plain
from core.formats import format_moment
from core.markdown import Diagram, DiagramBox, Runs
from incidents.models import ActionItem
from incidents.selectors.contributing_factor import ReadFactor, unanswering
from incidents.selectors.timeline_entry import ReadEntry

ENTRY, FACTOR, ACTION = range(3)
# With boxes of four lines, as many under each other fit on a page of paper.
MOST_BELOW_EACH_OTHER = 9
When = Callable[[datetime, str], str]


@dataclass(frozen=True, slots=True)
class Strand:
    """A condition with entries that show it and actions that answer it; without one, loose actions."""

    read: ReadFactor | None
    evidence: Sequence[ReadEntry]
    answers: Sequence[ActionItem]


def told_at(moment: datetime, precision: str) -> str:
    """The day and time of an entry, in the language and zone of the reader."""
    zone = timezone.get_current_timezone()
    return format_moment(moment, precision, get_language() or "en", zone)


def cause_diagram(
    factors: Sequence[ReadFactor], actions: Sequence[ActionItem], when: When = told_at
) -> Diagram | None:
    """Entries to conditions to actions; None without a condition.

    Conditions and actions stand as near as they can to what they belong to, entries in the order
    of time.
    """
    strands = _strands(factors, actions)
    return _diagram(_title(), strands, when) if strands else None


def cause_diagrams(
    factors: Sequence[ReadFactor], actions: Sequence[ActionItem], when: When
) -> Iterator[Diagram]:
    """The same in as many diagrams as it takes for each to fit on a page; no line twice."""
    pieces = chain.from_iterable(map(_in_pieces, _strands(factors, actions)))
    sheets = list(_sheets(pieces))
    for number, strands in enumerate(sheets, start=1):
        about = {"title": _title(), "number": number, "count": len(sheets)}
        part = _("%(title)s (%(number)d of %(count)d)") % about
        yield _diagram(part if len(sheets) > 1 else _title(), strands, when)


def _title() -> str:
    return _("What happened, the conditions it shows, and what is done about them")


def _strands(factors: Sequence[ReadFactor], actions: Sequence[ActionItem]) -> list[Strand]:
    """The conditions that stand, by when they showed; last the actions that answer none."""
    standing = [read for read in factors if not read.factor.withdrawn_at]
    if not standing:
        return []
    shown = _in_time(read for each in standing for read in each.evidence)
    order = {read.entry.pk: place for place, read in enumerate(shown)}
    standing.sort(key=lambda read: _near(read.evidence, order))
    strands = [Strand(read, read.evidence, read.answers) for read in standing]
    loose = unanswering(factors, actions)
    return [*strands, Strand(None, (), loose)] if loose else strands


def _in_pieces(strand: Strand) -> Iterator[Strand]:
    longest = max(len(strand.evidence), len(strand.answers), 1)
    for start in range(0, longest, MOST_BELOW_EACH_OTHER):
        part = slice(start, start + MOST_BELOW_EACH_OTHER)
        yield Strand(strand.read, strand.evidence[part], strand.answers[part])


def _sheets(strands: Iterable[Strand]) -> Iterator[list[Strand]]:
    sheet: list[Strand] = []
    for strand in strands:
        if sheet and _most([*sheet, strand]) > MOST_BELOW_EACH_OTHER:
            yield sheet
            sheet = []
        sheet.append(strand)
    if sheet:
        yield sheet


def _most(strands: Sequence[Strand]) -> int:
    """How many boxes stand below each other in the longest column."""
    entries = {read.entry.pk for strand in strands for read in strand.evidence}
    actions = sum(len(strand.answers) for strand in strands)
    return max(len(entries), len(strands), actions)


def _diagram(title: str, strands: Sequence[Strand], when: When) -> Diagram:
    entries = _in_time(read for strand in strands for read in strand.evidence)
    boxes = {
        **{(ENTRY, read.entry.pk): _entry(read, when) for read in entries},
        **{
            (FACTOR, each.read.factor.pk): plain(each.read.factor.text)
            for each in strands
            if each.read
        },
        **{(ACTION, done.pk): plain(done.title) for each in strands for done in each.answers},
    }
    place = {key: number for number, key in enumerate(boxes)}
    return Diagram(
        title=ours(title),
        columns=(ours(_("What shows it")), ours(_("Condition")), ours(_("What answers it"))),
        boxes=tuple(DiagramBox(key[0], runs) for key, runs in boxes.items()),
        lines=tuple((place[one], place[other]) for one, other in _lines(strands)),
    )


def _lines(strands: Iterable[Strand]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for strand in strands:
        if strand.read:
            factor = FACTOR, strand.read.factor.pk
            yield from (((ENTRY, read.entry.pk), factor) for read in strand.evidence)
            yield from ((factor, (ACTION, action.pk)) for action in strand.answers)


def _entry(read: ReadEntry, when: When) -> Runs:
    moment, words = read.entry.occurred_at, in_one_stretch(read.entry.text)
    return words if moment is None else (*ours(f"{when(moment, read.entry.precision)}: "), *words)


def _in_time(entries: Iterable[ReadEntry]) -> list[ReadEntry]:
    return sorted(
        {read.entry.pk: read for read in entries}.values(),
        key=lambda read: (
            read.entry.occurred_at is None,
            read.entry.occurred_at.timestamp() if read.entry.occurred_at else 0,
            read.entry.pk,
        ),
    )


def _near(evidence: Sequence[ReadEntry], order: dict[int, int]) -> float:
    return fmean(order[read.entry.pk] for read in evidence) if evidence else float(len(order))
