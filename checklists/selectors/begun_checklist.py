"""How far somebody got with the checklists of an incident."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from checklists.models import BegunChecklist, Checklist
from checklists.steps import Step, as_read
from incidents.models import Incident, TimelineEntry

# What an entry did that settles a step (see `incidents.services.line`).
ACT = "checklist"
DONE, DOES_NOT_APPLY = "done", "does_not_apply"


@dataclass(frozen=True, slots=True)
class ReadStep:
    """A step, and the entry that settles it. `due_at` is there where it is known from when."""

    number: int
    step: Step
    settled: TimelineEntry | None = None
    due_at: datetime | None = None

    @property
    def is_done(self) -> bool:
        """Whether it was ticked; neither was one that does not apply."""
        return self.settled is not None and (self.settled.did or {}).get("outcome") == DONE

    @property
    def is_overdue(self) -> bool:
        """Whether it waits longer than it should."""
        return self.settled is None and self.due_at is not None and self.due_at < timezone.now()

    @property
    def is_near(self) -> bool:
        """Whether the hour alone tells until when it should be done."""
        return self.due_at is not None and abs(self.due_at - timezone.now()) < timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class ReadChecklist:
    """A checklist as it is gone through. `newest` is the version that stands, where another does."""

    begun: BegunChecklist
    steps: tuple[ReadStep, ...]
    newest: int | None = None

    @property
    def settled(self) -> int:
        """How many steps wait no longer."""
        return sum(each.settled is not None for each in self.steps)

    @property
    def next(self) -> ReadStep | None:
        """The first step that waits."""
        return next((each for each in self.steps if each.settled is None), None)


def begun_in(incident: Incident) -> list[ReadChecklist]:
    """Every checklist that was begun in the incident, those that were set aside last."""
    newest = Checklist.objects.filter(slug=OuterRef("checklist__slug")).order_by("-version")
    rows = list(
        incident.checklists.select_related("checklist", "begun_by")
        .annotate(newest=Subquery(newest.values("version")[:1]))
        .order_by(F("set_aside_at").asc(nulls_first=True), "begun_at", "pk")
    )
    settled = _settled_in(incident) if rows else {}
    return [_read(incident, begun, settled.get(begun.pk, {})) for begun in rows]


def settling(incident: Incident, begun: BegunChecklist) -> Mapping[int, TimelineEntry]:
    """The entries that settle steps of one checklist, by the number of the step."""
    return _settled_in(incident).get(begun.pk, {})


def _read(
    incident: Incident, begun: BegunChecklist, settled: Mapping[int, TimelineEntry]
) -> ReadChecklist:
    since = incident.declared_at
    steps = tuple(
        ReadStep(
            number,
            step,
            settled.get(number),
            since + timedelta(minutes=step.within) if since and step.within else None,
        )
        for number, step in enumerate(as_read(begun.checklist.steps), start=1)
    )
    newest = getattr(begun, "newest", begun.checklist.version)
    return ReadChecklist(begun, steps, newest if newest != begun.checklist.version else None)


def _settled_in(incident: Incident) -> Mapping[int, Mapping[int, TimelineEntry]]:
    by_list: dict[int, dict[int, TimelineEntry]] = defaultdict(dict)
    for entry in _settling().filter(incident=incident).select_related("author"):
        did: dict[str, Any] = entry.did or {}
        by_list[did["begun"]][did["step"]] = entry
    return by_list


def _settling() -> QuerySet[TimelineEntry]:
    """The entries that stand and settle a step."""
    return TimelineEntry.objects.filter(did__act=ACT, is_retraction=False, replaced_by=None)


def settled_in_words(did: Mapping[str, Any]) -> str:
    """What an entry did that settles a step; its words name the checklist."""
    if did["outcome"] == DONE:
        return _("Step %(number)s of the checklist: done") % {"number": did["step"]}
    return _("Step %(number)s of the checklist: does not apply") % {"number": did["step"]}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a checklist came that is gone through: the first step that waits, if one does."""

    number: int
    name: str
    settled: int
    steps: int
    next: Step | None


def progress_in(incident: Incident) -> list[Progress]:
    """Of each checklist that is gone through how far it came; asked for where it came without."""
    if not hasattr(incident, "checklists_begun"):
        own = Incident.objects.filter(pk=incident.pk).annotate(**begun_columns())
        incident = own.get()
    return [_progress(**told) for told in _of(incident)]


def _of(incident: Incident) -> Iterable[dict[str, Any]]:
    return getattr(incident, "checklists_begun", None) or ()


def _progress(number: int, name: str, steps: list[dict[str, Any]], settled: list[int]) -> Progress:
    waiting = [step for place, step in enumerate(as_read(steps), start=1) if place not in settled]
    return Progress(
        number, name, len(steps) - len(waiting), len(steps), waiting[0] if waiting else None
    )


def begun_columns(_reader: User | None = None) -> dict[str, Any]:
    """What comes with an incident (`incident_with_head`), so that its head asks for nothing more."""
    numbers = (
        _settling()
        .annotate(
            of_begun=Cast(KeyTextTransform("begun", "did"), BigIntegerField()),
            of_step=Cast(KeyTextTransform("step", "did"), IntegerField()),
        )
        .filter(incident=OuterRef("incident"), of_begun=OuterRef("pk"))
        .order_by()
    )
    running = BegunChecklist.objects.filter(incident=OuterRef("pk"), set_aside_at=None)
    told = JSONObject(
        number="pk",
        name="checklist__name",
        steps="checklist__steps",
        settled=ArraySubquery(numbers.values("of_step")),
    )
    return {"checklists_begun": ArraySubquery(running.values(told=told))}
