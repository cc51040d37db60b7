"""Keeping the lines of the fact sheet that are not the record's own."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from core.checks import chosen, longest, reasoned, said, same_version, titled
from core.errors import Conflict, DomainError, NotFound
from incidents.services.door import expected, happened, locked_incident
from statements.models import Fact, FactKind
from statements.services.door import WRITE
from statements.states import State, fact_state

LONGEST_FACT = 2_000


@dataclass(frozen=True, slots=True)
class FactLine:
    """One line: where it stands, what it says, who told, as of when (None: now).

    `expected_at` is for what is not known yet: when the answer should be there.
    """

    kind: str
    text: str
    source: str
    as_of: datetime | None = None
    expected_at: datetime | None = None


@transaction.atomic
def add_fact(*, actor: Actor, incident_id: int, value: FactLine) -> Fact:
    """Write a line on the fact sheet. Locks the incident. Logs `fact.added`.

    Raises:
        NotFound, NotPermitted: see `locked_incident`.
        DomainError: no words, no source, more than 2,000 characters, a moment that lies in the
            future, or an answer that is expected of no question.
    """
    incident = locked_incident(actor, incident_id, WRITE)
    value = _checked(value)
    fact = Fact.objects.create(incident=incident, author=actor.user, **asdict(value))
    _log(actor, "fact.added", fact, None)
    return fact


@transaction.atomic
def change_fact(
    *, actor: Actor, incident_id: int, fact_id: int, version: int, value: FactLine
) -> Fact:
    """Say a line otherwise, or that an open question is answered. Locks the incident.

    Logs `fact.changed`, or nothing when nothing differs.

    Raises:
        NotFound: no such line in this incident.
        Conflict: somebody changed or withdrew it since `version`.
        DomainError: see `add_fact`.
    """
    fact = _locked_fact(actor, incident_id, fact_id, version)
    before = fact_state(fact)
    value = _checked(replace(value, as_of=value.as_of or fact.as_of))
    for field, worded in asdict(value).items():
        setattr(fact, field, worded)
    if fact_state(fact) == before:
        return fact
    fact.author = actor.user
    fact.version += 1
    fact.save()
    _log(actor, "fact.changed", fact, before)
    return fact


@transaction.atomic
def withdraw_fact(
    *, actor: Actor, incident_id: int, fact_id: int, version: int, reason: str
) -> Fact:
    """Take a line off the fact sheet; the log keeps it. Locks the incident.

    Logs `fact.withdrawn`.

    Raises:
        NotFound: no such line in this incident.
        Conflict: somebody changed or withdrew it since `version`.
        DomainError: no reason.
    """
    fact = _locked_fact(actor, incident_id, fact_id, version)
    before = fact_state(fact)
    reason = reasoned(reason, _("Say why it is taken off."))
    fact.withdrawn_at, fact.version = timezone.now(), fact.version + 1
    fact.save()
    _log(actor, "fact.withdrawn", fact, before, reason)
    return fact


def _checked(value: FactLine) -> FactLine:
    kind = chosen(value.kind, FactKind, "kind")
    happened(value.as_of, "as_of")
    if value.expected_at and kind != FactKind.UNKNOWN:
        raise DomainError(
            _("An answer is expected only of what is not known yet."), field="expected_at"
        )
    expected(value.expected_at, "expected_at")
    source = _("Say who told it or where it is from.")
    return FactLine(
        kind=kind,
        text=said(value.text, _("Write the line."), "text", LONGEST_FACT),
        source=titled(value.source, source, "source", longest(Fact, "source")),
        as_of=value.as_of or timezone.now(),
        expected_at=value.expected_at,
    )


def _locked_fact(actor: Actor, incident_id: int, fact_id: int, version: int) -> Fact:
    incident = locked_incident(actor, incident_id, WRITE)
    fact: Fact | None = incident.facts.filter(pk=fact_id).first()
    if fact is None:
        raise NotFound(_("There is no such line on the fact sheet."))
    same_version(version, fact.version)
    if fact.withdrawn_at:
        raise Conflict(_("This line was taken off the fact sheet."))
    return fact


def _log(actor: Actor, verb: str, fact: Fact, before: State | None, reason: str = "") -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="fact",
        subject_id=fact.pk,
        before=before,
        after=fact_state(fact),
        incident_id=fact.incident_id,
        reason=reason,
    )
