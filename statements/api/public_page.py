"""Setting up the page that strangers read."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.endpoint import Endpoint, creates, lists, reads, writes
from audit.actor import require
from core.api.fields import IdField, NumberField, Said, VersionedBody, WholeBody, YesNoField
from core.errors import NotFound
from incidents.api.fields import LineField
from statements.models import PublicComponent, PublicPage
from statements.services.door import SET_UP
from statements.services.public_page import (
    MOST_PLACES,
    Naming,
    add_component,
    change_component,
    switch_public_page,
)


class PublicPageAnswer(serializers.Serializer[PublicPage]):
    """Whether there is a public page. Before it is set up, its version is 0."""

    is_on = serializers.BooleanField()
    name = serializers.CharField()
    version = serializers.IntegerField()


class SwitchBody(WholeBody, VersionedBody):
    """Whether there is one, and whose it is."""

    is_on = YesNoField()
    name = LineField(PublicPage, "name")


class ComponentAnswer(serializers.Serializer[PublicComponent]):
    """What a service is called on it."""

    id = serializers.IntegerField()
    service = serializers.IntegerField(source="service_id")
    name_da = serializers.CharField()
    name_en = serializers.CharField()
    position = serializers.IntegerField()
    is_shown = serializers.BooleanField()
    version = serializers.IntegerField()


class NamingFields(Said):
    """What customers call a service, and where in the list it stands."""

    name_da = LineField(PublicComponent, "name_da")
    name_en = LineField(PublicComponent, "name_en")
    position = NumberField(min_value=1, max_value=MOST_PLACES, default=1)
    is_shown = YesNoField(default=True)


class AddComponentBody(NamingFields):
    """A service to show."""

    service = IdField(source="service_id")


class ChangeComponentBody(NamingFields, WholeBody, VersionedBody):
    """What a service is to be called as a whole."""


class OnePublicPage(Endpoint):
    """The page that strangers read."""

    @reads(PublicPageAnswer, operation="public_page_read")
    def get(self) -> PublicPage:
        """Whether there is one."""
        require(self.actor, SET_UP)
        return PublicPage.objects.first() or PublicPage(version=0)

    @writes(SwitchBody, PublicPageAnswer, operation="public_page_switch")
    def put(self, said: dict[str, Any], version: int) -> PublicPage:
        """Switch it on or off, and name it."""
        return switch_public_page(actor=self.actor, version=version, **said)


class Components(Endpoint):
    """The services on it."""

    @lists(ComponentAnswer, operation="components_list")
    def get(self) -> QuerySet[PublicComponent]:
        """Every service that has a name for customers, in the order of the page."""
        require(self.actor, SET_UP)
        return PublicComponent.objects.all()

    @creates(
        AddComponentBody,
        ComponentAnswer,
        operation="component_add",
        at=lambda component: reverse("api_component", args=[component.pk]),
    )
    def post(self, said: dict[str, Any]) -> PublicComponent:
        """Show a service on the public page."""
        service_id = said.pop("service_id")
        return add_component(actor=self.actor, service_id=service_id, naming=Naming(**said))


class OneComponent(Endpoint):
    """One of them."""

    @reads(ComponentAnswer, operation="component_read")
    def get(self, component_id: int) -> PublicComponent:
        """What the service is called on the public page."""
        require(self.actor, SET_UP)
        component = PublicComponent.objects.filter(pk=component_id).first()
        if component is None:
            raise NotFound(_("There is no such part of the page."))
        return component

    @writes(ChangeComponentBody, ComponentAnswer, operation="component_change")
    def put(self, component_id: int, said: dict[str, Any], version: int) -> PublicComponent:
        """Call it otherwise, or show it no longer."""
        return change_component(
            actor=self.actor, component_id=component_id, version=version, naming=Naming(**said)
        )
