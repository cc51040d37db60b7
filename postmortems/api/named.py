"""Who is named in a report, and deciding of names, for a program."""

from typing import Any

from django.utils.translation import get_language
from rest_framework import serializers

from accounts.api.endpoint import Nothing, creates, lists, reads, writes
from core.api.fields import ChoiceField, MomentField, Said, WordsField
from incidents.api.place import IncidentEndpoint, address
from incidents.models import Incident, NameDecision, NamedKind
from incidents.services.named import decide_name, take_back_name
from postmortems.api.section import started
from postmortems.exports.named import Named, NamedInReport, named_in


class NamedAnswer(serializers.Serializer[Named]):
    """Words that name somebody or look like it; `instead` is empty of what is not known."""

    words = serializers.CharField()
    instead = serializers.CharField()
    count = serializers.IntegerField()
    passages = serializers.ListField(child=serializers.CharField())


class NamedInReportAnswer(serializers.Serializer[NamedInReport]):
    """What will be replaced in the report, and what nobody has decided of.

    `pictures` is what each picture of the report is said to show: they are not read for names.
    """

    told = NamedAnswer(many=True)
    unknown = NamedAnswer(many=True)
    pictures = serializers.ListField(child=serializers.CharField())


class NameDecisionAnswer(serializers.Serializer[NameDecision]):
    """Who or what a name is."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(NamedKind.choices)
    decided_at = MomentField()
    taken_back_at = MomentField(allow_null=True)


class NameBody(Said):
    """A name, and who or what it is."""

    name = WordsField()
    kind = ChoiceField(NamedKind.choices)


class PostmortemPeople(IncidentEndpoint):
    """Who is named in a report."""

    @reads(NamedInReportAnswer, operation="postmortem_people_read")
    def get(self, incident: Incident) -> NamedInReport:
        """What will be said instead, in the language asked for, and what is to be decided."""
        return named_in(started(incident), self.person, str(get_language()))


class Names(IncidentEndpoint):
    """What was decided of names."""

    @lists(NameDecisionAnswer, operation="names_list")
    def get(self, incident: Incident) -> Any:
        """What holds, in the order it was decided."""
        return incident.names.filter(taken_back_at=None)

    @creates(
        NameBody,
        NameDecisionAnswer,
        operation="name_decide",
        at=lambda decision: address("api_names", decision.incident),
    )
    def post(self, incident: Incident, said: dict[str, Any]) -> NameDecision:
        """Say who a name is, so that reports tell them by role, or that it is nobody's."""
        return decide_name(actor=self.actor, incident_id=incident.pk, **said)


class NameTakingBack(IncidentEndpoint):
    """Leaving a name open again."""

    @writes(Nothing, NameDecisionAnswer, operation="name_take_back")
    def post(self, incident: Incident, decision_id: int, said: dict[str, Any]) -> NameDecision:
        """Take back what was decided of a name."""
        return take_back_name(actor=self.actor, incident_id=incident.pk, decision_id=decision_id)
