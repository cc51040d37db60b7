"""When a postmortem is due, counted in working days, and which are late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.db.models import Max, Q
from django.utils import timezone

from accounts.models import User
from incidents.models import Incident, Milestone, Severity, TimelineEntry
from incidents.models.incident import OVER, IncidentQuerySet
from postmortems.models import DueRule, Postmortem, PostmortemStatus, WorkCalendar

WORKING_DAYS = 5
_COUNTRY = {WorkCalendar.DENMARK: ("DK", None), WorkCalendar.ENGLAND: ("GB", "ENG")}


@dataclass(frozen=True, slots=True)
class Due:
    """An incident that is over or has a report begun, that report, and when it is due.

    `due_on` is None where it is not over, nobody wrote down when it was, or no report is asked for.
    """

    incident: Incident
    postmortem: Postmortem | None
    due_on: date | None

    @property
    def is_over(self) -> bool:
        """Whether the incident is."""
        return self.incident.status in OVER

    @property
    def is_finished(self) -> bool:
        """Whether the report is completed."""
        return bool(self.postmortem and self.postmortem.status == PostmortemStatus.COMPLETED)

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed."""
        today = timezone.localdate()
        return bool(self.due_on and not self.is_finished and self.due_on < today)


def due_rules() -> list[DueRule]:
    """The rule of each severity; as it comes, at version 0, where nobody set one."""
    kept = {rule.severity: rule for rule in DueRule.objects.all()}
    return [kept.get(severity) or given_rule(severity) for severity in Severity]


def given_rule(severity: str) -> DueRule:
    """Five working days in Denmark."""
    return DueRule(
        severity=severity, working_days=WORKING_DAYS, calendar=WorkCalendar.DENMARK, version=0
    )


def working_days_after(day: date, count: int, calendar: str) -> date:
    """The working day that is so many after `day`: neither Saturday, Sunday nor a holiday."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day, calendar)
    return day


def is_working_day(day: date, calendar: str) -> bool:
    """Whether people are at work."""
    return day.weekday() < 5 and day not in _holidays(calendar, day.year)


@lru_cache(maxsize=64)
def _holidays(calendar: str, year: int) -> frozenset[date]:
    country, part = _COUNTRY[WorkCalendar(calendar)]
    return frozenset(holidays.country_holidays(country, subdiv=part, years=year))


def due_of(person: User) -> list[Due]:
    """Every incident that `person` may know of and that is over or has a report begun.

    Unfinished ones first, by their day; then what has no day; finished ones last, newest first.
    """
    return sorted(
        dues(Incident.objects.visible_to(person)),
        key=lambda due: (due.is_finished, due.due_on is None, due.due_on or date.max),
    )


def dues(incidents: IncidentQuerySet) -> list[Due]:
    """Those of `incidents` that are over or have a report begun, and when it is due.

    Of what another system recorded no report is awaited that nobody has started here.
    """
    awaited = Q(status__in=OVER) | Q(postmortem__isnull=False)
    untouched = Q(imported__isnull=False, postmortem=None)
    found = list(incidents.filter(awaited).exclude(untouched).select_related("postmortem"))
    ended = _ended(incident for incident in found if incident.status in OVER)
    rules = {rule.severity: rule for rule in due_rules()}
    return [
        Due(
            incident,
            getattr(incident, "postmortem", None),
            due_on(rules[incident.severity], ended.get(incident.pk)),
        )
        for incident in found
    ]


def due_on(rule: DueRule, ended_on: date | None) -> date | None:
    """The day by the rule; None without an end, or where none is asked for."""
    if ended_on is None or rule.working_days is None:
        return None
    return working_days_after(ended_on, rule.working_days, rule.calendar)


def _ended(incidents: Iterable[Incident]) -> dict[int, date]:
    """The day each was resolved, by the latest standing entry that says so."""
    said = TimelineEntry.objects.filter(
        incident__in=list(incidents),
        milestone=Milestone.RESOLVED,
        replaced_by=None,
        is_retraction=False,
        occurred_at__isnull=False,
    )
    latest = said.values("incident").annotate(at=Max("occurred_at"))
    return {row["incident"]: timezone.localtime(row["at"]).date() for row in latest}
