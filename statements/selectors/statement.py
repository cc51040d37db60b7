"""Statements as they stand: their words now, who stands behind them, what has moved on since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from enum import Enum
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.comparing import Stretch, compared
from incidents.models import Incident
from incidents.selectors.figure import Figure, figures_of
from statements.chain import Chain, chain_for
from statements.mass import MassSend, expected, frozen
from statements.models import Approval, Release, Statement, Wording
from statements.selectors.set_up import SetUp, set_up_for
from statements.texts.found import Typed
from statements.texts.marking import marked
from statements.texts.reading import Reading
from statements.texts.resolving import Quoted, Resolved

Figures = Mapping[str, Figure]


class Standing(Enum):
    """How far a statement is."""

    DRAFT = gettext_lazy("Draft")
    VOID = gettext_lazy("Approval void")
    APPROVED = gettext_lazy("Approved")
    RELEASED = gettext_lazy("Released")

    @property
    def label(self) -> str:
        """In words."""
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that was said otherwise: the words then, and now ("" when it is gone).

    `basis` is what it rests on now.
    """

    label: str
    then: str
    now: str
    name: str = ""
    basis: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """In a sentence, in the reader's language; the figures as the text has them."""
        words = {"label": self.label, "then": self.then, "now": self.now}
        if not self.now:
            return _("%(label)s was “%(then)s”; the record no longer says so.") % words
        return _("%(label)s was “%(then)s”; the record says “%(now)s” now.") % words


@dataclass(frozen=True)
class Void:
    """An approval that no longer holds, and why: other words, another purpose or newer figures."""

    approval: Approval
    read: "ReadStatement"

    @property
    def is_reworded(self) -> bool:
        """Whether it was said in other words since."""
        return self.approval.wording_id != self.read.wording.pk

    @property
    def changed(self) -> list[str]:
        """What it is, or for whom, that is otherwise now: each by its name in the terms."""
        then, now = self.approval.terms, self.read.terms
        return [
            name for name in sorted(then.keys() | now.keys()) if then.get(name) != now.get(name)
        ]

    @property
    def moved(self) -> list[Moved]:
        """The figures that moved on, of those it still quotes."""
        moved = moved_since(self.approval, self.read.figures)
        return [each for each in moved if each.name in self.read.reading.named]

    @property
    def kind(self) -> str:
        """Why, in few words, in the reader's language."""
        if self.is_reworded:
            return _("void: said in other words since")
        return (self.changed and _("void: it is something else, or for others, now")) or _(
            "void: a figure has moved on since"
        )

    @property
    def reasons(self) -> list[str]:
        """Why, each in a sentence, in the reader's language."""
        reworded = [_("It was said in other words since.")] if self.is_reworded else []
        changed = [self._changed(name) for name in self.changed]
        return [*reworded, *changed, *(each.told for each in self.moved)]

    def _changed(self, name: str) -> str:
        if name == "load":
            return _("The figures behind its load have changed.")
        field = Statement._meta.get_field(name)  # noqa: SLF001 - Django's documented API
        label = str(getattr(field, "verbose_name", name))
        choices = dict(getattr(field, "flatchoices", ()))
        then, now = (
            choices.get(terms.get(name)) for terms in (self.approval.terms, self.read.terms)
        )
        if then is None or now is None:
            return _("Changed since: %(label)s.") % {"label": label}
        words = {"label": label, "then": then, "now": now}
        return _("Changed since: %(label)s, from “%(then)s” to “%(now)s”.") % words

    @property
    def difference(self) -> list[Stretch]:
        """What was approved against what a reader would read now, word by word."""
        return compared(self.approval.words, self.read.resolved.words)


