"""What is searched, kind by kind: where its words stand, who may read it, which is the newest."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.models import ActionItem, Incident, TimelineEntry
from postmortems.models import Postmortem, SectionText
from search.selectors.question import Holds, Rank, Stems, TimedStems, Together, asked
from statements.models import Statement, Wording

# The newest so many are put in order by how well they answer; older ones come after nothing.
CONSIDERED = 100


class Kind(TextChoices):
    """What a passage belongs to."""

    INCIDENT = "incident", _("Incidents")
    ENTRY = "entry", _("Timeline entries")
    STATEMENT = "statement", _("Statements")
    SECTION = "section", _("Postmortems")
    ACTION = "action", _("Actions")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which passages are asked for. `since` and `until` are days of whoever asks."""

    kind: str = ""
    statuses: list[str] = field(default_factory=list)
    severities: list[str] = field(default_factory=list)
    since: date | None = None
    until: date | None = None

    @property
    def kinds(self) -> list[Kind]:
        """The kinds asked for."""
        return [Kind(self.kind)] if self.kind else list(Kind)

    def of_incidents(self, user: User) -> QuerySet[Incident]:
        """The incidents that `user` may know of, with these statuses and severities."""
        incidents = Incident.objects.visible_to(user).order_by()
        if self.statuses:
            incidents = incidents.filter(status__in=self.statuses)
        if self.severities:
            incidents = incidents.filter(severity__in=self.severities)
        return incidents

    def within(self, moment: str) -> Q:
        """Whether a moment lies in the days."""
        inside = Q()
        if self.since:
            inside &= Q(**{f"{moment}__gte": _midnight(self.since)})
        if self.until and self.until < date.max:
            inside &= Q(**{f"{moment}__lt": _midnight(self.until) + timedelta(days=1)})
        return inside


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def readable(kind: Kind, user: User, narrowed: Narrowed) -> Any:
    """Everything of the kind that `user` may read and the filters leave, with its moment as `at`."""
    return _READABLE[kind](user, narrowed).filter(narrowed.within("at"))


def _incidents(user: User, narrowed: Narrowed) -> Any:
    # What was taken over has no such moment, and is left out where days are asked for.
    return narrowed.of_incidents(user).alias(at=F("declared_at"))


def _entries(user: User, narrowed: Narrowed) -> Any:
    replaced = TimelineEntry.objects.filter(replaces=OuterRef("pk"))
    standing = TimelineEntry.objects.filter(~Exists(replaced), is_retraction=False)
    rows = _inside(standing, user, narrowed)
    return rows.alias(at=Coalesce("occurred_at", "recorded_at"))


def _statements(user: User, narrowed: Narrowed) -> Any:
    newest = Wording.objects.filter(statement=OuterRef("pk")).order_by("-number").values("text")
    visible = Statement.objects.visible_to(user).alias(said=Subquery(newest[:1]))
    return _inside(visible, user, narrowed).alias(at=F("drafted_at"))


def _sections(user: User, narrowed: Narrowed) -> Any:
    later = SectionText.objects.filter(
        postmortem=OuterRef("postmortem"), key=OuterRef("key"), number__gt=OuterRef("number")
    )
    visible = Postmortem.objects.filter(incident__in=narrowed.of_incidents(user))
    texts = SectionText.objects.filter(~Exists(later), postmortem__in=visible)
    return texts.alias(at=F("written_at"))


def _actions(user: User, narrowed: Narrowed) -> Any:
    midnight = Cast("due_on", DateTimeField())
    return _inside(ActionItem.objects.all(), user, narrowed).alias(at=midnight)


def _inside(rows: Any, user: User, narrowed: Narrowed) -> Any:
    return rows.filter(incident__in=narrowed.of_incidents(user))


