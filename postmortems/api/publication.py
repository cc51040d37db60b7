"""Letting others read a finished report, from a program."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.endpoint import lists, writes
from core.api.fields import ChoiceField, MomentField, NumberField, Said, YesNoField
from incidents.api.fields import ReasonBody
from incidents.api.place import IncidentEndpoint
from incidents.models import Incident
from postmortems.api.section import started
from postmortems.models import Audience, Publication
from postmortems.services.publication import publish_edition, withdraw_publication


class PublicationAnswer(serializers.Serializer[Publication]):
    """Who can read which edition, and where."""

    audience = serializers.ChoiceField(Audience.choices)
    edition = serializers.IntegerField(source="edition.number")
    published_at = MomentField()
    withdrawn_at = MomentField(allow_null=True)
    path = serializers.SerializerMethodField()

    @extend_schema_field(serializers.CharField())
    def get_path(self, publication: Publication) -> str:
        """The path of the page they read."""
        return reverse("published_report", args=[publication.address])


class PublishBody(Said):
    """Which edition is published to whom, by somebody who has read it."""

    edition = NumberField()
    audience = ChoiceField(Audience.choices)
    was_read = YesNoField()


class Publications(IncidentEndpoint):
    """Where the report can be read by others."""

    @lists(PublicationAnswer, operation="publications_list")
    def get(self, incident: Incident) -> QuerySet[Publication]:
        """Every audience that can read it or could, with the edition."""
        return started(incident).publications.select_related("edition")

    @writes(PublishBody, PublicationAnswer, operation="publication_make")
    def post(self, incident: Incident, said: dict[str, Any]) -> Publication:
        """Let an audience read an edition."""
        return publish_edition(actor=self.actor, incident_id=incident.pk, **said)


class PublicationWithdrawal(IncidentEndpoint):
    """Taking a report away."""

    @writes(ReasonBody, PublicationAnswer, operation="publication_withdraw")
    def post(self, incident: Incident, audience: str, said: dict[str, Any]) -> Publication:
        """Take the report away from an audience; its address says that it is gone."""
        return withdraw_publication(
            actor=self.actor, incident_id=incident.pk, audience=audience, **said
        )
