"""Erasing what the law asks to erase: the content of an entry, never the entry."""

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actor import Actor, require
from audit.guards import take_turns
from audit.log import canonical, record
from audit.models import LogEntry, LogPayload
from audit.subjects import subject_of
from core.checks import reasoned
from core.errors import Conflict, NotFound

ERASE = "audit.erase_content"
ERASED = "log.content_erased"
RESTATED = "log.restated"
LOG_ENTRY = "log_entry"


@transaction.atomic
def erase_content(*, actor: Actor, index: int, reason: str) -> LogEntry:
    """Erase names and words of one entry for good; that it was made, when and by whom stays.

    Where the entry was the log's last word on something that still stands in the record, the log
    says anew what stands there, so that verification can go on comparing. What stands in the
    record itself is changed first, by its own services. Locks the log. Logs `log.restated` where
    needed, and `log.content_erased`.

    Raises:
        NotPermitted: the actor may not erase.
        NotFound: there is no such entry.
        Conflict: it was erased already, tells of an erasure, or is not what the record says.
        DomainError: no reason.
    """
    require(actor, ERASE)
    reason = reasoned(reason, _("Say which law asks for it, and who asked."))
    take_turns()
    payload = _payload(index)
    _restate(actor, payload)
    erased = record(
        actor=actor,
        verb=ERASED,
        subject_type=LOG_ENTRY,
        subject_id=index,
        before=None,
        after={"entry": index},
        incident_id=payload.entry.incident_id,
        reason=reason,
    )
    payload.delete()
    return erased


def _payload(index: int) -> LogPayload:
    entry = LogEntry.objects.select_related("payload").filter(pk=index).first()
    if entry is None:
        raise NotFound(_("There is no such entry in the log."))
    if entry.verb == ERASED:
        raise Conflict(_("This entry says that and why something was erased. It has to stay."))
    payload: LogPayload | None = getattr(entry, "payload", None)
    if payload is None:
        raise Conflict(_("The content of this entry was erased already."))
    return payload


def _restate(actor: Actor, payload: LogPayload) -> None:
    entry, subject = payload.entry, subject_of(payload.entry.subject_type)
    about = LogEntry.objects.filter(subject_type=entry.subject_type, subject_id=entry.subject_id)
    if subject is None or about.filter(index__gt=entry.index).exists():
        return
    row = subject.rows().filter(pk=entry.subject_id).first()
    if row is None:
        return
    state = subject.state(row)
    if canonical(state) != canonical(payload.content["after"]):
        raise Conflict(_("The record is not what the log says. Find out why before you erase."))
    record(
        actor=actor,
        verb=RESTATED,
        subject_type=entry.subject_type,
        subject_id=entry.subject_id,
        before=state,
        after=state,
        incident_id=entry.incident_id,
    )
