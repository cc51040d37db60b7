"""Counting the affected: groups, and estimates that are revised, never overwritten."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from audit.log import record
from core.errors import DomainError, NotFound
from incidents.models import GroupRelation, ImpactEstimate, ImpactGroup, Incident, Unit
from incidents.services.door import KEEP_RECORD, happened, locked_incident, said, same_version
from incidents.states import State, estimate_state, group_state, relation_state

LARGEST = 10**15


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


@dataclass(frozen=True, slots=True)
class Group:
    """Whom a count is of, and the whole they are a part of (None when nobody knows it)."""

    name: str
    definition: str = ""
    unit: str = Unit.CUSTOMERS
    population: int | None = None
    population_source: str = ""
    population_as_of: datetime | None = None


@transaction.atomic
def add_group(*, actor: Actor, incident_id: int, value: Group) -> ImpactGroup:
    """Name a group of what was affected, with the whole it is a part of.

    Locks the incident. Logs `impact.group_added`.

    Raises:
        DomainError: no name, a name already used, or a population without a source.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    _check_group(value, incident)
    group = ImpactGroup.objects.create(incident=incident, **asdict(value))
    _log_group(actor, "impact.group_added", group, before=None)
    return group


@transaction.atomic
def change_group(
    *, actor: Actor, incident_id: int, group_id: int, version: int, value: Group, reason: str
) -> ImpactGroup:
    """Say better whom a group is of or how large the whole is; the log keeps what was said.

    Locks the incident. Logs `impact.group_changed`.

    Raises:
        NotFound: no such group in this incident.
        Conflict: somebody changed the group since `version`.
        DomainError: see `add_group`; the whole is smaller than the count; no reason.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    group = _group_in(incident, group_id)
    same_version(version, group.version)
    reason = said(reason, _("Say why the group is changed."), "reason")
    _check_group(value, incident, itself=group)
    _check_whole(value.population, group)
    before = group_state(group)
    for field, content in asdict(value).items():
        setattr(group, field, content)
    group.version += 1
    group.save()
    _log_group(actor, "impact.group_changed", group, before=before, reason=reason)
    return group


@transaction.atomic
def revise_estimate(
    *,
    actor: Actor,
    incident_id: int,
    group_id: int,
    based_on: int,
    value: Estimate,
    reason: str = "",
) -> ImpactEstimate:
    """Replace what we believe about a group's count; the earlier belief stays readable.

    `based_on` is the revision the actor saw, 0 when there was none. Locks the incident. The
    first estimate needs no reason. Logs `impact.revised`.

    Raises:
        NotFound: no such group in this incident.
        Conflict: somebody revised the estimate since.
        DomainError: numbers out of order, above the population, no source or no reason.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    group = _group_in(incident, group_id)
    earlier = group.estimates.order_by("-revision").first()
    same_version(based_on, earlier.revision if earlier else 0)
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
        reason=estimate.reason,
    )
    return estimate


@transaction.atomic
def relate_groups(
    *, actor: Actor, incident_id: int, first_id: int, second_id: int, relation: str
) -> GroupRelation:
    """Say how two groups stand to each other, so that totals count nobody twice.

    Said again, the later word stands. Locks the incident. Logs `impact.related`.

    Raises:
        NotFound: no such group in this incident.
        DomainError: a group and itself, or groups counted in different units.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    first, second = _group_in(incident, first_id), _group_in(incident, second_id)
    if first == second:
        raise DomainError(_("Choose two different groups."), field="second")
    if first.unit != second.unit:
        raise DomainError(
            _("These groups count different things and cannot overlap."), field="second"
        )
    known = _relation_between(first, second)
    before = relation_state(known) if known else None
    known = known or GroupRelation()
    known.first, known.second, known.relation = first, second, relation
    known.save()
    record(
        actor=actor,
        verb="impact.related",
        subject_type="group_relation",
        subject_id=known.pk,
        before=before,
        after=relation_state(known),
        incident_id=incident.pk,
    )
    return known


def _relation_between(first: ImpactGroup, second: ImpactGroup) -> GroupRelation | None:
    return GroupRelation.objects.filter(
        Q(first=first, second=second) | Q(first=second, second=first)
    ).first()


def _group_in(incident: Incident, group_id: int) -> ImpactGroup:
    group = incident.impact_groups.filter(pk=group_id).first()
    if group is None:
        raise NotFound(_("There is no such group in this incident."))
    return group


def _check_group(value: Group, incident: Incident, itself: ImpactGroup | None = None) -> None:
    said(value.name, _("Name the group, such as recipients of the message."), "name")
    namesake = incident.impact_groups.filter(name=value.name).first()
    if namesake and namesake != itself:
        raise DomainError(_("This incident already has a group of that name."), field="name")
    if value.population is not None and not 1 <= value.population <= LARGEST:
        raise DomainError(_("The population is at least 1."), field="population")
    if value.population is not None:
        said(value.population_source, _("Say where this is from."), "population_source")
    happened(value.population_as_of, "population_as_of")


def _check_whole(population: int | None, group: ImpactGroup) -> None:
    latest = group.estimates.order_by("-revision").first()
    if population is None or latest is None or latest.high is None or latest.high <= population:
        return
    raise DomainError(
        _("The present estimate goes up to %(high)s: the whole cannot be smaller.")
        % {"high": latest.high},
        field="population",
    )


def _log_group(
    actor: Actor, verb: str, group: ImpactGroup, before: State | None, reason: str = ""
) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="impact_group",
        subject_id=group.pk,
        before=before,
        after=group_state(group),
        incident_id=group.incident_id,
        reason=reason,
    )


def _check(value: Estimate, group: ImpactGroup, reason: str, *, is_first: bool) -> None:
    numbers = (value.low, value.best, value.high)
    if any(number is None for number in numbers) and any(n is not None for n in numbers):
        raise DomainError(_("Give all three numbers, or none if it is unknown."), field="best")
    if value.low is not None and value.best is not None and value.high is not None:
        _check_order(value.low, value.best, value.high, group)
    if value.is_actual and not value.low == value.best == value.high is not None:
        raise DomainError(_("What was counted is one number."), field="is_actual")
    said(value.source, _("Say where the number is from."), "source")
    happened(value.as_of, "as_of")
    if not is_first:
        said(reason, _("Say why the estimate is revised."), "reason")


def _check_order(low: int, best: int, high: int, group: ImpactGroup) -> None:
    if not 0 <= low <= best <= high <= LARGEST:
        raise DomainError(
            _("At least, best estimate and at most must be in that order."), field="best"
        )
    if group.population is not None and high > group.population:
        raise DomainError(
            _("This is more than the population of %(population)s.")
            % {"population": group.population},
            field="high",
        )
