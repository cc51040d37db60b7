"""What every service of the record does first: lock the incident, check the permission."""

from django.utils.translation import gettext as _

from accounts.actor import Actor
from core.errors import NotFound, NotPermitted
from incidents.models import Incident


def locked_incident(actor: Actor, incident_id: int, permission: str) -> Incident:
    """The incident, locked until the transaction ends, for an actor who may change it.

    Raises:
        NotFound: there is no such incident, or not for this actor.
        NotPermitted: the actor may see it but not do this.
    """
    incidents = Incident.objects.select_for_update(of=("self",))
    if actor.user:
        incidents = Incident.objects.visible_to(actor.user).select_for_update(of=("self",))
    incident = incidents.filter(pk=incident_id).first()
    if incident is None:
        raise NotFound(_("There is no such incident."))
    require(actor, permission)
    return incident


def require(actor: Actor, permission: str) -> None:
    """Refuse an actor without `permission`.

    Raises:
        NotPermitted: the actor does not hold it.
    """
    if not actor.may(permission):
        raise NotPermitted(_("Your role does not allow this."))
