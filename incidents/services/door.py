"""What every service of the record does first: lock the incident, check permission and words.

Locks are taken in this order, by everybody: the incident, rows of it, the turn for links, and
last the log. The incident's lock leaves its key readable, so that a link from another incident
need not wait for it.
"""

from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor, require
from core.checks import words
from core.errors import DomainError, NotFound
from incidents import permissions
from incidents.models import Incident

KEEP_RECORD = permissions.KEEP_RECORD
LEAD_INCIDENT = permissions.LEAD_INCIDENT
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
CLOCKS_DIFFER = timedelta(minutes=5)
_web_address = URLValidator(schemes=["http", "https"])


def locked_incident(actor: Actor, incident_id: int, permission: str) -> Incident:
    """The incident, locked until the transaction ends, for an actor who may change it.

    Raises:
        NotFound: there is no such incident, or not for this actor.
        NotPermitted: the actor may see it but not do this.
    """
    locking = known_to(actor).select_for_update(of=("self",), no_key=True)
    return _found(locking, actor, incident_id, permission)


def known_incident(actor: Actor, incident_id: int, permission: str) -> Incident:
    """The incident as it stands, for an actor who only reads it. Raises as `locked_incident`."""
    return _found(known_to(actor), actor, incident_id, permission)


def known_to(actor: Actor) -> QuerySet[Incident]:
    """The incidents the actor may know of; the system knows all."""
    return Incident.objects.visible_to(actor.user) if actor.user else Incident.objects.all()


def _found(
    incidents: QuerySet[Incident], actor: Actor, incident_id: int, permission: str
) -> Incident:
    incident = incidents.filter(pk=incident_id).first()
    if incident is None:
        raise NotFound(_("There is no such incident."))
    require(actor, permission)
    return incident


def web_address(address: str, field: str, limit: int) -> str:
    """An address a browser can open without running anything.

    Raises:
        DomainError: it is not an http or https address, or longer than `limit`.
    """
    address = words(address, field, limit)
    try:
        _web_address(address)
    except ValidationError as error:
        raise DomainError(
            _("Give a whole address that begins with https:// or http://."), field=field
        ) from error
    return address


def happened(moment: datetime | None, field: str) -> None:
    """Refuse a moment that cannot be true of something that happened.

    Raises:
        DomainError: it has no time zone, or lies in the future or before 1970.
    """
    if moment is None:
        return
    if timezone.is_naive(moment):
        raise DomainError(
            _("Give the time with its time zone, such as 2026-11-04T15:59:00+01:00."), field=field
        )
    if moment > timezone.now() + CLOCKS_DIFFER:
        raise DomainError(_("This lies in the future. Give the time it happened."), field=field)
    if moment < EARLIEST:
        raise DomainError(_("This lies before 1970. Give the time it happened."), field=field)


def expected(moment: datetime | None, field: str) -> None:
    """Refuse a moment that nobody can promise, or that not every clock can show.

    Raises:
        DomainError: it has no time zone, or does not lie between 1970 and 2100.
    """
    if moment is None:
        return
    if timezone.is_naive(moment):
        raise DomainError(
            _("Give the time with its time zone, such as 2026-11-04T15:59:00+01:00."), field=field
        )
    if not EARLIEST <= moment < LATEST:
        raise DomainError(_("Give a time between 1970 and 2100."), field=field)
