"""The fact sheet, and its lines that are not the record's own."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.endpoint import creates, reads, writes
from core.api.fields import ChoiceField, MomentField, Said, VersionedBody, WholeBody, WordsField
from core.errors import NotFound
from incidents.api.fields import LineField, VersionedReasonBody
from incidents.api.place import IncidentEndpoint, address
from incidents.models import Incident
from statements.models import Fact, FactKind
from statements.selectors.fact_sheet import FactSheet, Line, fact_sheet_of
from statements.services.fact import LONGEST_FACT, FactLine, add_fact, change_fact, withdraw_fact


class FactAnswer(serializers.Serializer[Fact]):
    """A line that the team wrote, and whether it was taken off."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(FactKind.choices)
    text = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment] # the API's word; Field has an attribute of that name
    as_of = MomentField()
    expected_at = MomentField(allow_null=True)
    author = serializers.IntegerField(source="author_id", allow_null=True)
    withdrawn_at = MomentField(allow_null=True)
    version = serializers.IntegerField()


class LineAnswer(serializers.Serializer[Line]):
    """One line in the words of whoever asks; `fact` is there for one that the team wrote."""

    label = serializers.CharField()  # type: ignore[assignment] # as above
    words = serializers.CharField()
    value = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment] # as above
    as_of = MomentField(allow_null=True)
    expected_at = MomentField(allow_null=True)
    reference = serializers.CharField()
    fact = FactAnswer(allow_null=True)


class FactSheetAnswer(serializers.Serializer[FactSheet]):
    """The three lists."""

    known = LineAnswer(many=True)
    unknown = LineAnswer(many=True)
    doing = LineAnswer(many=True)


class FactBody(Said):
    """A line, who told it and when it was so; `as_of` is now when it is left out."""

    kind = ChoiceField(FactKind.choices)
    text = WordsField(max_length=LONGEST_FACT)
    source = LineField(Fact, "source")  # type: ignore[assignment] # as above
    as_of = MomentField(allow_null=True, default=None)
    expected_at = MomentField(allow_null=True, default=None)


class ChangeFactBody(FactBody, WholeBody, VersionedBody):
    """The line as a whole, said otherwise."""


class Facts(IncidentEndpoint):
    """The fact sheet of an incident."""

    @reads(FactSheetAnswer, operation="fact_sheet")
    def get(self, incident: Incident) -> FactSheet:
        """What is known, what is not known yet and what is done."""
        return fact_sheet_of(incident, get_language() or "en")

    @creates(
        FactBody,
        FactAnswer,
        operation="fact_add",
        at=lambda fact: address("api_fact", fact.incident, fact.pk),
    )
    def post(self, incident: Incident, said: dict[str, Any]) -> Fact:
        """Write a line on the fact sheet."""
        return add_fact(actor=self.actor, incident_id=incident.pk, value=FactLine(**said))


class OneFact(IncidentEndpoint):
    """A line that the team wrote."""

    @reads(FactAnswer, operation="fact_read")
    def get(self, incident: Incident, fact_id: int) -> Fact:
        """The line, and whether it was taken off."""
        fact: Fact | None = incident.facts.filter(pk=fact_id).first()
        if fact is None:
            raise NotFound(_("There is no such line on the fact sheet."))
        return fact

    @writes(ChangeFactBody, FactAnswer, operation="fact_change")
    def put(self, incident: Incident, fact_id: int, said: dict[str, Any], version: int) -> Fact:
        """Say the line otherwise, or that an open question is answered."""
        return change_fact(
            actor=self.actor,
            incident_id=incident.pk,
            fact_id=fact_id,
            version=version,
            value=FactLine(**said),
        )


class FactWithdrawal(IncidentEndpoint):
    """Taking a line off the fact sheet."""

    @writes(VersionedReasonBody, FactAnswer, operation="fact_withdraw")
    def post(self, incident: Incident, fact_id: int, said: dict[str, Any], version: int) -> Fact:
        """Take it off; the log keeps it."""
        return withdraw_fact(
            actor=self.actor, incident_id=incident.pk, fact_id=fact_id, version=version, **said
        )
