"""What every service of the record does first: lock the incident, check permission and words.

Locks are taken in this order, by everybody: the incident, rows of it, the turn for links, and
last the log. The incident's lock leaves its key readable, so that a link from another incident
need not wait for it.
"""

import re
from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from incidents.models import Incident

KEEP_RECORD = "incidents.keep_record"
LEAD_INCIDENT = "incidents.lead_incident"
LONGEST = 1_000_000
LONGEST_REASON = 300
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
CLOCKS_DIFFER = timedelta(minutes=5)
# What neither PostgreSQL nor UTF-8 can hold: NUL, and halves of a character.
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_web_address = URLValidator(schemes=["http", "https"])


def locked_incident(actor: Actor, incident_id: int, permission: str) -> Incident:
    """The incident, locked until the transaction ends, for an actor who may change it.

    Raises:
        NotFound: there is no such incident, or not for this actor.
        NotPermitted: the actor may see it but not do this.
    """
    visible = Incident.objects.visible_to(actor.user) if actor.user else Incident.objects.all()
    incident = visible.select_for_update(of=("self",), no_key=True).filter(pk=incident_id).first()
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


def said(text: str, message: str, field: str, limit: int = LONGEST) -> str:
    """The words without blanks around them; see `words`.

    Raises:
        DomainError: with `message` at `field`, when nothing was said.
    """
    if not text.strip():
        raise DomainError(message, field=field)
    return words(text, field, limit)


def titled(text: str, message: str, field: str, limit: int) -> str:
    """What was said as one line, however it was broken or spaced. Raises as `said`."""
    return " ".join(said(text, message, field, limit).split())


def reasoned(text: str, message: str) -> str:
    """The reason for a change. Raises as `said`, naming the field `reason`."""
    return said(text, message, "reason", LONGEST_REASON)


def words(text: str, field: str, limit: int = LONGEST) -> str:
    """The words without blanks around them, possibly none. Raises as `keepable`."""
    return keepable(text.strip(), field, limit)


def keepable(text: str, field: str, limit: int = LONGEST) -> str:
    """The text as it was given, when it can be kept.

    Raises:
        DomainError: it is longer than `limit` characters, or holds one that cannot be stored.
    """
    if found := UNKEEPABLE.search(text):
        raise DomainError(
            _("Character %(place)s cannot be stored. Remove it: it is not a readable character.")
            % {"place": found.start() + 1},
            field=field,
        )
    if len(text) > limit:
        raise DomainError(
            _("These are %(count)s characters. Write at most %(limit)s.")
            % {"count": len(text), "limit": limit},
            field=field,
        )
    return text


def longest(model: type[models.Model], column: str) -> int:
    """How many characters a column holds."""
    field = model._meta.get_field(column)  # noqa: SLF001 - Django's documented API
    return getattr(field, "max_length", None) or LONGEST


def chosen(value: str, choices: type[models.TextChoices], field: str) -> str:
    """One of the values there are to choose from.

    Raises:
        DomainError: it is none of them.
    """
    if value not in choices.values:
        raise DomainError(
            _("Choose one of these: %(choices)s.") % {"choices": ", ".join(choices.values)},
            field=field,
        )
    return value


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
