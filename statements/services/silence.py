"""Reminding those who speak for the organisation that nobody was told anything for too long."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actor import Actor, require
from audit.log import record
from core.checks import same_version, take_turns
from core.errors import DomainError
from incidents.models import Incident
from incidents.services.door import locked_incident
from statements.models import SilenceLimits, SilenceNotice, Statement
from statements.selectors.notice import spokespeople_of
from statements.selectors.silence import (
    AHEAD_OF_TIME,
    Overdue,
    silence_limits,
    to_remind_of,
    to_tell_ahead,
)
from statements.services.door import SET_UP, WRITE
from statements.states import limits_state, silence_notice_state

LONGEST_LIMIT = 7 * 24 * 60
_LIMITS_TURN = 7412034


@dataclass(frozen=True, slots=True)
class Limits:
    """Within how many minutes the first statement is out, by severity; None for no limit."""

    sev1: int | None = None
    sev2: int | None = None
    sev3: int | None = None
    sev4: int | None = None


@transaction.atomic
def claim_silence_notice(
    *, actor: Actor, incident_id: int, statement_id: int | None, now: datetime
) -> SilenceNotice | None:
    """Note that somebody is reminded of a silence, as they choose to be told; never twice.

    `statement_id` is the statement that promised an update, None for the first words. None when
    nobody is to be told now: they were, something was said meanwhile, or there is nobody.
    Locks the incident. Logs `silence.reminded`.

    Raises:
        NotFound, NotPermitted: see `locked_incident`.
    """
    incident = locked_incident(actor, incident_id, WRITE)
    overdue = _overdue(incident, statement_id, now)
    people = spokespeople_of(incident) if overdue else []
    if not overdue or not people:
        return None
    turn = _turns(incident, statement_id) + 1
    return _noted(actor, incident, overdue.statement, turn, people, now)


@transaction.atomic
def claim_promise_notice(
    *, actor: Actor, incident_id: int, statement_id: int, now: datetime
) -> SilenceNotice | None:
    """Note that somebody is told that an update is promised for soon; once for each promise.

    None when nobody is to be told: they were, it came meanwhile, it is not near, or there is
    nobody. Locks the incident. Logs `silence.promise_near`.

    Raises:
        NotFound, NotPermitted: see `locked_incident`.
    """
    incident = locked_incident(actor, incident_id, WRITE)
    near = to_tell_ahead(Incident.objects.filter(pk=incident.pk), now)
    promise = next((each for each in near if each.statement.pk == statement_id), None)
    people = spokespeople_of(incident) if promise else []
    if not promise or not people:
        return None
    return _noted(actor, incident, promise.statement, AHEAD_OF_TIME, people, now)


def _noted(
    actor: Actor,
    incident: Incident,
    statement: Statement | None,
    turn: int,
    people: list[User],
    now: datetime,
) -> SilenceNotice:
    notice = SilenceNotice.objects.create(
        incident=incident,
        statement=statement,
        turn=turn,
        sent_to=[person.email for person in people],
        sent_at=now,
    )
    record(
        actor=actor,
        verb="silence.reminded" if turn else "silence.promise_near",
        subject_type="silence_notice",
        subject_id=notice.pk,
        before=None,
        after=silence_notice_state(notice),
        incident_id=incident.pk,
    )
    return notice


def _overdue(incident: Incident, statement_id: int | None, now: datetime) -> Overdue | None:
    late = to_remind_of(Incident.objects.filter(pk=incident.pk), now)
    named = (each for each in late if (each.statement and each.statement.pk) == statement_id)
    return next(named, None)


def _turns(incident: Incident, statement_id: int | None) -> int:
    told = SilenceNotice.objects.filter(incident=incident, statement=statement_id, turn__gt=0)
    return told.count()


@transaction.atomic
def set_silence_limits(*, actor: Actor, version: int, limits: Limits) -> SilenceLimits:
    """Say after how long without a first statement somebody is reminded.

    Logs `silence.limits_set`, or nothing when nothing differs.

    Raises:
        NotPermitted: the actor may not set up the press desk.
        Conflict: somebody changed them since `version`.
        DomainError: a limit under a minute or over a week.
    """
    take_turns(_LIMITS_TURN)
    require(actor, SET_UP)
    standing = silence_limits()
    same_version(version, standing.version)
    before = limits_state(standing)
    for severity, minutes in asdict(limits).items():
        _check_limit(minutes, severity)
        setattr(standing, severity, minutes)
    if limits_state(standing) == before:
        return standing
    is_first = standing.pk is None
    standing.pk = 1
    standing.version += 1
    standing.save(force_insert=is_first)
    record(
        actor=actor,
        verb="silence.limits_set",
        subject_type="silence_limits",
        subject_id=standing.pk,
        before=None if is_first else before,
        after=limits_state(standing),
    )
    return standing


def _check_limit(minutes: int | None, severity: str) -> None:
    if minutes is not None and not 1 <= minutes <= LONGEST_LIMIT:
        raise DomainError(
            _("Give whole minutes from 1 to %(most)s, or nothing for no limit.")
            % {"most": LONGEST_LIMIT},
            field=severity,
        )
