"""What every service of the record does first: lock the incident, check the permission."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from incidents.models import Incident

KEEP_RECORD = "incidents.keep_record"
LEAD_INCIDENT = "incidents.lead_incident"
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
CLOCKS_DIFFER = timedelta(minutes=5)


def locked_incident(actor: Actor, incident_id: int, permission: str) -> Incident:
    """The incident, locked until the transaction ends, for an actor who may change it.

    Raises:
        NotFound: there is no such incident, or not for this actor.
        NotPermitted: the actor may see it but not do this.
    """
    visible = Incident.objects.visible_to(actor.user) if actor.user else Incident.objects.all()
    incident = visible.select_for_update(of=("self",)).filter(pk=incident_id).first()
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


def said(text: str, message: str, field: str) -> str:
    """The words without blanks around them.

    Raises:
        DomainError: with `message` at `field`, when nothing was said.
    """
    if not text.strip():
        raise DomainError(message, field=field)
    return text.strip()


def happened(moment: datetime | None, field: str) -> None:
    """Refuse a moment that cannot be true of something that happened.

    Raises:
        DomainError: it lies in the future, or before 1970.
    """
    if moment is None:
        return
    if moment > timezone.now() + CLOCKS_DIFFER:
        raise DomainError(_("This lies in the future. Give the time it happened."), field=field)
    if moment < EARLIEST:
        raise DomainError(_("This lies before 1970. Give the time it happened."), field=field)


def same_version(seen: int, now: int) -> None:
    """Refuse a change made on an older version than the one that stands.

    Raises:
        Conflict: somebody else changed it since.
    """
    if seen != now:
        raise Conflict(
            _("Somebody else changed this while you wrote. Compare with what stands now."),
            field="version",
        )
