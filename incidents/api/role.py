"""Who leads, who speaks, who writes."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.endpoint import Nothing, creates, lists, reads, writes
from accounts.api.fields import PersonAnswer, PersonField
from core.api.fields import ChoiceField, MomentField, Said
from core.errors import NotFound
from incidents.api.fields import ReasonField
from incidents.api.place import IncidentEndpoint, address
from incidents.models import Incident, Role, RoleHeld
from incidents.selectors.incident import roles_in
from incidents.services.role import assign_role, confirm_role, end_role, hand_over_role


class RoleAnswer(serializers.Serializer[RoleHeld]):
    """A person in a role, from when until when.

    `confirmed_at` is when they said that they have it; null while that is awaited.
    """

    id = serializers.IntegerField()
    role = serializers.ChoiceField(Role.choices)
    person = PersonAnswer()
    held_from = MomentField()
    held_until = MomentField(allow_null=True)
    confirmed_at = MomentField(allow_null=True)


class SinceField(MomentField):
    """When a role was taken; null is now."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=True, default=None, **kwargs)


class AssignBody(Said):
    """Who gets which role."""

    role = ChoiceField(Role.choices)
    person = PersonField()
    since = SinceField()


class NoteBody(Said):
    """What is to be said of it, if anything."""

    note = ReasonField(default="")


class HandOverBody(NoteBody):
    """Who takes the role over."""

    to = PersonField()
    since = SinceField()


def address_of(held: RoleHeld) -> str:
    """Where a role held is found."""
    return address("api_role", held.incident, held.pk)


class Roles(IncidentEndpoint):
    """Roles held in an incident."""

    @lists(RoleAnswer, operation="roles_list")
    def get(self, incident: Incident) -> list[RoleHeld]:
        """Every role held, in the order they began."""
        return roles_in(incident)

    @creates(AssignBody, RoleAnswer, operation="role_assign", at=address_of)
    def post(self, incident: Incident, said: dict[str, Any]) -> RoleHeld:
        """Give somebody a role nobody holds; experts may be several."""
        return assign_role(actor=self.actor, incident_id=incident.pk, **said)


class OneRole(IncidentEndpoint):
    """One role held."""

    @reads(RoleAnswer, operation="role_read")
    def get(self, incident: Incident, role_id: int) -> RoleHeld:
        """Who holds or held it, from when until when."""
        for held in roles_in(incident):
            if held.pk == role_id:
                return held
        raise NotFound(_("There is no such role in this incident."))


class RoleHandOver(IncidentEndpoint):
    """Passing a role on."""

    @creates(HandOverBody, RoleAnswer, operation="role_hand_over", at=address_of)
    def post(self, incident: Incident, role_id: int, said: dict[str, Any]) -> RoleHeld:
        """Pass the role on: one ends and the other begins at the same moment."""
        return hand_over_role(
            actor=self.actor, incident_id=incident.pk, role_held_id=role_id, **said
        )


class RoleConfirm(IncidentEndpoint):
    """Taking over what one was given."""

    @writes(Nothing, RoleAnswer, operation="role_confirm")
    def post(self, incident: Incident, role_id: int, said: dict[str, Any]) -> RoleHeld:
        """Say that one has the role one was given."""
        return confirm_role(actor=self.actor, incident_id=incident.pk, role_held_id=role_id, **said)


class RoleEnd(IncidentEndpoint):
    """Laying a role down."""

    @writes(NoteBody, RoleAnswer, operation="role_end")
    def post(self, incident: Incident, role_id: int, said: dict[str, Any]) -> RoleHeld:
        """Lay the role down without a successor."""
        return end_role(actor=self.actor, incident_id=incident.pk, role_held_id=role_id, **said)
