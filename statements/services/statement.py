"""Drafting, wording, approving and releasing what is said to the outside."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.checkpoints import sign_at_milestone
from audit.log import record
from core.checks import chosen, line, longest, said, same_version, titled
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from core.formats import exact_number
from incidents.models import Incident
from incidents.selectors.figure import figures_of
from incidents.services.door import happened, locked_incident, web_address
from statements.load import LARGEST_AUDIENCE
from statements.models import (
    Approval,
    Audience,
    Channel,
    Language,
    Mention,
    Release,
    Statement,
    StatementKind,
    Wording,
)
from statements.reading import Reading
from statements.selectors.statement import ReadStatement, other_halves, statement_in
from statements.states import (
    State,
    approval_state,
    mention_state,
    release_state,
    statement_state,
    wording_state,
)

WRITE = "statements.write_statement"
APPROVE = "statements.approve_statement"
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
    _log(actor, "statement.drafted", statement, None, statement_state(statement))
    _word(actor, statement, 1, text)
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
    read = _locked_statement(actor, incident_id, statement_id, WRITE)
    statement = read.statement
    same_version(version, statement.version)
    plan = _checked(plan, statement.incident, itself=statement)
    before = statement_state(statement)
    for field, value in asdict(plan).items():
        setattr(statement, field, value)
    if statement_state(statement) == before:
        return statement
    statement.planned_by = actor.user
    statement.version += 1
    statement.save()
    _log(actor, "statement.changed", statement, before, statement_state(statement))
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
    read = _locked_statement(actor, incident_id, statement_id, WRITE)
    same_version(based_on, read.wording.number, "based_on")
    if text.strip() == read.wording.text:
        return read.wording
    return _word(actor, read.statement, read.wording.number + 1, text)


@transaction.atomic
def approve_statement(
    *, actor: Actor, incident_id: int, statement_id: int, digest: str
) -> Approval:
    """Stand behind exactly what a reader would read now, and whom it is for. Locks the incident.

    `digest` is that of what the actor saw. Logs `statement.approved` and has it signed.

    Raises:
        NotFound: no such statement in this incident.
        NotPermitted: the actor may not approve, wrote some of the words, or said what it is.
        Conflict: the words or a figure in them are others by now; it was released; the actor
            approved it already.
        DomainError: a figure it quotes is not there, or how many a mass message goes to is not said.
    """
    read = _locked_statement(actor, incident_id, statement_id, APPROVE)
    _check_seen(read, digest)
    _check_size_is_said(read.statement)
    if actor.user is None or actor.user.pk in read.authors:
        raise NotPermitted(_("Whoever wrote a statement cannot approve it."))
    if actor.user.pk in {each.approver_id for each in read.approvals}:
        raise Conflict(_("You approved this already."))
    approval = Approval.objects.create(
        wording=read.wording,
        approver=actor.user,
        digest=digest,
        words=read.resolved.words,
        figures=_frozen(read),
        terms=read.terms,
        as_communications=actor.user.has_perm(WRITE),
        approved_at=timezone.now(),
    )
    after = approval_state(approval)
    _log(actor, "statement.approved", read.statement, None, after, approval)
    sign_at_milestone()
    return approval


@transaction.atomic
def release_statement(
    *,
    actor: Actor,
    incident_id: int,
    statement_id: int,
    digest: str,
    recipients: str,
    spokesperson: str = "",
    urgent_reason: str = "",
    typed_size: int | None = None,
    released_at: datetime | None = None,
) -> Release:
    """Let the statement out: its words and figures are frozen. Locks the incident.

    `digest` is that of what the actor saw; nothing goes out twice. With `urgent_reason` one
    approval is enough, and a review is open until it is closed. A mass message is released by
    another than its authors, in haste too, who types once more how many it goes to; what was
    expected of it is frozen as well. `released_at` is when it went out, where that was before it is
    written down here; the log says when that was. Logs `statement.released` and has it signed.

    Raises:
        NotFound: no such statement in this incident.
        NotPermitted: the actor may not release, or is an author of a mass message.
        Conflict: the words or a figure in them are others by now, approvals are missing, or it
            was released already.
        DomainError: nobody it goes to, nobody who speaks an oral statement, another number typed
            than that of those a mass message goes to, or a moment that lies in the future.
    """
    read = _locked_statement(actor, incident_id, statement_id, WRITE)
    _check_seen(read, digest)
    statement = read.statement
    _check_second_person(actor, read)
    urgent_reason = line(Release, "urgent_reason", urgent_reason)
    if read.lacks and not (urgent_reason and read.approvals):
        raise Conflict(_lacking(read))
    _check_typed(statement, typed_size)
    happened(released_at, "released_at")
    recipients = said(recipients, _("Say to whom it goes."), "recipients")
    if statement.is_oral:
        said(spokesperson, _("Say by role who speaks it."), "spokesperson")
    release = Release.objects.create(
        statement=statement,
        wording=read.wording,
        words=read.resolved.words,
        figures=_frozen(read),
        mass=read.mass.as_data(statement.language) if read.mass else None,
        digest=digest,
        incident_status=statement.incident.status,
        recipients=line(Release, "recipients", recipients),
        spokesperson=line(Release, "spokesperson", spokesperson),
        urgent_reason=urgent_reason if read.lacks else "",
        released_by=actor.user,
        released_at=released_at or timezone.now(),
    )
    _log(actor, "statement.released", statement, None, release_state(release), release)
    sign_at_milestone()
    return release


@transaction.atomic
def review_release(*, actor: Actor, incident_id: int, statement_id: int, review: str) -> Release:
    """Close the review of an urgent release with what it found. Locks the incident.

    Logs `statement.reviewed`.

    Raises:
        NotFound: no such release in this incident.
        NotPermitted: the actor may not approve, wrote or released it.
        Conflict: it was not urgent, or is reviewed already.
        DomainError: nothing was found.
    """
    incident = locked_incident(actor, incident_id, APPROVE)
    read = _found(incident, statement_id)
    release = read.release
    if release is None or not release.urgent_reason:
        raise Conflict(_("This was not released in haste, so there is nothing to review."))
    if release.reviewed_at:
        raise Conflict(_("This release is reviewed already."))
    involved = {release.released_by_id, *read.authors}
    if actor.user is None or actor.user.pk in involved:
        raise NotPermitted(_("Whoever wrote or released a statement cannot review it."))
    before = release_state(release)
    release.review = said(review, _("Say what the review found."), "review")
    release.reviewed_by, release.reviewed_at = actor.user, timezone.now()
    release.save()
    _log(actor, "statement.reviewed", read.statement, before, release_state(release), release)
    return release


@transaction.atomic
def note_mention(
    *,
    actor: Actor,
    incident_id: int,
    statement_id: int,
    outlet: str,
    quote: str,
    link: str = "",
    printed_at: datetime | None = None,
) -> Mention:
    """Keep how somebody outside printed a statement. Locks the incident.

    Logs `statement.mentioned`.

    Raises:
        NotFound: no such statement in this incident.
        NotPermitted: the actor may not write statements.
        Conflict: it was not released yet.
        DomainError: no outlet or no words, an address that is none, or a moment that cannot be.
    """
    incident = locked_incident(actor, incident_id, WRITE)
    read = _found(incident, statement_id)
    if read.release is None:
        raise Conflict(_("This was not released yet, so nobody can have printed it."))
    happened(printed_at, "printed_at")
    where = _("Say who printed it.")
    mention = Mention.objects.create(
        release=read.release,
        outlet=titled(outlet, where, "outlet", longest(Mention, "outlet")),
        quote=said(quote, _("Give the words as they were printed."), "quote", LONGEST_TEXT),
        link=web_address(link, "link", longest(Mention, "link")) if link.strip() else "",
        printed_at=printed_at,
        noted_by=actor.user,
        noted_at=timezone.now(),
    )
    _log(actor, "statement.mentioned", read.statement, None, mention_state(mention), mention)
    return mention


def _checked(plan: Plan, incident: Incident, itself: Statement | None = None) -> Plan:
    chosen(plan.audience, Audience, "audience")
    chosen(plan.channel, Channel, "channel")
    chosen(plan.language, Language, "language")
    chosen(plan.kind, StatementKind, "kind")
    promised = plan.next_update_at
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


def _word(actor: Actor, statement: Statement, number: int, text: str) -> Wording:
    text = said(text, _("Write what it says."), "text", LONGEST_TEXT)
    _check_figures(text, statement)
    wording = Wording.objects.create(
        statement=statement,
        number=number,
        text=text,
        author=actor.user,
        written_at=timezone.now(),
    )
    _log(actor, "statement.worded", statement, None, wording_state(wording), wording)
    return wording


def _check_figures(text: str, statement: Statement) -> None:
    missing = Reading(text, figures_of(statement.incident), statement.language).missing
    if missing:
        raise DomainError(
            _("The record has no such figure: %(names)s. Choose one of those listed.")
            % {"names": ", ".join(missing)},
            field="text",
        )


def _check_seen(read: ReadStatement, digest: str) -> None:
    """Refuse to act on an unfinished text, or on other words or figures than the actor saw."""
    if read.reading.missing:
        raise DomainError(
            _("A figure it quotes is no longer in the record: %(names)s.")
            % {"names": ", ".join(read.reading.missing)},
            field="text",
        )
    if read.reading.blanks:
        raise DomainError(
            _("Something is still to be filled in: %(blanks)s.")
            % {"blanks": ", ".join(read.reading.blanks)},
            field="text",
        )
    if digest != read.digest:
        raise Conflict(
            _(
                "The words, a figure or whom it is for have changed since you read it. Read it again."
            ),
            field="digest",
        )


def _check_size_is_said(statement: Statement) -> None:
    if statement.is_mass and statement.audience_size is None:
        raise DomainError(
            _("It reaches a mass audience: say first how many it goes to."), field="audience_size"
        )


def _check_second_person(actor: Actor, read: ReadStatement) -> None:
    if read.needs_somebody_else(actor.user.pk if actor.user else None):
        raise NotPermitted(
            _("It reaches a mass audience: somebody else than its authors must release it.")
        )


def _check_typed(statement: Statement, typed: int | None) -> None:
    """A slip of the list is found by whoever knows how many they believe it goes to."""
    size = statement.audience_size
    if not statement.is_mass or size is None or typed == size:
        return
    language = get_language() or "en"
    if typed is None:
        raise DomainError(
            _("Type how many it goes to, as the system that sends it tells you."),
            field="typed_size",
        )
    raise DomainError(
        _(
            "You typed %(typed)s, but this goes to %(size)s. Find out which is right; it was not released."
        )
        % {"typed": exact_number(typed, language), "size": exact_number(size, language)},
        field="typed_size",
    )


def _frozen(read: ReadStatement) -> list[dict[str, Any]]:
    return [each.as_data() for each in read.resolved.quoted]


def _lacking(read: ReadStatement) -> str:
    if read.lacks_communications:
        return _("Somebody from communications must approve it first.")
    return _("%(count)s more must approve it first.") % {"count": read.lacks}


def _locked_statement(
    actor: Actor, incident_id: int, statement_id: int, permission: str
) -> ReadStatement:
    read = _found(locked_incident(actor, incident_id, permission), statement_id)
    if read.release:
        raise Conflict(_("This was released. Put it right with a correction."))
    return read


def _found(incident: Incident, statement_id: int) -> ReadStatement:
    read = statement_in(incident, statement_id)
    if read is None:
        raise NotFound(_("There is no such statement in this incident."))
    return read


def _log(
    actor: Actor,
    verb: str,
    statement: Statement,
    before: State | None,
    after: State,
    subject: Wording | Approval | Release | Mention | Statement | None = None,
) -> None:
    subject = subject or statement
    record(
        actor=actor,
        verb=verb,
        subject_type=subject._meta.model_name or "",  # noqa: SLF001 - Django's documented API
        subject_id=subject.pk,
        before=before,
        after=after,
        incident_id=statement.incident_id,
    )
