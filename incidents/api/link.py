"""How incidents stand to each other. A link to a hidden incident does not exist."""

from typing import Any, ClassVar

from rest_framework import serializers

from accounts.api.endpoint import creates, lists, writes
from core.api.fields import Said
from incidents.api.fields import ReasonBody
from incidents.api.place import IncidentEndpoint, IncidentField
from incidents.models import Incident, LinkKind
from incidents.selectors.incident import Neighbour, neighbours_of
from incidents.services.link import link_incidents, unlink_incidents


class LinkAnswer(serializers.Serializer[Neighbour]):
    """Another incident; `is_source` when this one triggered, repeats or recurs it."""

    id = serializers.IntegerField(source="link.pk")
    kind = serializers.ChoiceField(LinkKind.choices, source="link.kind")
    other = serializers.CharField(source="other.reference")
    title = serializers.CharField(source="other.title")
    is_source = serializers.BooleanField()


class LinkBody(Said):
    """What this incident is to the other."""

    kind = serializers.ChoiceField(LinkKind.choices)
    target = IncidentField()


class Links(IncidentEndpoint):
    """Links of an incident."""

    tags: ClassVar[list[str]] = ["links"]

    @lists(LinkAnswer, operation="links_list")
    def get(self, incident: Incident) -> list[Neighbour]:
        """The linked incidents that whoever asks may know of, in the order they were linked."""
        return neighbours_of(incident, self.person)

    @creates(LinkBody, LinkAnswer, operation="link_add")
    def post(self, incident: Incident, said: dict[str, Any]) -> Neighbour:
        """Say that this incident triggered, is related to, repeats or recurs another."""
        link = link_incidents(
            actor=self.actor,
            incident_id=incident.pk,
            target_id=said["target"].pk,
            kind=said["kind"],
        )
        return Neighbour(link, link.target, is_source=True)


class LinkRemoval(IncidentEndpoint):
    """Taking a link back."""

    tags: ClassVar[list[str]] = ["links"]

    @writes(ReasonBody, None, operation="link_remove", status=204)
    def post(self, incident: Incident, link_id: int, said: dict[str, Any]) -> None:
        """Take the link back; the log keeps that it was said."""
        unlink_incidents(actor=self.actor, incident_id=incident.pk, link_id=link_id, **said)
