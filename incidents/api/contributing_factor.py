"""The conditions that made an incident possible."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.endpoint import creates, lists, reads, writes
from core.api.fields import MomentField, Said, VersionedBody
from core.errors import NotFound
from incidents.api.fields import TextField, VersionedReasonBody
from incidents.api.place import IncidentEndpoint, address
from incidents.models import ContributingFactor, Incident
from incidents.services.contributing_factor import add_factor, reword_factor, withdraw_factor


class FactorAnswer(serializers.Serializer[ContributingFactor]):
    """A condition, and whether it was withdrawn."""

    id = serializers.IntegerField()
    text = serializers.CharField()
    withdrawn_at = MomentField(allow_null=True)
    withdrawn_reason = serializers.CharField()
    version = serializers.IntegerField()


class FactorBody(Said):
    """A condition, never a person."""

    text = TextField()


class RewordBody(VersionedBody):
    """The condition said better."""

    text = TextField()


class Factors(IncidentEndpoint):
    """The contributing factors of an incident."""

    @lists(FactorAnswer, operation="factors_list")
    def get(self, incident: Incident) -> QuerySet[ContributingFactor]:
        """The conditions in the order they were written down, withdrawn ones too."""
        return incident.factors.all()

    @creates(
        FactorBody,
        FactorAnswer,
        operation="factor_add",
        at=lambda factor: address("api_factor", factor.incident, factor.pk),
    )
    def post(self, incident: Incident, said: dict[str, Any]) -> ContributingFactor:
        """Write down a condition that made the incident possible."""
        return add_factor(actor=self.actor, incident_id=incident.pk, **said)


class OneFactor(IncidentEndpoint):
    """One contributing factor."""

    @reads(FactorAnswer, operation="factor_read")
    def get(self, incident: Incident, factor_id: int) -> ContributingFactor:
        """The condition, and whether it was withdrawn."""
        factor = incident.factors.filter(pk=factor_id).first()
        if factor is None:
            raise NotFound(_("There is no such contributing factor in this incident."))
        return factor

    @writes(RewordBody, FactorAnswer, operation="factor_reword")
    def put(
        self, incident: Incident, factor_id: int, said: dict[str, Any], version: int
    ) -> ContributingFactor:
        """Say the condition better; the log keeps the earlier words."""
        return reword_factor(
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
