"""The press desk across incidents: what is overdue, what is no longer right, what is in work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from incidents.models import Incident
from incidents.selectors.figure import figures_of_each
from incidents.selectors.timeline_entry import timelines_of, times_of
from statements.models import Audience, Release, Statement, Wording
from statements.selectors.silence import (
    Overdue,
    Silence,
    clocks_of,
    on_the_clock,
    with_expectations,
)
from statements.selectors.statement import (
    Figures,
    Moved,
    ReadStatement,
    moved_among,
    read_wordings,
    standing_releases,
    worded,
)


@dataclass(frozen=True, slots=True)
class NoLongerRight:
    """A released statement, to whom it went and when, and what in it is no longer right."""

    statement_id: int
    incident: Incident
    title: str
    audience: Audience
    recipients: str
    released_at: datetime
    moved: list[Moved]


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk at a moment: its clocks, what is no longer right, and what is not released yet."""

    now: datetime
    clocks: list[Silence]
    wrong: list[NoLongerRight]
    in_work: list[ReadStatement]

    @property
    def overdue(self) -> list[Overdue]:
        """The clocks that ran out, the longest first."""
        late = [each for clock in self.clocks for each in clock.overdue]
        return sorted(late, key=lambda each: each.since)

    @property
    def void(self) -> list[ReadStatement]:
        """What has to be approved again before it may go out."""
        return [read for read in self.in_work if read.to_renew]


def desk_of(user: User) -> Desk:
    """The desk now, of the incidents `user` may know of."""
    now = timezone.now()
    visible = Statement.objects.visible_to(user)
    said = standing_releases().filter(statement__in=visible)
    drafts = worded(visible.filter(release=None))
    incidents = _spoken_of(user, said, drafts)
    waiting = on_the_clock(incidents)
    timelines = timelines_of(incidents)
    figures = figures_of_each(incidents, timelines)
    times = {each.pk: times_of(each, timelines[each.pk]) for each in waiting}
    return Desk(
        now=now,
        clocks=clocks_of(waiting, times, now),
        wrong=no_longer_right(said, figures, {each.pk: each for each in incidents}),
        in_work=read_wordings(drafts, figures),
    )


def _spoken_of(user: User, said: QuerySet[Release], drafts: list[Wording]) -> list[Incident]:
    """The incidents that are open, or of which something was said, drafted or promised."""
    is_said = Q(pk__in=said.values("statement__incident"))
    is_drafted = Q(pk__in={each.statement.incident_id for each in drafts})
    known = with_expectations(Incident.objects.visible_to(user))
    is_waited_for = Q(is_over=False) | Q(is_promised=True)
    return list(known.filter(is_waited_for | is_said | is_drafted))


def no_longer_right(
    said: QuerySet[Release], figures: Mapping[int, Figures], incidents: Mapping[int, Incident]
) -> list[NoLongerRight]:
    """Those of what was said that are not right by now. Most are: so no row is made of them."""
    found = []
    for row in said.values(*_COLUMNS):
        language, incident = row["statement__language"], row["statement__incident"]
        if moved := moved_among(row["figures"], language, figures[incident]):
            wrong = NoLongerRight(
                statement_id=row["statement"],
                incident=incidents[incident],
                title=row["statement__title"],
                audience=Audience(row["statement__audience"]),
                recipients=row["recipients"],
                released_at=row["released_at"],
                moved=moved,
            )
            found.append(wrong)
    return found


_COLUMNS = (
    "figures",
    "recipients",
    "released_at",
    "statement",
    "statement__audience",
    "statement__incident",
    "statement__language",
    "statement__title",
)
