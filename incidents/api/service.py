"""The catalogue of services that incidents can affect."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.endpoint import Endpoint, creates, lists, reads, writes
from audit.actor import require
from core.api.fields import Said, VersionedBody, WholeBody, YesNoField
from core.errors import NotFound
from incidents.api.fields import LineField
from incidents.models import Service
from incidents.models.incident import VIEW
from incidents.services.service import add_service, change_service


class ServiceAnswer(serializers.Serializer[Service]):
    """What the catalogue says of a service."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    is_critical = serializers.BooleanField()
    is_authorised = serializers.BooleanField()
    version = serializers.IntegerField()


class ServiceBody(Said):
    """A new service."""

    name = LineField(Service, "name")
    is_critical = YesNoField(default=False)
    is_authorised = YesNoField(default=False)


class ChangeServiceBody(ServiceBody, WholeBody, VersionedBody):
    """What the catalogue is to say of the service as a whole."""


class Services(Endpoint):
    """The catalogue."""

    @lists(ServiceAnswer, operation="services_list")
    def get(self) -> QuerySet[Service]:
        """Every service, by name."""
        require(self.actor, VIEW)
        return Service.objects.all()

    @creates(
        ServiceBody,
        ServiceAnswer,
        operation="service_add",
        at=lambda service: reverse("api_service", args=[service.pk]),
    )
    def post(self, said: dict[str, Any]) -> Service:
        """Enter a service in the catalogue."""
        return add_service(actor=self.actor, **said)


class OneService(Endpoint):
    """One service."""

    @reads(ServiceAnswer, operation="service_read")
    def get(self, service_id: int) -> Service:
        """What the catalogue says of the service."""
        require(self.actor, VIEW)
        service = Service.objects.filter(pk=service_id).first()
        if service is None:
            raise NotFound(_("There is no such service."))
        return service

    @writes(ChangeServiceBody, ServiceAnswer, operation="service_change")
    def put(self, service_id: int, said: dict[str, Any], version: int) -> Service:
        """Change what the catalogue says of the service."""
        return change_service(actor=self.actor, service_id=service_id, version=version, **said)
