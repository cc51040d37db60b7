"""What happened before that looks like an incident, for a program."""

from typing import Any

from rest_framework import serializers

from accounts.api.endpoint import Nothing, creates, lists, writes
from core.api.fields import MomentField
from incidents.api.fields import ReasonBody
from incidents.api.place import IncidentEndpoint, IncidentField, address
from incidents.models import FactorKind, Incident
from postmortems.models import NotTheSame
from postmortems.selectors.similarity import Match, similar_to
from postmortems.services.similarity import say_not_the_same, take_back_not_the_same


class MatchAnswer(serializers.Serializer[Match]):
    """An earlier incident and why it was found; the counts are of its actions."""

    reference = serializers.CharField(source="other.reference")
    title = serializers.CharField(source="other.title")
    words = serializers.ListField(child=serializers.CharField())
    title_similarity = serializers.FloatField(source="alike")
    services = serializers.ListField(child=serializers.CharField())
    factor_kinds = serializers.ListField(
        child=serializers.ChoiceField(FactorKind.choices), source="kinds"
    )
    score = serializers.FloatField()
    actions_worked = serializers.IntegerField(source="other.worked")
    actions_failed = serializers.IntegerField(source="other.failed")
    actions_undone = serializers.IntegerField(source="other.undone")


class NotTheSameAnswer(serializers.Serializer[NotTheSame]):
    """An earlier incident that is something else."""

    id = serializers.IntegerField()
    other = serializers.CharField(source="other.reference")
    reason = serializers.CharField()
    said_at = MomentField()
    taken_back_at = MomentField(allow_null=True)


class NotTheSameBody(ReasonBody):
    """Which incident is something else, and why."""

    other = IncidentField()


class Similar(IncidentEndpoint):
    """Earlier incidents that look like this one."""

    @lists(MatchAnswer, operation="similar_list")
    def get(self, incident: Incident) -> list[Match]:
        """Those that whoever asks may know of, the likeliest first, with what they share."""
        return similar_to(incident, self.person)


class NotTheSames(IncidentEndpoint):
    """What looks alike and is something else."""

    @creates(
        NotTheSameBody,
        NotTheSameAnswer,
        operation="not_the_same_say",
        at=lambda said: address("api_similar", said.incident),
    )
    def post(self, incident: Incident, said: dict[str, Any]) -> NotTheSame:
        """Say that an earlier incident is something else: it is brought up no more."""
        return say_not_the_same(
            actor=self.actor,
            incident_id=incident.pk,
            other_id=said["other"].pk,
            reason=said["reason"],
        )


class NotTheSameTakingBack(IncidentEndpoint):
    """Letting it be brought up again."""

    @writes(Nothing, NotTheSameAnswer, operation="not_the_same_take_back")
    def post(self, incident: Incident, said_id: int, said: dict[str, Any]) -> NotTheSame:
        """Take it back; the log keeps that it was said."""
        return take_back_not_the_same(actor=self.actor, incident_id=incident.pk, said_id=said_id)
