"""Whom it hit: each group with what is believed now and what was believed before."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.formats import exact_number, format_range
from incidents.bounds import Bounds, Count, Why, total_bounds
from incidents.models import (
    GroupRelation,
    ImpactEstimate,
    ImpactGroup,
    Incident,
    Relation,
    Unit,
)


@dataclass(frozen=True, slots=True)
class ReadGroup:
    """A group with its estimates, the newest first; none when nobody said anything yet."""

    group: ImpactGroup
    estimates: tuple[ImpactEstimate, ...]

    @property
    def latest(self) -> ImpactEstimate | None:
        """What is believed now."""
        return self.estimates[0] if self.estimates else None


def groups_of(incident: Incident) -> list[ReadGroup]:
    """The incident's groups in the order they were named."""
    return counted(incident.impact_groups.all())


def counted(groups: QuerySet[ImpactGroup]) -> list[ReadGroup]:
    """Each of the groups with its estimates."""
    known = list(groups)
    estimates: dict[int, list[ImpactEstimate]] = defaultdict(list)
    said = ImpactEstimate.objects.filter(group__in=known).select_related("author")
    for estimate in said.order_by("-revision"):
        estimates[estimate.group_id].append(estimate)
    return [ReadGroup(group, tuple(estimates[group.pk])) for group in known]


def relations_in(incident: Incident) -> list[GroupRelation]:
    """What was said of how the incident's groups stand to each other."""
    relations = GroupRelation.objects.filter(first__incident=incident)
    return list(relations.select_related("first", "second").order_by("pk"))


@dataclass(frozen=True, slots=True)
class Total:
    """All groups of one unit together, between honest bounds."""

    unit: Unit
    bounds: Bounds

    def words(self, language: str) -> str:
        """The bounds and what they rest on, in words."""
        if self.bounds.is_contradiction:
            return _("What is said of these groups cannot all be true, so there is no total.")
        because = f"{_WHY_LOW[self.bounds.why_low]()} {_WHY_HIGH[self.bounds.why_high]()}"
        if self.bounds.high is None:
            at_least = _("At least %(low)s.") % {"low": exact_number(self.bounds.low, language)}
            return f"{at_least} {because}"
        between = format_range(self.bounds.low, self.bounds.high, language)
        return f"{between}. {because}"


_WHY_LOW = {
    Why.LARGEST: lambda: _("At least the largest group, since the others may lie within it."),
    Why.DISJOINT: lambda: _("At least the groups that share nobody, added."),
}
_WHY_HIGH = {
    Why.SUM: lambda: _("At most all groups added, since how far they overlap is not known."),
    Why.DISJOINT: lambda: _("At most all groups added, since they share nobody."),
    Why.NESTED: lambda: _("At most the groups that do not lie within another, added."),
    Why.SHARED: lambda: _(
        "At most the groups that do not lie within another, added, with whoever is surely in "
        "several of them counted once."
    ),
    Why.POPULATION: lambda: _("At most everybody there is."),
    Why.UNKNOWN: lambda: _("How many at most is unknown, since one of the groups is."),
}


def totals_of(groups: Sequence[ReadGroup], relations: Sequence[GroupRelation]) -> list[Total]:
    """The total of every unit that several groups count."""
    totals = []
    for unit in Unit:
        same = [read for read in groups if read.group.unit == unit]
        if len(same) > 1:
            totals.append(Total(unit, _bounds(same, relations)))
    return totals


def _bounds(groups: Sequence[ReadGroup], relations: Sequence[GroupRelation]) -> Bounds:
    # The same number from another source may be another whole.
    wholes = {(read.group.population, read.group.population_source) for read in groups}
    return total_bounds(
        [_count(read) for read in groups],
        nested=_pairs(groups, relations, Relation.NESTED),
        disjoint=_pairs(groups, relations, Relation.DISJOINT),
        population=wholes.pop()[0] if len(wholes) == 1 else None,
    )


def _count(read: ReadGroup) -> Count:
    latest = read.latest
    if latest is None or latest.low is None:
        return Count(read.group.pk, 0, read.group.population)
    return Count(read.group.pk, latest.low, latest.high)


def _pairs(
    groups: Sequence[ReadGroup], relations: Sequence[GroupRelation], kind: Relation
) -> list[tuple[int, int]]:
    ours = {read.group.pk for read in groups}
    return [
        (relation.first_id, relation.second_id)
        for relation in relations
        if relation.relation == kind and {relation.first_id, relation.second_id} <= ours
    ]
