"""Whom it hit: each group with what is believed now and what was believed before."""

from dataclasses import dataclass

from incidents.models import GroupRelation, ImpactEstimate, ImpactGroup, Incident


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
    groups = incident.impact_groups.prefetch_related("estimates__author")
    return [ReadGroup(group, tuple(reversed(group.estimates.all()))) for group in groups]


def relations_in(incident: Incident) -> list[GroupRelation]:
    """What was said of how the incident's groups stand to each other."""
    relations = GroupRelation.objects.filter(first__incident=incident)
    return list(relations.select_related("first", "second").order_by("pk"))
