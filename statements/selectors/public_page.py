"""What strangers may read: the state of the services, and what was said where anybody can read it.

Names of services and titles of incidents are for inside. Outside an incident is called by the title
of something that was said of it, and a service by the name it was given for the page.
"""

import base64
import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import partial

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from core.markdown import visible
from incidents.models import Incident, Severity, Status
from incidents.models.incident import OVER
from statements.models import (
    Channel,
    PublicComponent,
    PublicPage,
    Statement,
    StatementKind,
)

MOST_INCIDENTS = 50
_KEY_LENGTH = 12
_LATER_WORDS = {StatementKind.CORRECTION, StatementKind.WITHDRAWAL}

Keys = Callable[[str, int], str]


class Impact(Enum):
    """How badly customers are hit, from not at all upwards."""

    NONE = ("none", "operational", _("Works normally"), _("All systems work normally"))
    MINOR = (
        "minor",
        "degraded_performance",
        _("Works less well than usual"),
        _("Some systems work less well than usual"),
    )
    MAJOR = (
        "major",
        "partial_outage",
        _("Works in part"),
        _("Some systems do not work"),
    )
    CRITICAL = ("critical", "major_outage", _("Does not work"), _("Major trouble"))

    def __init__(self, word: str, component: str, label: object, whole: object) -> None:
        self.word, self.component, self._label, self._whole = word, component, label, whole

    @property
    def label(self) -> str:
        """What it means for one component."""
        return str(self._label)

    @property
    def whole(self) -> str:
        """What it means for all of them together."""
        return str(self._whole)


_IMPACTS = list(Impact)
_OF_SEVERITY = {
    Severity.SEV1: Impact.CRITICAL,
    Severity.SEV2: Impact.MAJOR,
    Severity.SEV3: Impact.MINOR,
    Severity.SEV4: Impact.MINOR,
}


def worst(impacts: Iterator[Impact]) -> Impact:
    """The worst of them; none of none."""
    return max(impacts, key=_IMPACTS.index, default=Impact.NONE)


@dataclass(frozen=True, slots=True)
class Said:
    """Words that were said outside. `key` is their place on the page; "" when they have none."""

    key: str
    title: str
    language: str
    kind: str
    words: str
    at: datetime

    @property
    def is_withdrawal(self) -> bool:
        """Whether it takes back what it puts right."""
        return self.kind == StatementKind.WITHDRAWAL


@dataclass(frozen=True, slots=True)
class PublicStatement:
    """A statement on the page, what it puts right, and what put it right since.

    `status` is that of the incident when it was said; `counterpart` the place of the same in the
    other language, "" when that is not on the page.
    """

    said: Said
    status: Status
    next_update_at: datetime | None
    counterpart: str
    corrects: Said | None
    put_right_by: tuple[Said, ...]

    @property
    def changed_at(self) -> datetime:
        """When it was said, or put right."""
        return max([self.said.at, *(each.at for each in self.put_right_by)])

    @property
    def names_the_incident(self) -> bool:
        """Whether its title still stands for what happened."""
        return not self.put_right_by and self.said.kind not in _LATER_WORDS


@dataclass(frozen=True, slots=True)
class PublicIncident:
    """An incident as it was told of. `statements` are the newest first, in both languages."""

    key: str
    status: Status
    impact: Impact
    components: tuple[str, ...]
    statements: tuple[PublicStatement, ...]

    @property
    def is_over(self) -> bool:
        """Whether customers notice nothing of it any more."""
        return self.status is Status.RESOLVED

    @property
    def told_at(self) -> datetime:
        """When it was first told of."""
        return self.statements[-1].said.at

    @property
    def updated_at(self) -> datetime:
        """When something was last said of it."""
        return self.statements[0].said.at

    def first_told(self, status: Status) -> datetime | None:
        """When it was first said that it is so; None when it was not, or is not so any more."""
        told = [each.said.at for each in self.statements if each.status is status]
        return min(told) if told and list(Status).index(self.status) >= _place(status) else None

    def in_language(self, language: str) -> list[PublicStatement]:
        """What is in the language, and what is in the other alone."""
        return [
            each
            for each in self.statements
            if each.said.language == language or not each.counterpart
        ]

    def named_by(self, language: str) -> Said:
        """The statement that gives it its name: the first that nothing has put right."""
        told = self.in_language(language)[::-1]
        own = [each for each in told if each.said.language == language] or told
        return next((each for each in own if each.names_the_incident), own[0]).said


def _place(status: Status) -> int:
    return list(Status).index(status)


@dataclass(frozen=True, slots=True)
class Component:
    """A service as customers know it, and how it does."""

    key: str
    name_da: str
    name_en: str
    position: int
    added_at: datetime
    impact: Impact

    def name(self, language: str) -> str:
        """What it is called."""
        return self.name_da if language == "da" else self.name_en


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """All that the page, the feed and the JSON tell. Incidents are the last told of first."""

    key: str
    name: str
    changed_at: datetime
    components: tuple[Component, ...]
    incidents: tuple[PublicIncident, ...]

    @property
    def open(self) -> list[PublicIncident]:
        """What is not over."""
        return [each for each in self.incidents if not each.is_over]

    @property
    def over(self) -> list[PublicIncident]:
        """What is."""
        return [each for each in self.incidents if each.is_over]

    @property
    def impact(self) -> Impact:
        """How it stands with all of them together."""
        return worst(each.impact for each in self.open)

    @property
    def updated_at(self) -> datetime:
        """When something was last said, or the page was last set up."""
        added = (each.added_at for each in self.components)
        return max([self.changed_at, *added, *(each.updated_at for each in self.incidents)])

    def components_of(self, incident: PublicIncident) -> list[Component]:
        """What it affects, in the order of the page."""
        return [each for each in self.components if each.key in incident.components]


