"""Statements as they stand: their words now, who stands behind them, what has moved on since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import groupby

from django.db.models import Prefetch, Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from incidents.selectors.figure import Figure, figures_of
from statements.chain import Chain, chain_for
from statements.found import Typed
from statements.marking import marked
from statements.models import Approval, Release, Statement, Wording
from statements.reading import Reading
from statements.resolving import Quoted, Resolved

Figures = Mapping[str, Figure]


class Standing(Enum):
    """How far a statement is."""

    DRAFT = _("Draft")
    VOID = _("Approval void")
    APPROVED = _("Approved")
    RELEASED = _("Released")

    @property
    def label(self) -> str:
        """In words."""
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that was said otherwise: the words then, and now ("" when it is gone)."""

    label: str
    then: str
    now: str


@dataclass(frozen=True)
class ReadStatement:
    """A statement with its wordings, the newest last, and the approvals of the newest."""

    statement: Statement
    wordings: tuple[Wording, ...]
    figures: Figures
    release: Release | None

    @property
    def wording(self) -> Wording:
        """What it says now."""
        return self.wordings[-1]

    @cached_property
    def reading(self) -> Reading:
        """What a reader would read now, and what its author should know."""
        return Reading(self.wording.text, self.figures, self.statement.language)

    @property
    def resolved(self) -> Resolved:
        """What a reader would read now."""
        return self.reading.resolved

    @cached_property
    def quoted(self) -> tuple[Quoted, ...]:
        """The figures as they were said; before a release, as they stand."""
        return quoted_in(self.release) if self.release else self.resolved.quoted

    @property
    def html(self) -> SafeString:
        """What was said, or what a reader would read now, with its figures marked."""
        return marked(self.wording.text, self.quoted)

    @property
    def typed(self) -> list[Typed]:
        """Figures that were typed instead of quoted."""
        return self.reading.typed

    @property
    def chain(self) -> Chain:
        """Who must stand behind it."""
        return chain_for(self.statement)

    @cached_property
    def approvals(self) -> list[Approval]:
        """The approvals of exactly what was released, else of what a reader would read now."""
        return [each for each in self._given if each.digest == self.read_digest]

    @property
    def void(self) -> list[Approval]:
        """Approvals of these words that a newer figure made void."""
        return [each for each in self._given if each.digest != self.read_digest]

    @property
    def read_digest(self) -> str:
        """The hash of what readers were given, else of what they would be given now."""
        return self.release.digest if self.release else self.resolved.digest

    @property
    def _given(self) -> list[Approval]:
        return list(self.wording.approvals.all())

    @property
    def lacks(self) -> int:
        """How many approvals are still needed."""
        return max(self.chain.approvals - len(self.approvals), int(self.lacks_communications))

    @property
    def lacks_communications(self) -> bool:
        """Whether nobody from communications has approved, and one of them must."""
        is_there = any(each.as_communications for each in self.approvals)
        return self.chain.needs_communications and not is_there

    @property
    def standing(self) -> Standing:
        """How far it is."""
        if self.release:
            return Standing.RELEASED
        if not self.lacks:
            return Standing.APPROVED
        return Standing.VOID if self.void else Standing.DRAFT

    @property
    def moved(self) -> list[Moved]:
        """What it said when it was released that the record says otherwise now."""
        if self.release is None:
            return []
        return moved_since(self.release, self.figures)


def moved_since(release: Release, figures: Figures) -> list[Moved]:
    """The figures in a release that rest on something newer by now, or are gone."""
    language = release.statement.language
    found = []
    for then in release.figures:
        now = figures.get(then["name"])
        if now is None:
            found.append(Moved(then["label"], then["words"], ""))
        elif list(now.basis) != then["basis"]:
            found.append(Moved(now.label, then["words"], now.words(language)))
    return found


def statements_of(incident: Incident, figures: Figures) -> list[ReadStatement]:
    """Every statement about the incident, the newest first."""
    return read_statements(incident.statements.select_related("incident"), {incident.pk: figures})


def statement_in(incident: Incident, statement_id: int) -> ReadStatement | None:
    """One statement of the incident; None when it is not there."""
    return pair_in(incident, statement_id)[0]


def pair_in(
    incident: Incident, statement_id: int
) -> tuple[ReadStatement | None, ReadStatement | None]:
    """One statement, and the same in the other language, whichever of the two named the other."""
    either = Q(pk=statement_id) | Q(counterpart=statement_id) | Q(counterpart_of=statement_id)
    both = incident.statements.filter(either).select_related("incident", "corrects")
    found = {
        read.statement.pk: read
        for read in read_statements(both, {incident.pk: figures_of(incident)})
    }
    return found.pop(statement_id, None), next(iter(found.values()), None)


def read_statements(
    statements: Iterable[Statement], figures: Mapping[int, Figures]
) -> list[ReadStatement]:
    """The statements with all that belongs to them; `figures` by the incident's key."""
    known = {each.pk: each for each in statements}
    approvals = Prefetch("approvals", Approval.objects.select_related("approver"))
    wordings = (
        Wording.objects.filter(statement__in=known)
        .select_related("author")
        .prefetch_related(approvals)
    )
    releases = Release.objects.filter(statement__in=known).select_related(
        "released_by", "reviewed_by", "wording"
    )
    by_statement = {each.statement_id: each for each in releases}
    worded = {pk: tuple(said) for pk, said in groupby(wordings, lambda each: each.statement_id)}
    for pk, statement in known.items():
        if release := by_statement.get(pk):
            release.statement = statement
    return [
        ReadStatement(statement, worded[pk], figures[statement.incident_id], by_statement.get(pk))
        for pk, statement in known.items()
    ]


def other_halves(statement: Statement) -> list[int]:
    """Statements that name this one as the same in the other language."""
    return list(Statement.objects.filter(counterpart=statement).values_list("pk", flat=True))


def quoted_in(release: Release) -> tuple[Quoted, ...]:
    """The figures as they were frozen."""
    return tuple(Quoted(**(each | {"basis": tuple(each["basis"])})) for each in release.figures)