@dataclass(frozen=True)
class ReadStatement:
    """A statement with its wordings, the newest last, and every approval it was ever given."""

    statement: Statement
    wordings: tuple[Wording, ...]
    figures: Figures
    release: Release | None
    set_up: SetUp

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
        """The figures as they were said, named in the reader's language; before, as they stand."""
        if self.release is None:
            return self.resolved.quoted
        return tuple(renamed(each, self.figures) for each in quoted_in(self.release))

    @property
    def html(self) -> SafeString:
        """What was said, or what a reader would read now, with its figures marked."""
        return marked(self.wording.text, self.quoted)

    @cached_property
    def digest(self) -> str:
        """What approval is of: the words, the figures in them, what it is and for whom.

        For what was released it is that of the release, whatever has moved on since.
        """
        return self.release.digest if self.release else self.resolved.digest(self.terms)

    @cached_property
    def terms(self) -> dict[str, Any]:
        """What it is and for whom, as far as that is approved too."""
        statement, promised = self.statement, self.statement.next_update_at
        terms = {
            "title": statement.title,
            "audience": statement.audience,
            "channel": statement.channel,
            "language": statement.language,
            "kind": statement.kind,
            "is_oral": statement.is_oral,
            "next_update_at": promised.astimezone(UTC).isoformat() if promised else None,
            "corrects": statement.corrects_id,
            "audience_size": statement.audience_size,
        }
        if self.mass is None:
            return terms
        return terms | {"load": {each.name: each.value for each in self.mass.given}}

    @cached_property
    def mass(self) -> MassSend | None:
        """What a mass message is expected to do, as it was shown when it went; else None."""
        if self.release:
            return frozen(self.release.mass) if self.release.mass else None
        if not self.statement.is_mass:
            return None
        return expected(self.statement, self.set_up.premises, self.set_up.earlier)

    @property
    def authors(self) -> set[int]:
        """Who wrote any of its words, or said last what it is and for whom."""
        known = {each.author_id for each in self.wordings} | {self.statement.planned_by_id}
        return {each for each in known if each is not None}

    def needs_somebody_else(self, person: int | None) -> bool:
        """Whether somebody else must release it: a mass message takes a second person."""
        return self.statement.is_mass and (person is None or person in self.authors)

    @property
    def typed(self) -> list[Typed]:
        """Figures that were typed instead of quoted."""
        return self.reading.typed

    @property
    def chain(self) -> Chain:
        """Who must stand behind it."""
        return chain_for(self.statement, self.set_up.rules)

    @cached_property
    def given(self) -> list[Approval]:
        """Every approval it was given, of whichever wording, in their order."""
        found = (each for wording in self.wordings for each in wording.approvals.all())
        return sorted(found, key=lambda each: each.pk)

    @cached_property
    def approvals(self) -> list[Approval]:
        """The approvals of exactly what it is now, or was when it went out."""
        of_these = [each for each in self.given if each.wording_id == self.wording.pk]
        return [each for each in of_these if each.digest == self.digest]

    @cached_property
    def void(self) -> list[Void]:
        """The approvals of other words, of other figures, or of something else."""
        return [Void(each, self) for each in self.given if each not in self.approvals]

    @property
    def to_renew(self) -> list[Void]:
        """The last approval of each who would have to approve again before it may go out."""
        if not self.lacks:
            return []
        stand_behind = {each.approver_id for each in self.approvals}
        last = {each.approval.approver_id: each for each in self.void}
        return [each for person, each in last.items() if person not in stand_behind]

    @property
    def lacks(self) -> int:
        """How many approvals are still needed; none once it is out, whatever the rule is then."""
        if self.release:
            return 0
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


def moved_since(said: Release | Approval, figures: Figures) -> list[Moved]:
    """The figures released or approved that rest on something newer by now, or are gone."""
    return moved_among(said.figures, said.statement.language, figures)


def moved_among(said: Iterable[Mapping[str, Any]], language: str, figures: Figures) -> list[Moved]:
    """Of figures frozen as they were said in a language, those that moved on."""
    found = []
    for then in said:
        name, now = then["name"], figures.get(then["name"])
        if now is None:
            found.append(Moved(then["label"], then["words"], "", name))
        elif list(now.basis) != then["basis"]:
            found.append(Moved(now.label, then["words"], now.words(language), name, now.basis))
    return found


def standing_releases() -> QuerySet[Release]:
    """What was said with figures, and not put right yet by a correction that the same heard."""
    put_right = Release.objects.filter(
        statement__corrects=OuterRef("statement"),
        statement__audience=OuterRef("statement__audience"),
    )
    return Release.objects.exclude(figures=[]).exclude(Exists(put_right))


def statements_of(incident: Incident, figures: Figures) -> list[ReadStatement]:
    """Every statement about the incident, the newest first."""
    return read_wordings(worded(incident.statements.all()), {incident.pk: figures})


