"""How incidents stand to each other. A link to a hidden incident does not exist."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.endpoint import creates, lists, reads, writes
from core.api.fields import ChoiceField, Said
from core.errors import NotFound
from incidents.api.fields import ReasonBody
from incidents.api.place import IncidentEndpoint, IncidentField, address
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

    kind = ChoiceField(LinkKind.choices)
    target = IncidentField()


class Links(IncidentEndpoint):
    """Links of an incident."""

    @lists(LinkAnswer, operation="links_list")
    def get(self, incident: Incident) -> list[Neighbour]:
        """The linked incidents that whoever asks may know of, in the order they were linked."""
        return neighbours_of(incident, self.person)

    @creates(
        LinkBody,
        LinkAnswer,
        operation="link_add",
        at=lambda neighbour: address("api_link", neighbour.link.source, neighbour.link.pk),
    )
    def post(self, incident: Incident, said: dict[str, Any]) -> Neighbour:
        """Say that this incident triggered, is related to, repeats or recurs another."""
        link = link_incidents(
            actor=self.actor,
            incident_id=incident.pk,
            target_id=said["target"].pk,
            kind=said["kind"],
        )
        return Neighbour(link, link.target, is_source=True)


class OneLink(IncidentEndpoint):
    """One link."""

    @reads(LinkAnswer, operation="link_read")
    def get(self, incident: Incident, link_id: int) -> Neighbour:
        """The other incident, and how this one stands to it."""
        for neighbour in neighbours_of(incident, self.person):
            if neighbour.link.pk == link_id:
                return neighbour
        raise NotFound(_("There is no such link."))


class LinkRemoval(IncidentEndpoint):
    """Taking a link back."""

    @writes(ReasonBody, None, operation="link_remove", status=204)
    def post(self, incident: Incident, link_id: int, said: dict[str, Any]) -> None:
        """Take back what this incident says of another; the log keeps that it was said."""
        unlink_incidents(actor=self.actor, incident_id=incident.pk, link_id=link_id, **said)
