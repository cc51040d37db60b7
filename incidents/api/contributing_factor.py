"""The conditions that made an incident possible."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.endpoint import creates, lists, reads, writes
from core.api.fields import ChoiceField, FewField, IdField, MomentField, Said, VersionedBody
from core.errors import NotFound
from incidents.api.fields import TextField, VersionedReasonBody
from incidents.api.place import IncidentEndpoint, address
from incidents.models import ContributingFactor, FactorKind, Incident
from incidents.services.contributing_factor import (
    Condition,
    accept_factor,
    add_factor,
    change_factor,
    withdraw_factor,
)


class FactorAnswer(serializers.Serializer[ContributingFactor]):
    """A condition, and whether it was withdrawn."""

    id = serializers.IntegerField()
    text = serializers.CharField()
    kind = serializers.ChoiceField(FactorKind.choices)
    evidence = serializers.SerializerMethodField()
    answers = serializers.SerializerMethodField()
    accepted_reason = serializers.CharField()
    withdrawn_at = MomentField(allow_null=True)
    withdrawn_reason = serializers.CharField()
    version = serializers.IntegerField()

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
    def get_evidence(self, factor: ContributingFactor) -> list[int]:
        """The timeline entries that were named as showing it; each may have been corrected since."""
        return sorted(entry.pk for entry in factor.evidence.all())

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
    def get_answers(self, factor: ContributingFactor) -> list[int]:
        """The actions that answer it."""
        return sorted(action.pk for action in factor.actions.all())


class FactorBody(Said):
    """A condition, never a person; what it is about; and the entries that show it."""

    text = TextField()
    kind = ChoiceField(FactorKind.choices, required=False)
    evidence = FewField(child=IdField(), required=False)


class ChangeFactorBody(VersionedBody):
    """The condition said better; what is left out stays as it is."""

    text = TextField(required=False)
    kind = ChoiceField(FactorKind.choices, required=False)
    evidence = FewField(child=IdField(), required=False)


class Factors(IncidentEndpoint):
    """The contributing factors of an incident."""

    @lists(FactorAnswer, operation="factors_list")
    def get(self, incident: Incident) -> QuerySet[ContributingFactor]:
        """The conditions in the order they were written down, withdrawn ones too."""
        return incident.factors.prefetch_related("evidence", "actions")

    @creates(
        FactorBody,
        FactorAnswer,
        operation="factor_add",
        at=lambda factor: address("api_factor", factor.incident, factor.pk),
    )
    def post(self, incident: Incident, said: dict[str, Any]) -> ContributingFactor:
        """Write down a condition that made the incident possible."""
        return add_factor(actor=self.actor, incident_id=incident.pk, condition=Condition(**said))


class OneFactor(IncidentEndpoint):
    """One contributing factor."""

    @reads(FactorAnswer, operation="factor_read")
    def get(self, incident: Incident, factor_id: int) -> ContributingFactor:
        """The condition, and whether it was withdrawn."""
        return self.get_factor(incident, factor_id)

    @writes(ChangeFactorBody, FactorAnswer, operation="factor_change")
    def put(
        self, incident: Incident, factor_id: int, said: dict[str, Any], version: int
    ) -> ContributingFactor:
        """Say the condition better, sort it, or name what shows it; the log keeps the earlier."""
        factor = self.get_factor(incident, factor_id)
        stands = {
            "text": factor.text,
            "kind": factor.kind,
            "evidence": [entry.pk for entry in factor.evidence.all()],
        }
        return change_factor(
            actor=self.actor,
            incident_id=incident.pk,
            factor_id=factor_id,
            version=version,
            condition=Condition(**(stands | said)),
        )

    def get_factor(self, incident: Incident, factor_id: int) -> ContributingFactor:
        """The factor of the incident.

        Raises:
            NotFound: there is none.
        """
        factor = incident.factors.filter(pk=factor_id).first()
        if factor is None:
            raise NotFound(_("There is no such contributing factor in this incident."))
        return factor


class FactorAcceptance(IncidentEndpoint):
    """Doing nothing about a condition."""

    @writes(VersionedReasonBody, FactorAnswer, operation="factor_accept")
    def post(
        self, incident: Incident, factor_id: int, said: dict[str, Any], version: int
    ) -> ContributingFactor:
        """Say why nothing is done about it."""
        return accept_factor(
            actor=self.actor,
            incident_id=incident.pk,
            factor_id=factor_id,
            version=version,
            **said,
        )


class FactorWithdrawal(IncidentEndpoint):
    """Taking a condition back."""

    @writes(VersionedReasonBody, FactorAnswer, operation="factor_withdraw")
    def post(
        self, incident: Incident, factor_id: int, said: dict[str, Any], version: int
    ) -> ContributingFactor:
        """Take back a condition that turned out not to matter."""
        return withdraw_factor(
            actor=self.actor,
            incident_id=incident.pk,
            factor_id=factor_id,
            version=version,
            **said,
        )
