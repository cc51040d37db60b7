"""Whom it hit: groups, what is believed of their counts, how they stand to each other."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.endpoint import creates, lists, reads, writes
from accounts.api.fields import PersonAnswer
from core.api.fields import (
    LARGEST_INTEGER,
    ChoiceField,
    IdField,
    MomentField,
    NumberField,
    Said,
    VersionedBody,
    WholeBody,
    YesNoField,
)
from core.errors import NotFound
from incidents.api.fields import CountField, LineField, ReasonField
from incidents.api.place import IncidentEndpoint, address
from incidents.bounds import Why
from incidents.models import (
    GroupRelation,
    ImpactEstimate,
    ImpactGroup,
    Incident,
    Relation,
    Unit,
)
from incidents.selectors.impact import ReadGroup, Total, groups_of, relations_in, totals_of
from incidents.services.impact import (
    Estimate,
    Group,
    add_group,
    change_group,
    relate_groups,
    revise_estimate,
)

BASES = [(why.value, why.name) for why in Why]


class EstimateAnswer(serializers.Serializer[ImpactEstimate]):
    """One revision of a count. All three numbers null means unknown."""

    revision = serializers.IntegerField()
    low = serializers.IntegerField(allow_null=True)
    best = serializers.IntegerField(allow_null=True)
    high = serializers.IntegerField(allow_null=True)
    is_actual = serializers.BooleanField()
    as_of = MomentField()
    method = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment] # the column's name
    reason = serializers.CharField()
    author = PersonAnswer(allow_null=True)
    recorded_at = MomentField()


class GroupAnswer(serializers.Serializer[ReadGroup]):
    """A group of what was affected, with its estimates, the newest first."""

    id = serializers.IntegerField(source="group.pk")
    name = serializers.CharField(source="group.name")
    key = serializers.CharField(source="group.key", help_text="What texts quote the group by.")
    definition = serializers.CharField(source="group.definition")
    unit = serializers.ChoiceField(Unit.choices, source="group.unit")
    population = serializers.IntegerField(allow_null=True, source="group.population")
    population_source = serializers.CharField(source="group.population_source")
    population_as_of = MomentField(allow_null=True, source="group.population_as_of")
    estimates = EstimateAnswer(many=True)
    version = serializers.IntegerField(source="group.version")


class RelationAnswer(serializers.Serializer[GroupRelation]):
    """How the first group stands to the second."""

    first = serializers.IntegerField(source="first_id")
    relation = serializers.ChoiceField(Relation.choices)
    second = serializers.IntegerField(source="second_id")


class GroupBody(Said):
    """A group of what was affected, and the whole it is a part of."""

    name = LineField(ImpactGroup, "name")
    definition = LineField(ImpactGroup, "definition", default="")
    unit = ChoiceField(Unit.choices, default=Unit.CUSTOMERS)
    population = CountField(min_value=1, default=None, allow_null=True)
    population_source = LineField(ImpactGroup, "population_source", default="")
    population_as_of = MomentField(default=None, allow_null=True)


class ChangeGroupBody(GroupBody, WholeBody, VersionedBody):
    """The group said better as a whole, and why."""

    reason = ReasonField()


class EstimateBody(Said):
    """What is believed of a count now; all three numbers null when it is unknown."""

    low = CountField(allow_null=True)
    best = CountField(allow_null=True)
    high = CountField(allow_null=True)
    as_of = MomentField()
    source = LineField(ImpactEstimate, "source")  # type: ignore[assignment] # as above
    method = LineField(ImpactEstimate, "method", default="")
    is_actual = YesNoField(default=False)
    reason = ReasonField(default="", help_text="Needed unless this is the first estimate.")
    based_on = NumberField(
        min_value=0,
        max_value=LARGEST_INTEGER,
        help_text="The revision you saw, 0 when there was none.",
    )


class RelationBody(Said):
    """How the first group stands to the second."""

    first = IdField()
    relation = ChoiceField(Relation.choices)
    second = IdField()


class TotalAnswer(serializers.Serializer[Total]):
    """All groups of one unit together, at least and at most, and why.

    `high` is null when nobody can say; both are when what was said of the groups cannot all be
    true.
    """

    unit = serializers.ChoiceField(Unit.choices)
    low = serializers.IntegerField(allow_null=True)
    high = serializers.IntegerField(allow_null=True)
    why_low = serializers.ChoiceField(BASES, allow_null=True)
    why_high = serializers.ChoiceField(BASES, allow_null=True)
    is_contradiction = serializers.BooleanField()
    words = serializers.CharField()

    def to_representation(self, instance: Total) -> dict[str, Any]:
        """The bounds, and the same in words."""
        bounds = instance.bounds
        lies = bounds.is_contradiction
        return {
            "unit": instance.unit,
            "low": None if lies else bounds.low,
            "high": None if lies else bounds.high,
            "why_low": None if lies else bounds.why_low,
            "why_high": None if lies else bounds.why_high,
            "is_contradiction": lies,
            "words": instance.words(get_language() or "en"),
        }


class Groups(IncidentEndpoint):
    """The groups of what was affected."""

    @lists(GroupAnswer, operation="groups_list")
    def get(self, incident: Incident) -> list[ReadGroup]:
        """The groups in the order they were named, each with its estimates."""
        return _told(incident)

    @creates(
        GroupBody,
        GroupAnswer,
        operation="group_add",
        at=lambda read: address("api_group", read.group.incident, read.group.pk),
    )
    def post(self, incident: Incident, said: dict[str, Any]) -> ReadGroup:
        """Name a group of what was affected, with the whole it is a part of."""
        group = add_group(actor=self.actor, incident_id=incident.pk, value=Group(**said))
        return _read(incident, group.pk)


class OneGroup(IncidentEndpoint):
    """One group."""

    @reads(GroupAnswer, operation="group_read")
    def get(self, incident: Incident, group_id: int) -> ReadGroup:
        """The group with its estimates, the newest first."""
        return _read(incident, group_id)

    @writes(ChangeGroupBody, GroupAnswer, operation="group_change")
    def put(
        self, incident: Incident, group_id: int, said: dict[str, Any], version: int
    ) -> ReadGroup:
        """Say better whom the group is of or how large the whole is."""
        reason = said.pop("reason")
        change_group(
            actor=self.actor,
            incident_id=incident.pk,
            group_id=group_id,
            version=version,
            value=Group(**said),
            reason=reason,
        )
        return _read(incident, group_id)


class Estimates(IncidentEndpoint):
    """What is believed of a group's count."""

    @writes(EstimateBody, GroupAnswer, operation="estimate_revise")
    def post(self, incident: Incident, group_id: int, said: dict[str, Any]) -> ReadGroup:
        """Replace what is believed of the count; the earlier belief stays readable."""
        revise_estimate(
            actor=self.actor,
            incident_id=incident.pk,
            group_id=group_id,
            based_on=said.pop("based_on"),
            reason=said.pop("reason"),
            value=Estimate(**said),
        )
        return _read(incident, group_id)