def statement_in(incident: Incident, statement_id: int) -> ReadStatement | None:
    """One statement of the incident; None when it is not there."""
    return pair_in(incident, statement_id)[0]


def pair_in(
    incident: Incident, statement_id: int
) -> tuple[ReadStatement | None, ReadStatement | None]:
    """One statement, and the same in the other language, whichever of the two named the other."""
    either = Q(pk=statement_id) | Q(counterpart=statement_id) | Q(counterpart_of=statement_id)
    both = worded(incident.statements.filter(either))
    found = {
        read.statement.pk: read for read in read_wordings(both, {incident.pk: figures_of(incident)})
    }
    return found.pop(statement_id, None), next(iter(found.values()), None)


def read_statements(
    statements: Iterable[Statement], figures: Mapping[int, Figures]
) -> list[ReadStatement]:
    """The statements, which are there already, with all that belongs to them."""
    known = {each.pk: each for each in statements}
    releases = Prefetch("release", Release.objects.select_related("released_by", "reviewed_by"))
    prefetch_related_objects(list(known.values()), releases)
    wordings = list(_wordings_of(known))
    for wording in wordings:
        wording.statement = known[wording.statement_id]
    read = {each.statement.pk: each for each in read_wordings(wordings, figures)}
    return [read[pk] for pk in known]


def worded(statements: QuerySet[Statement]) -> list[Wording]:
    """Every wording of the statements, those of the newest first, with all that belongs to them."""
    release = "statement__release"
    return list(
        _wordings_of(statements)
        .select_related("author", "statement__incident", "statement__corrects", release)
        .select_related(f"{release}__released_by", f"{release}__reviewed_by")
    )


def _wordings_of(statements: Iterable[Any]) -> QuerySet[Wording]:
    approvals = Prefetch("approvals", Approval.objects.select_related("approver"))
    wordings = Wording.objects.filter(statement__in=statements).order_by("-statement_id", "number")
    return wordings.select_related("author").prefetch_related(approvals)


def read_wordings(
    wordings: Iterable[Wording], figures: Mapping[int, Figures]
) -> list[ReadStatement]:
    """The statements of such wordings as `worded` gives; `figures` by the incident's key."""
    texts = [tuple(text) for _pk, text in groupby(wordings, lambda each: each.statement_id)]
    set_up = set_up_for([text[0].statement for text in texts])
    return [_read(text, figures, set_up) for text in texts]


def _read(
    wordings: tuple[Wording, ...], figures: Mapping[int, Figures], set_up: SetUp
) -> ReadStatement:
    statement = wordings[0].statement
    for wording in wordings:
        wording.statement = statement
    release = getattr(statement, "release", None)
    return ReadStatement(statement, wordings, figures[statement.incident_id], release, set_up)


def other_halves(statement: Statement) -> list[int]:
    """Statements that name this one as the same in the other language."""
    return list(Statement.objects.filter(counterpart=statement).values_list("pk", flat=True))


def corrected_in(statement: Statement, language: str) -> int | None:
    """What a correction puts right, as it was said in the language; else in whichever it was."""
    either = Q(counterpart=statement.corrects_id) | Q(counterpart_of=statement.corrects_id)
    half = Statement.objects.filter(either, language=language, release__isnull=False).first()
    return half.pk if statement.corrects_id and half else statement.corrects_id


def put_right_by(statement: Statement) -> list[Statement]:
    """The released statements that put this one right, the newest first."""
    later = Statement.objects.filter(corrects=statement, release__isnull=False)
    return list(later.select_related("release").order_by("-release__released_at", "-pk"))


def quoted_in(release: Release) -> tuple[Quoted, ...]:
    """The figures as they were frozen."""
    return tuple(Quoted(**(each | {"basis": tuple(each["basis"])})) for each in release.figures)


def renamed(then: Quoted, figures: Figures) -> Quoted:
    """A frozen figure, named as the record names it now, in the active language.

    It was frozen in the language of whoever released it. Words, value and basis stay as they were.
    """
    now = figures.get(then.name)
    if now is None:
        return then
    source = now.source if now.basis == then.basis else then.source
    return replace(then, label=now.label, source=source)