_READABLE = {
    Kind.INCIDENT: _incidents,
    Kind.ENTRY: _entries,
    Kind.STATEMENT: _statements,
    Kind.SECTION: _sections,
    Kind.ACTION: _actions,
}
_WORDS: dict[Kind, Any] = {
    Kind.INCIDENT: Stems(Together("title", "summary")),
    Kind.ENTRY: Stems("text"),
    Kind.STATEMENT: Stems(Together("title", "said")),
    Kind.SECTION: Stems("text"),
    Kind.ACTION: Stems(Together("title", "evidence", "worked_basis")),
}
_TIMED: dict[Kind, Any] = {
    Kind.INCIDENT: TimedStems(Together("title", "summary")),
    Kind.ENTRY: TimedStems("text"),
    Kind.SECTION: TimedStems("text"),
    Kind.ACTION: TimedStems(Together("title", "evidence", "worked_basis")),
}
_MANY: dict[Kind, QuerySet[Any]] = {
    Kind.INCIDENT: Incident.objects.all(),
    Kind.ENTRY: TimelineEntry.objects.all(),
}


def newest_of_many() -> dict[Kind, int]:
    """The key of the newest row of each kind of which there may be a million."""
    newest = {
        kind.value: Subquery(rows.order_by("-pk").values("pk")[:1]) for kind, rows in _MANY.items()
    }
    keys = User.objects.order_by().values_list(*newest.values())[:1]
    return {kind: key or 0 for kind, key in zip(_MANY, keys[0], strict=True)}


def candidates(kind: Kind, user: User, question: str, narrowed: Narrowed) -> Any:
    """The newest that answer the question: kind, key and rank of each, the newest first."""
    rows = readable(kind, user, narrowed)
    if kind == Kind.STATEMENT:
        rows = rows.filter(pk__in=_statements_with(question))
        found = rows.filter(Holds(_WORDS[kind], asked(question)))
    else:
        found = rows.filter(Holds(_TIMED[kind], asked(question)))
    # Asked for in the order of the key, the table would be walked from its end instead.
    return found.order_by((F("pk") + 0).desc()).values_list(
        Value(kind.value), "pk", Rank(_WORDS[kind], asked(question))
    )[: CONSIDERED + 1]


def _statements_with(question: str) -> QuerySet[Any, Any]:
    """Statements with the words in their title or in a wording: each has an index of its own."""
    titles = Statement.objects.filter(Holds(TimedStems("title"), asked(question)))
    words = Wording.objects.filter(Holds(TimedStems("text"), asked(question)))
    return titles.order_by().values("pk").union(words.values("statement").order_by())


def _columns(kind: Kind) -> dict[str, Any]:
    """The columns of a passage, alike for each kind, so that one question reads them all."""
    via = {Kind.INCIDENT: "", Kind.SECTION: "postmortem__incident__"}.get(kind, "incident__")
    nothing = Value("", TextField())
    return {
        "of_kind": Value(kind.value, CharField()),
        "key": F("pk"),
        "in_year": Cast(f"{via}year", IntegerField()),
        "in_number": F(f"{via}number"),
        "in_title": F(f"{via}title"),
        "in_severity": F(f"{via}severity"),
        "in_status": F(f"{via}status"),
        "in_restricted": F(f"{via}is_restricted"),
        "happened_at": F("at"),
        "place": F("key") if kind == Kind.SECTION else nothing,
        "outline": F("postmortem__outline") if kind == Kind.SECTION else Value(None, JSONField()),
        "heading": _HEADINGS.get(kind, nothing),
        "words": _TEXTS[kind],
    }


_HEADINGS = {Kind.STATEMENT: F("title"), Kind.ACTION: F("title")}
_TEXTS: dict[Kind, Any] = {
    Kind.INCIDENT: F("summary"),
    Kind.ENTRY: F("text"),
    Kind.STATEMENT: F("said"),
    Kind.SECTION: F("text"),
    Kind.ACTION: Together("evidence", "worked_basis", output_field=TextField()),
}


def rows_of(kind: Kind, keys: list[int], user: User, narrowed: Narrowed) -> Any:
    """The passages with these keys, asked once more whether `user` may read them."""
    columns = _columns(kind)
    rows = readable(kind, user, narrowed).filter(pk__in=keys).order_by()
    return rows.annotate(**{f"p_{name}": each for name, each in columns.items()}).values_list(
        *(f"p_{name}" for name in columns)
    )