class Relations(IncidentEndpoint):
    """How the groups stand to each other."""

    @lists(RelationAnswer, operation="relations_list")
    def get(self, incident: Incident) -> list[GroupRelation]:
        """What was said of how the groups stand to each other."""
        return relations_in(incident)

    @writes(RelationBody, RelationAnswer, operation="groups_relate")
    def post(self, incident: Incident, said: dict[str, Any]) -> GroupRelation:
        """Say how two groups stand to each other; said again, the later word stands."""
        return relate_groups(
            actor=self.actor,
            incident_id=incident.pk,
            first_id=said["first"],
            second_id=said["second"],
            relation=said["relation"],
        )


class Totals(IncidentEndpoint):
    """All groups together."""

    @lists(TotalAnswer, operation="totals_list")
    def get(self, incident: Incident) -> list[Total]:
        """Between which numbers the total of every unit must lie that several groups count."""
        return totals_of(groups_of(incident), relations_in(incident))


def _told(incident: Incident) -> list[ReadGroup]:
    groups = groups_of(incident)
    prefetch_related_objects([one for read in groups for one in read.estimates], "author")
    return groups


def _read(incident: Incident, group_id: int) -> ReadGroup:
    for read in _told(incident):
        if read.group.pk == group_id:
            return read
    raise NotFound(_("There is no such group in this incident."))
