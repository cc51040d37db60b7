"""Following an incident."""

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from core.errors import NotPermitted
from incidents.models import Incident
from incidents.models.incident import VIEW
from incidents.services.door import locked_incident
from notifications.models import Following
from notifications.states import following_state


@transaction.atomic
def follow_incident(*, actor: Actor, incident_id: int, is_on: bool) -> Following:
    """Be told how an incident moves on, or no longer; everybody follows for themselves.

    Locks the incident. Logs `notifications.followed`, or nothing when nothing differs.

    Raises:
        NotFound: see `locked_incident`.
        NotPermitted: nobody is signed in.
    """
    if actor.user is None:
        raise NotPermitted(_("Only somebody with an account can follow an incident."))
    incident: Incident = locked_incident(actor, incident_id, VIEW)
    following = Following.objects.filter(person=actor.user, incident=incident).first()
    before = following_state(following) if following else None
    following = following or Following(person=actor.user, incident=incident, is_on=False)
    if following.is_on == is_on:
        return following
    following.is_on = is_on
    following.save()
    record(
        actor=actor,
        verb="notifications.followed",
        subject_type="following",
        subject_id=following.pk,
        before=before,
        after=following_state(following),
        incident_id=incident.pk,
    )
    return following