def is_on_the_page(statement: Statement) -> bool:
    """Whether strangers can read it."""
    is_on = Exists(PublicPage.objects.filter(is_on=True))
    return Statement.objects.public().filter(is_on, pk=statement.pk).exists()


def public_record() -> PublicRecord | None:
    """What strangers may read now; None while the organisation has no public page."""
    page = PublicPage.objects.filter(is_on=True).first()
    if page is None:
        return None
    keys = partial(_key, page)
    incidents = tuple(_incidents(keys))
    return PublicRecord(
        key=keys("page", page.pk),
        name=visible(page.name),
        changed_at=page.changed_at,
        components=tuple(_components(keys, incidents)),
        incidents=incidents,
    )


def _key(page: PublicPage, kind: str, number: int) -> str:
    """A name for a row that tells neither its number nor how many there are."""
    digest = hmac.digest(page.key.bytes, f"{kind}:{number}".encode(), "sha256")
    return base64.b32encode(digest).decode().lower()[:_KEY_LENGTH]


def _incidents(keys: Keys) -> Iterator[PublicIncident]:
    latest = Statement.objects.public().filter(incident=OuterRef("pk"))
    told = (
        Incident.objects.annotate(
            said_at=Subquery(
                latest.order_by("-release__released_at").values("release__released_at")[:1]
            )
        )
        .filter(said_at__isnull=False)
        .order_by("-said_at", "-pk")
    )
    # What is not over is told of however long ago it was last spoken of.
    shown = [*told.exclude(status__in=OVER), *told.filter(status__in=OVER)[:MOST_INCIDENTS]]
    said = _said_of(shown)
    components = _components_of(shown)
    for incident in shown:
        if statements := tuple(_statements(keys, said.get(incident.pk, []))):
            yield PublicIncident(
                key=keys("incident", incident.pk),
                status=_status(incident.status),
                impact=_OF_SEVERITY[Severity(incident.severity)],
                components=tuple(keys("component", pk) for pk in components.get(incident.pk, [])),
                statements=statements,
            )


def _said_of(incidents: list[Incident]) -> dict[int, list[Statement]]:
    """What was told outside, by incident, the newest first."""
    told = (
        Statement.objects.told_outside()
        .filter(incident__in=incidents)
        .select_related("release")
        .order_by("-release__released_at", "-release__pk")
    )
    said: dict[int, list[Statement]] = {}
    for statement in told:
        said.setdefault(statement.incident_id, []).append(statement)
    return said


def _components_of(incidents: list[Incident]) -> dict[int, list[int]]:
    """The parts of the page that each incident affects."""
    affected: dict[int, list[int]] = {}
    pairs = PublicComponent.objects.filter(service__incident__in=incidents, is_shown=True)
    for incident, component in pairs.values_list("service__incident", "pk"):
        affected.setdefault(incident, []).append(component)
    return affected


def _statements(keys: Keys, told: list[Statement]) -> Iterator[PublicStatement]:
    public = [each for each in told if Channel(each.channel).is_open]
    places = {each.pk: keys("statement", each.pk) for each in public}
    said = {each.pk: _said(each, places.get(each.pk, "")) for each in told}
    halves = _halves(told)
    for each in public:
        yield PublicStatement(
            said=said[each.pk],
            status=_status(each.release.incident_status),
            next_update_at=each.next_update_at,
            counterpart=places.get(halves.get(each.pk, 0), ""),
            corrects=said.get(each.corrects_id or 0),
            put_right_by=tuple(said[later.pk] for later in _put_right(each, told, halves)),
        )


def _halves(told: list[Statement]) -> dict[int, int]:
    """The same in the other language, whichever of the two named the other."""
    halves = {each.pk: each.counterpart_id for each in told if each.counterpart_id}
    return halves | {other: pk for pk, other in halves.items()}


def _put_right(
    statement: Statement, told: list[Statement], halves: dict[int, int]
) -> Iterator[Statement]:
    """What corrects it; what corrects its other half alone is as true of it."""
    own = {each.pk for each in told if each.corrects_id == statement.pk}
    for later in told:
        is_of_half = later.corrects_id == halves.get(statement.pk, 0)
        if later.pk in own or (is_of_half and halves.get(later.pk) not in own):
            yield later


def _said(statement: Statement, key: str) -> Said:
    return Said(
        key=key,
        title=visible(statement.title),
        language=statement.language,
        kind=statement.kind,
        words=statement.release.words,
        at=statement.release.released_at,
    )


def _components(keys: Keys, incidents: tuple[PublicIncident, ...]) -> Iterator[Component]:
    for component in PublicComponent.objects.filter(is_shown=True):
        key = keys("component", component.pk)
        hit = (each.impact for each in incidents if key in each.components and not each.is_over)
        yield Component(
            key=key,
            name_da=component.name_da,
            name_en=component.name_en,
            position=component.position,
            added_at=component.added_at,
            impact=worst(hit),
        )


def _status(status: str) -> Status:
    """A closed incident is a resolved one to everybody outside."""
    return Status.RESOLVED if status == Status.CLOSED else Status(status)
