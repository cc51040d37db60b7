"""Telling those involved in a statement that it moved on without them."""

from django.db import models, transaction
from django.utils import timezone

from audit.actor import Actor
from audit.log import record
from incidents.services.door import locked_incident
from statements.models import LogFollower, StaleNotice, VoidNotice
from statements.selectors.notice import (
    FOLLOWER,
    basis_of,
    involved_in,
    newly_moved,
    newly_void,
)
from statements.selectors.statement import ReadStatement, standing_releases, statement_in
from statements.services.door import WRITE
from statements.states import State, stale_notice_state, void_notice_state


@transaction.atomic
def claim_void_notice(*, actor: Actor, incident_id: int, statement_id: int) -> list[VoidNotice]:
    """Note that those involved are told that approvals no longer hold: once for each approval.

    None when nobody is to be told: they were, or every approval holds, or it went out.
    Locks the incident.
    Logs `statement.void_told`, once for each approval.

    Raises:
        NotFound, NotPermitted: see `locked_incident`.
    """
    read = statement_in(locked_incident(actor, incident_id, WRITE), statement_id)
    void = newly_void(read) if read else []
    people = involved_in(read) if read and void else []
    if read is None or not people:
        return []
    addresses, now = [person.email for person in people], timezone.now()
    notices = []
    for each in void:
        notice = VoidNotice.objects.create(approval=each.approval, sent_to=addresses, sent_at=now)
        notices.append(notice)
        after = void_notice_state(notice)
        _log(actor, "statement.void_told", read, "void_notice", notice, after)
    return notices


@transaction.atomic
def claim_stale_notice(*, actor: Actor, incident_id: int, statement_id: int) -> StaleNotice | None:
    """Note that those involved are told that what was said is no longer right.

    Once for whatever the record says instead, unless a correction went out. None when nobody is to
    be told. Locks the incident.
    Logs `statement.stale_told`.

    Raises:
        NotFound, NotPermitted: see `locked_incident`.
    """
    read = statement_in(locked_incident(actor, incident_id, WRITE), statement_id)
    release = read.release if read else None
    if read is None or release is None or not newly_moved(release, read.moved):
        return None
    people = involved_in(read) if standing_releases().filter(pk=release.pk).exists() else []
    if not people:
        return None
    notice = StaleNotice.objects.create(
        release=release,
        basis=basis_of(read.moved),
        sent_to=[person.email for person in people],
        sent_at=timezone.now(),
    )
    after = stale_notice_state(notice)
    _log(actor, "statement.stale_told", read, "stale_notice", notice, after)
    return notice


def follow_until(index: int) -> None:
    """Remember that the log was followed up to this entry; never back to an earlier one."""
    LogFollower.objects.get_or_create(name=FOLLOWER)
    LogFollower.objects.filter(name=FOLLOWER, index__lt=index).update(index=index)


def _log(
    actor: Actor, verb: str, read: ReadStatement, kind: str, notice: models.Model, after: State
) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type=kind,
        subject_id=notice.pk,
        before=None,
        after=after,
        incident_id=read.statement.incident_id,
    )
