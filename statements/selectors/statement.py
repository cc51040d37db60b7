"""Statements as they stand: their words now, who stands behind them, what has moved on since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property
from itertools import groupby

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.models import Incident
from incidents.selectors.figure import REFERENCE, Figure, figures_of
from statements.chain import Chain, chain_for
from statements.models import Approval, Release, Statement, Wording
from statements.resolving import Quoted, Resolved, resolved

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
    def resolved(self) -> Resolved:
        """What a reader would read now."""
        return resolved(self.wording.text, self.figures, self.statement.language)

    @property
    def named(self) -> set[str]:
        """The figures it quotes, by name."""
        return {found["name"] for found in REFERENCE.finditer(self.wording.text)}

    @property
    def chain(self) -> Chain:
        """Who must stand behind it."""
        return chain_for(self.statement)

    @cached_property
    def approvals(self) -> list[Approval]:
        """The approvals of exactly what a reader would read now."""
        return [each for each in self._given if each.digest == self.resolved.digest]

    @property
    def void(self) -> list[Approval]:
        """Approvals of these words that a newer figure made void."""
        return [each for each in self._given if each.digest != self.resolved.digest]

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


def statements_of(incident: Incident) -> list[ReadStatement]:
    """Every statement about the incident, the newest first."""
    return _read(incident, incident.statements.all(), figures_of(incident))


def statement_in(incident: Incident, statement_id: int) -> ReadStatement | None:
    """One statement of the incident; None when it is not there."""
    found = _read(incident, incident.statements.filter(pk=statement_id), figures_of(incident))
    return found[0] if found else None


def _read(
    incident: Incident, statements: Iterable[Statement], figures: Figures
) -> list[ReadStatement]:
    known = {each.pk: each for each in statements}
    wordings = (
        Wording.objects.filter(statement__in=known)
        .select_related("author")
        .prefetch_related("approvals__approver")
    )
    releases = Release.objects.filter(statement__in=known).select_related(
        "released_by", "reviewed_by", "wording"
    )
    by_statement = {each.statement_id: each for each in releases}
    worded = {pk: tuple(said) for pk, said in groupby(wordings, lambda each: each.statement_id)}
    for pk, statement in known.items():
        statement.incident = incident
        if release := by_statement.get(pk):
            release.statement = statement
    return [
        ReadStatement(statement, worded[pk], figures, by_statement.get(pk))
        for pk, statement in known.items()
    ]


def other_halves(statement: Statement) -> list[int]:
    """Statements that name this one as the same in the other language."""
    return list(Statement.objects.filter(counterpart=statement).values_list("pk", flat=True))


def counterpart_of(read: ReadStatement) -> ReadStatement | None:
    """The same statement in the other language, whichever of the two named the other."""
    statement = read.statement
    other = statement.counterpart_id or next(iter(other_halves(statement)), None)
    return statement_in(statement.incident, other) if other else None


@dataclass(frozen=True, slots=True)
class NoLongerRight:
    """A released statement, and what in it is no longer right."""

    release: Release
    moved: list[Moved]


def no_longer_right(user: User) -> list[NoLongerRight]:
    """What was said that the record says otherwise now, the latest release first."""
    visible = Statement.objects.visible_to(user)
    releases = (
        Release.objects.filter(statement__in=visible)
        .exclude(figures=[])
        .exclude(statement__corrected_by__release__isnull=False)
        .select_related("statement__incident")
    )
    figures: dict[int, Figures] = {}
    found = []
    for release in releases:
        incident = release.statement.incident
        if incident.pk not in figures:
            figures[incident.pk] = figures_of(incident)
        if moved := moved_since(release, figures[incident.pk]):
            found.append(NoLongerRight(release, moved))
    return found


@dataclass(frozen=True, slots=True)
class Promise:
    """An update that was promised, and by which statement."""

    statement: Statement
    at: datetime


def promised(user: User) -> list[Promise]:
    """Updates that released statements promised and that nothing kept yet, the soonest first.

    A later release to the same audience of the same incident keeps the promise.
    """
    kept = Release.objects.filter(
        statement__incident=OuterRef("incident"),
        statement__audience=OuterRef("audience"),
        released_at__gt=OuterRef("release__released_at"),
    )
    waiting = (
        Statement.objects.visible_to(user)
        .filter(release__isnull=False, next_update_at__isnull=False)
        .filter(~Exists(kept))
        .select_related("incident")
        .order_by("next_update_at")
    )
    return [Promise(each, each.next_update_at) for each in waiting if each.next_update_at]


def in_work(user: User) -> list[ReadStatement]:
    """Statements that are not released yet, the newest first."""
    found = Statement.objects.visible_to(user).filter(release=None).select_related("incident")
    by_incident: dict[Incident, list[Statement]] = {}
    for statement in found:
        by_incident.setdefault(statement.incident, []).append(statement)
    read = [
        each
        for incident, statements in by_incident.items()
        for each in _read(incident, statements, figures_of(incident))
    ]
    return sorted(read, key=lambda each: -each.statement.pk)


def quoted_in(release: Release) -> list[Quoted]:
    """The figures as they were frozen."""
    return [Quoted(**(each | {"basis": tuple(each["basis"])})) for each in release.figures]
