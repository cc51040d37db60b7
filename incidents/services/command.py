"""Declaring an incident and taking command of it at once."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actor import Actor, require
from core.errors import NotPermitted
from incidents.models import Incident, Role
from incidents.services.door import LEAD_INCIDENT
from incidents.services.incident import declare_incident
from incidents.services.role import assign_role


@transaction.atomic
def declare_and_lead(*, actor: Actor, **said: Any) -> Incident:
    """Declare an incident as its commander. Logs `incident.declared` and `role.assigned`.

    Raises:
        NotPermitted: the actor may not declare or lead, or is nobody who could.
        DomainError: see `declare_incident`.
    """
    require(actor, LEAD_INCIDENT)
    if actor.user is None:
        raise NotPermitted(_("Only a person can take command."))
    incident = declare_incident(actor=actor, **said)
    assign_role(actor=actor, incident_id=incident.pk, role=Role.COMMANDER, person=actor.user)
    return incident
