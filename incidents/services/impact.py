"""Counting the affected: groups, and estimates that are revised, never overwritten."""

import itertools
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from core.checks import (
    LONGEST_REASON,
    chosen,
    line,
    longest,
    reasoned,
    said,
    same_version,
    titled,
    words,
)
from core.errors import DomainError, NotFound
from incidents.models import GroupRelation, ImpactEstimate, ImpactGroup, Incident, Relation, Unit
from incidents.services.door import KEEP_RECORD, happened, locked_incident
from incidents.states import State, estimate_state, group_state, relation_state

LARGEST = 10**15
LONGEST_KEY = 50


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
    value = _checked_group(value, incident)
    group = ImpactGroup.objects.create(
        incident=incident, key=_free_key(incident, value.name), **asdict(value)
    )
    _log_group(actor, "impact.group_added", group, before=None)
    return group


@transaction.atomic
def change_group(
    *, actor: Actor, incident_id: int, group_id: int, version: int, value: Group, reason: str
) -> ImpactGroup:
    """Say better whom a group is of or how large the whole is; the log keeps what was said.

    Locks the incident. Logs `impact.group_changed`, or nothing when nothing differs.

    Raises:
        NotFound: no such group in this incident.
        Conflict: somebody changed the group since `version`.
        DomainError: see `add_group`; the whole is smaller than the count; no reason; another
            unit than that of a group it was related to.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    group = _group_in(incident, group_id)
    same_version(version, group.version)
    reason = reasoned(reason, _("Say why the group is changed."))
    value = _checked_group(value, incident, itself=group)
    _check_whole(value.population, group)
    _check_unit(value.unit, group)
    before = group_state(group)
    for field, content in asdict(value).items():
        setattr(group, field, content)
    if group_state(group) == before:
        return group
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
    first estimate needs no reason. Logs `impact.revised`, or nothing when nothing differs.

    Raises:
        NotFound: no such group in this incident.
        Conflict: somebody revised the estimate since.
        DomainError: numbers out of order, above the population, no source or no reason.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    group = _group_in(incident, group_id)
    earlier = group.estimates.order_by("-revision").first()
    same_version(based_on, earlier.revision if earlier else 0, "based_on")
    value = _checked(value, group)
    reason = words(reason, "reason", LONGEST_REASON)
    if earlier:
        said(reason, _("Say why the estimate is revised."), "reason")
        if value == _estimate_of(earlier):
            return earlier
    estimate = ImpactEstimate.objects.create(
        group=group,
        revision=earlier.revision + 1 if earlier else 1,
        reason=reason,
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

    Said again, the later word stands. Locks the incident. Logs `impact.related`, or nothing
    when nothing differs.

    Raises:
        NotFound: no such group in this incident.
        DomainError: a group and itself, groups counted in different units, or no such relation.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    first = _group_in(incident, first_id, "first")
    second = _group_in(incident, second_id, "second")
    if first == second:
        raise DomainError(_("Choose two different groups."), field="second")
    if first.unit != second.unit:
        raise DomainError(
            _("These groups count different things and cannot overlap."), field="second"
        )
    chosen(relation, Relation, "relation")
    known = _relation_between(first, second)
    before = relation_state(known) if known else None
    known = known or GroupRelation()
    known.first, known.second, known.relation = first, second, relation
    if relation_state(known) == before:
        return known
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


def _group_in(incident: Incident, group_id: int, field: str | None = None) -> ImpactGroup:
    group = incident.impact_groups.filter(pk=group_id).first()
    if group is None:
        raise NotFound(_("There is no such group in this incident."), field=field)
    return group


def _checked_group(value: Group, incident: Incident, itself: ImpactGroup | None = None) -> Group:
    whom = _("Name the group, such as recipients of the message.")
    name = titled(value.name, whom, "name", longest(ImpactGroup, "name"))
    namesake = incident.impact_groups.filter(name=name).first()
    if namesake and namesake != itself:
        raise DomainError(_("This incident already has a group of that name."), field="name")
    chosen(value.unit, Unit, "unit")
    if value.population is not None:
        _check_population(value.population)
        said(value.population_source, _("Say where this is from."), "population_source")
    happened(value.population_as_of, "population_as_of")
    return replace(
        value,
        name=name,
        definition=line(ImpactGroup, "definition", value.definition),
        population_source=line(ImpactGroup, "population_source", value.population_source),
    )


def _free_key(incident: Incident, name: str) -> str:
    """What texts quote the group by: its name in plain letters, with a number where it is taken."""
    plain = slugify(name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa"))
    key = plain[:LONGEST_KEY].strip("-_") or "group"
    taken = set(incident.impact_groups.values_list("key", flat=True))
    numbered = (f"{key}-{number}" for number in itertools.count(2))
    return next(each for each in itertools.chain([key], numbered) if each not in taken)


def _check_population(population: int) -> None:
    if not 1 <= population <= LARGEST:
        raise DomainError(
            _("The population is a whole number from 1 to %(largest)s.") % {"largest": LARGEST},
            field="population",
        )


def _check_whole(population: int | None, group: ImpactGroup) -> None:
    latest = group.estimates.order_by("-revision").first()
    if population is None or latest is None or latest.high is None or latest.high <= population:
        return
    raise DomainError(
        _("The present estimate goes up to %(high)s: the whole cannot be smaller.")
        % {"high": latest.high},
        field="population",
    )


def _check_unit(unit: str, group: ImpactGroup) -> None:
    related = GroupRelation.objects.filter(Q(first=group) | Q(second=group))
    if unit != group.unit and related.exists():
        raise DomainError(
            _("This group was related to another that counts the same: name a new group instead."),
            field="unit",
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


def _checked(value: Estimate, group: ImpactGroup) -> Estimate:
    numbers = (value.low, value.best, value.high)
    if any(number is None for number in numbers) and any(n is not None for n in numbers):
        raise DomainError(_("Give all three numbers, or none if it is unknown."), field="best")
    if value.low is not None and value.best is not None and value.high is not None:
        _check_order(value.low, value.best, value.high, group)
    if value.is_actual and not value.low == value.best == value.high is not None:
        raise DomainError(_("What was counted is one number."), field="is_actual")
    said(value.source, _("Say where the number is from."), "source")
    happened(value.as_of, "as_of")
    return replace(
        value,
        source=line(ImpactEstimate, "source", value.source),
        method=line(ImpactEstimate, "method", value.method),
    )


def _estimate_of(estimate: ImpactEstimate) -> Estimate:
    return Estimate(**{field.name: getattr(estimate, field.name) for field in fields(Estimate)})


def _check_order(low: int, best: int, high: int, group: ImpactGroup) -> None:
    for field, number in (("low", low), ("best", best), ("high", high)):
        if not 0 <= number <= LARGEST:
            raise DomainError(
                _("Give a whole number from 0 to %(largest)s.") % {"largest": LARGEST}, field=field
            )
    if not low <= best <= high:
        raise DomainError(
            _("At least, best estimate and at most must be in that order."), field="best"
        )
    if group.population is not None and high > group.population:
        raise DomainError(
            _("This is more than the population of %(population)s.")
            % {"population": group.population},
            field="high",
        )
