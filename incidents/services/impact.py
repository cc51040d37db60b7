"""Counting the affected: groups, and estimates that are revised, never overwritten."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from audit.log import record
from core.errors import DomainError, NotFound
from incidents.models import ImpactEstimate, ImpactGroup, Unit
from incidents.services._door import locked_incident

KEEP_RECORD = "incidents.keep_record"


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is believed of a count at a moment; all three numbers None when unknown."""

    low: int | None
    best: int | None
    high: int | None
    as_of: datetime
    source: str
    method: str = ""
    is_actual: bool = False


@transaction.atomic
def add_group(
    *,
    actor: Actor,
    incident_id: int,
    name: str,
    unit: str = Unit.CUSTOMERS,
    population: int | None = None,
    population_source: str = "",
) -> ImpactGroup:
    """Name a group of what was affected, with the whole it is a part of.

    Locks the incident. Logs `impact.group_added`.

    Raises:
        DomainError: no name, a name already used, or a population without a source.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    if not name.strip():
        raise DomainError(_("Name the group, such as recipients of the message."), field="name")
    if incident.impact_groups.filter(name=name.strip()).exists():
        raise DomainError(_("This incident already has a group of that name."), field="name")
    if population is not None and population < 1:
        raise DomainError(_("The population is at least 1."), field="population")
    if population is not None and not population_source.strip():
        raise DomainError(_("Say where the population is from."), field="population_source")
    group = ImpactGroup.objects.create(
        incident=incident,
        name=name.strip(),
        unit=unit,
        population=population,
        population_source=population_source.strip(),
    )
    record(
        actor=actor,
        verb="impact.group_added",
        subject_type="impact_group",
        subject_id=group.pk,
        before=None,
        after=group_state(group),
        incident_id=incident.pk,
    )
    return group


@transaction.atomic
def revise_estimate(
    *, actor: Actor, incident_id: int, group_id: int, value: Estimate, reason: str = ""
) -> ImpactEstimate:
    """Replace what we believe about a group's count; the earlier belief stays readable.

    Locks the incident. The first estimate needs no reason. Logs `impact.revised`.

    Raises:
        NotFound: no such group in this incident.
        DomainError: numbers out of order, above the population, no source or no reason.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    group = incident.impact_groups.filter(pk=group_id).first()
    if group is None:
        raise NotFound(_("There is no such group in this incident."))
    earlier = group.estimates.order_by("-revision").first()
    _check(value, group, reason, is_first=earlier is None)
    estimate = ImpactEstimate.objects.create(
        group=group,
        revision=earlier.revision + 1 if earlier else 1,
        reason=reason.strip(),
        author=actor.user,
        recorded_at=timezone.now(),
        **asdict(value),
    )
    record(
        actor=actor,
        verb="impact.revised",
        subject_type="impact_estimate",
        subject_id=estimate.pk,
        before=estimate_state(earlier) if earlier else None,
        after=estimate_state(estimate),
        incident_id=incident.pk,
    )
    return estimate


def _check(value: Estimate, group: ImpactGroup, reason: str, *, is_first: bool) -> None:
    numbers = (value.low, value.best, value.high)
    if any(number is None for number in numbers) and any(n is not None for n in numbers):
        raise DomainError(_("Give all three numbers, or none if it is unknown."), field="best")
    if value.low is not None and value.best is not None and value.high is not None:
        _check_order(value.low, value.best, value.high, group)
    if value.is_actual and not value.low == value.best == value.high is not None:
        raise DomainError(_("What was counted is one number."), field="is_actual")
    if not value.source.strip():
        raise DomainError(_("Say where the number is from."), field="source")
    if not is_first and not reason.strip():
        raise DomainError(_("Say why the estimate is revised."), field="reason")


def _check_order(low: int, best: int, high: int, group: ImpactGroup) -> None:
    if not 0 <= low <= best <= high:
        raise DomainError(
            _("At least, best estimate and at most must be in that order."), field="best"
        )
    if group.population is not None and high > group.population:
        raise DomainError(
            _("This is more than the population of %(population)s.")
            % {"population": group.population},
            field="high",
        )


def group_state(group: ImpactGroup) -> dict[str, Any]:
    """Everything the group says, as the log keeps it."""
    return {
        "name": group.name,
        "unit": group.unit,
        "population": _number(group.population),
        "population_source": group.population_source,
    }


def estimate_state(estimate: ImpactEstimate) -> dict[str, Any]:
    """Everything the estimate says, as the log keeps it; counts as text beyond 2^53."""
    return {
        "group": estimate.group_id,
        "revision": estimate.revision,
        "low": _number(estimate.low),
        "best": _number(estimate.best),
        "high": _number(estimate.high),
        "is_actual": estimate.is_actual,
        "as_of": estimate.as_of,
        "method": estimate.method,
        "source": estimate.source,
        "reason": estimate.reason,
        "author": estimate.author_id,
        "recorded_at": estimate.recorded_at,
    }


def _number(count: int | None) -> str | None:
    # RFC 8785 numbers are doubles; a count must survive exactly at any size.
    return None if count is None else str(count)
