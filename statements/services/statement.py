"""Drafting, changing and wording what is said to the outside."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from core.checks import chosen, longest, said, same_version, titled
from core.errors import DomainError, NotFound
from incidents.models import Incident
from incidents.selectors.figure import figures_of
from incidents.services.door import expected, locked_incident
from statements.load import LARGEST_AUDIENCE
from statements.models import (
    Audience,
    Channel,
    Language,
    Statement,
    StatementKind,
    Wording,
)
from statements.selectors.statement import other_halves
from statements.services.door import WRITE, locked_statement, log_statement
from statements.states import (
    statement_state,
    wording_state,
)
from statements.texts.reading import Reading

LONGEST_TEXT = 100_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What a statement is, and for whom.

    `corrects_id` is the released statement it puts right, `counterpart_id` the one that says the
    same in the other language; None where there is none. `audience_size` is how many it goes to,
    or the most it can reach: a mass message is not approved without it.
    """

    title: str
    audience: str
    channel: str
    language: str
    kind: str = StatementKind.HOLDING
    is_oral: bool = False
    next_update_at: datetime | None = None
    corrects_id: int | None = None
    counterpart_id: int | None = None
    audience_size: int | None = None


@transaction.atomic
def draft_statement(*, actor: Actor, incident_id: int, plan: Plan, text: str) -> Statement:
    """Begin a statement with its first words. Locks the incident.

    Logs `statement.drafted` and `statement.worded`.

    Raises:
        NotFound, NotPermitted: see `locked_incident`; there is no such statement to correct.
        DomainError: no title, no words, no such choice, more than 100,000 characters, a reference
            to a figure there is not, a promise that lies in the past, or a correction of nothing.
    """
    incident = locked_incident(actor, incident_id, WRITE)
    plan = _checked(plan, incident)
    statement = Statement.objects.create(
        incident=incident, planned_by=actor.user, drafted_at=timezone.now(), **asdict(plan)
    )
    log_statement(actor, "statement.drafted", statement, None, statement_state(statement))
    _word(actor, statement, 1, _worded(text))
    return statement


@transaction.atomic
def change_statement(
    *, actor: Actor, incident_id: int, statement_id: int, version: int, plan: Plan
) -> Statement:
    """Say otherwise what a statement is and for whom: approvals of it no longer hold.

    Locks the incident. Logs `statement.changed`, or nothing when nothing differs.

    Raises:
        NotFound: no such statement in this incident.
        Conflict: it was released, or somebody changed it since `version`.
        DomainError: see `draft_statement`.
    """
    read = locked_statement(actor, incident_id, statement_id, WRITE)
    statement = read.statement
    same_version(version, statement.version)
    plan = _checked(plan, statement.incident, itself=statement)
    before = statement_state(statement)
    for field, value in asdict(plan).items():
        setattr(statement, field, value)
    changed = {name for name, value in statement_state(statement).items() if value != before[name]}
    if not changed:
        return statement
    if changed != {"counterpart"}:
        # Which one says the same in the other language is not what it is, nor approved.
        statement.planned_by = actor.user
    statement.version += 1
    statement.save()
    log_statement(actor, "statement.changed", statement, before, statement_state(statement))
    return statement


@transaction.atomic
def word_statement(
    *, actor: Actor, incident_id: int, statement_id: int, based_on: int, text: str
) -> Wording:
    """Say it in other words; the earlier ones stay readable. Locks the incident.

    `based_on` is the number of the wording the actor saw. What was approved was other words: the
    approvals no longer hold. Logs `statement.worded`, or nothing when nothing differs.

    Raises:
        NotFound: no such statement in this incident.
        Conflict: it was released, or somebody worded it since.
        DomainError: see `draft_statement`.
    """
    read = locked_statement(actor, incident_id, statement_id, WRITE)
    same_version(based_on, read.wording.number, "based_on")
    text = _worded(text)
    if text == read.wording.text:
        return read.wording
    return _word(actor, read.statement, read.wording.number + 1, text)


def _checked(plan: Plan, incident: Incident, itself: Statement | None = None) -> Plan:
    chosen(plan.audience, Audience, "audience")
    chosen(plan.channel, Channel, "channel")
    chosen(plan.language, Language, "language")
    chosen(plan.kind, StatementKind, "kind")
    promised = plan.next_update_at
    expected(promised, "next_update_at")
    is_new = itself is None or promised != itself.next_update_at
    if promised and is_new and promised <= timezone.now():
        raise DomainError(
            _("This moment is over. Promise the next update for later."), field="next_update_at"
        )
    _check_audience_size(plan.audience_size)
    _check_corrects(plan, incident)
    _check_counterpart(plan, incident, itself)
    heading = _("Give the statement a title.")
    title = titled(plan.title, heading, "title", longest(Statement, "title"))
    return replace(plan, title=title)


def _check_audience_size(size: int | None) -> None:
    if size is not None and not 1 <= size <= LARGEST_AUDIENCE:
        raise DomainError(
            _("Give a whole number from %(low)s to %(high)s.")
            % {"low": 1, "high": LARGEST_AUDIENCE},
            field="audience_size",
        )


def _check_corrects(plan: Plan, incident: Incident) -> None:
    is_later_word = plan.kind in {StatementKind.CORRECTION, StatementKind.WITHDRAWAL}
    if plan.corrects_id is None:
        if is_later_word:
            raise DomainError(_("Choose the statement it puts right."), field="corrects")
        return
    if not is_later_word:
        raise DomainError(
            _("Only a correction or a withdrawal puts another right."), field="corrects"
        )
    known = incident.statements.filter(pk=plan.corrects_id, release__isnull=False)
    if not known.exists():
        raise NotFound(_("There is no such released statement in this incident."), field="corrects")


def _check_counterpart(plan: Plan, incident: Incident, itself: Statement | None) -> None:
    for naming in incident.statements.filter(pk__in=other_halves(itself)) if itself else ():
        if naming.language == plan.language:
            raise DomainError(_("Its other half is in this language already."), field="language")
        if plan.counterpart_id not in {None, naming.pk}:
            raise DomainError(_("It has its other half already."), field="counterpart")
    if plan.counterpart_id is None:
        return
    other = incident.statements.filter(pk=plan.counterpart_id).first()
    if other is None or other == itself:
        raise NotFound(_("There is no such statement in this incident."), field="counterpart")
    if other.language == plan.language:
        raise DomainError(_("This one is in the same language."), field="counterpart")
    paired = {other.counterpart_id, *other_halves(other)} - {None, itself.pk if itself else None}
    if paired:
        raise DomainError(_("This one has its other half already."), field="counterpart")


def _worded(text: str) -> str:
    return said(text, _("Write what it says."), "text", LONGEST_TEXT)


def _word(actor: Actor, statement: Statement, number: int, text: str) -> Wording:
    _check_figures(text, statement)
    wording = Wording.objects.create(
        statement=statement,
        number=number,
        text=text,
        author=actor.user,
        written_at=timezone.now(),
    )
    log_statement(actor, "statement.worded", statement, None, wording_state(wording), wording)
    return wording


def _check_figures(text: str, statement: Statement) -> None:
    missing = Reading(text, figures_of(statement.incident), statement.language).missing
    if missing:
        raise DomainError(
            _("The record has no such figure: %(names)s. Choose one of those listed.")
            % {"names": ", ".join(missing)},
            field="text",
        )
