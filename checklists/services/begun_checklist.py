"""Going through a checklist in an incident: begun, ticked step by step, set aside.

A step that is ticked is an entry of the timeline; taking that entry back unticks it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from checklists.models import BegunChecklist, Checklist
from checklists.selectors.begun_checklist import ACT, DOES_NOT_APPLY, DONE, settling
from checklists.states import State, begun_state
from checklists.steps import Step, as_read
from core.checks import reasoned
from core.errors import Conflict, NotFound
from core.formats import format_moment
from incidents.models import Incident, Kind, TimelineEntry
from incidents.services.door import KEEP_RECORD, happened, locked_incident
from incidents.services.timeline_entry import EntryContent, add_to


@transaction.atomic
def begin_checklist(
    *,
    actor: Actor,
    incident_id: int,
    slug: str,
    version: int,
    since: datetime | None = None,
) -> BegunChecklist:
    """Begin to go through a checklist, in the version that was seen. Locks the incident.

    One that is gone through already is returned as it is. `since` is when it was begun, where
    that is written down later.
    Logs `checklist.begun`, or nothing when nothing differs.

    Raises:
        NotFound: no such incident or checklist, or not for this actor.
        NotPermitted: the actor may not keep the record.
        Conflict: the checklist was changed or withdrawn since, or an earlier version of it is gone
            through in this incident.
        DomainError: a moment that cannot be.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    checklist = Checklist.objects.newest().filter(slug=slug).first()
    if checklist is None:
        raise NotFound(_("There is no such checklist."))
    running = incident.checklists.filter(checklist__slug=slug, set_aside_at=None).first()
    if running and running.checklist_id == checklist.pk:
        return running
    if running:
        raise Conflict(_("An earlier version of it is gone through here. Set that aside first."))
    if checklist.withdrawn_at:
        raise Conflict(_("This checklist was withdrawn."))
    if checklist.version != version:
        raise Conflict(_("This checklist was changed meanwhile. Look at it once more."))
    happened(since, "since")
    begun = BegunChecklist(
        incident=incident,
        checklist=checklist,
        begun_by=actor.user,
        begun_at=since or timezone.now(),
    )
    begun.save()
    _log(actor, "checklist.begun", begun, None)
    return begun


@transaction.atomic
def tick_step(
    *,
    actor: Actor,
    incident_id: int,
    begun_id: int,
    step: int,
    done_at: datetime | None = None,
) -> TimelineEntry:
    """Say that a step is done; the entry that says so is the tick. Locks the incident.

    Ticked once more by the same person it is the same entry. `done_at` is when it was done, where
    that is written down later.
    Logs `timeline.added`, or nothing when nothing differs.

    Raises:
        NotFound: no such incident, checklist or step, or not for this actor.
        NotPermitted: the actor may not keep the record.
        Conflict: somebody else settled it meanwhile, or the checklist was set aside.
        DomainError: a moment that cannot be.
    """
    return _settle(actor, incident_id, begun_id, _Settling(step, DONE, done_at))


@transaction.atomic
def leave_step_out(
    *,
    actor: Actor,
    incident_id: int,
    begun_id: int,
    step: int,
    why: str,
    done_at: datetime | None = None,
) -> TimelineEntry:
    """Say that a step does not apply, and why; that is an entry too. Locks the incident.

    Logs `timeline.added`, or nothing when nothing differs.

    Raises:
        NotFound, NotPermitted, Conflict: see `tick_step`.
        DomainError: no reason, or a moment that cannot be.
    """
    reason = reasoned(why, _("Say why the step does not apply."))
    return _settle(actor, incident_id, begun_id, _Settling(step, DOES_NOT_APPLY, done_at, reason))


@transaction.atomic
def set_checklist_aside(
    *, actor: Actor, incident_id: int, begun_id: int, reason: str
) -> BegunChecklist:
    """Go through it no longer; what was ticked stays in the timeline.

    Locks the incident. Logs `checklist.set_aside`.

    Raises:
        NotFound, NotPermitted: see `tick_step`.
        Conflict: it was set aside already.
        DomainError: no reason.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    begun = _running(incident, begun_id)
    before = begun_state(begun)
    begun.set_aside_reason = reasoned(reason, _("Say why it is set aside."))
    begun.set_aside_at = timezone.now()
    begun.save()
    _log(actor, "checklist.set_aside", begun, before, begun.set_aside_reason)
    return begun


@dataclass(frozen=True, slots=True)
class _Settling:
    """Which step, what became of it, when, and why."""

    step: int
    outcome: str
    at: datetime | None = None
    reason: str = ""


def _settle(actor: Actor, incident_id: int, begun_id: int, said: _Settling) -> TimelineEntry:
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    begun = _running(incident, begun_id)
    steps = as_read(begun.checklist.steps)
    if not 1 <= said.step <= len(steps):
        raise NotFound(_("There is no such step."))
    if settled := settling(incident, begun).get(said.step):
        is_own = settled.author_id == getattr(actor.user, "pk", None)
        if is_own and _outcome(settled) == said.outcome:
            return settled
        raise _settled_already(settled)
    content = EntryContent(
        _words(begun.checklist, steps[said.step - 1], said),
        said.at or timezone.now(),
        kind=Kind.ACTION if said.outcome == DONE else Kind.DECISION,
    )
    did = {"act": ACT, "begun": begun.pk, "step": said.step, "outcome": said.outcome}
    return add_to(incident, actor, [content], did)[0]


def _words(checklist: Checklist, step: Step, said: _Settling) -> str:
    """What the timeline says, in the language of the checklist."""
    with translation.override(checklist.language):
        if said.outcome == DONE:
            told = _("Checklist %(name)s: %(step)s")
        else:
            told = _("Checklist %(name)s, does not apply: %(step)s. Reason: %(reason)s")
        return told % {"name": checklist.name, "step": step.words, "reason": said.reason}


def _outcome(entry: TimelineEntry) -> str:
    return str((entry.did or {}).get("outcome"))


def _settled_already(entry: TimelineEntry) -> Conflict:
    told = {
        "person": entry.author or "Havari",
        "at": format_moment(
            entry.recorded_at,
            "minute",
            translation.get_language() or "en",
            timezone.get_current_timezone(),
        ),
    }
    if _outcome(entry) == DONE:
        return Conflict(_("%(person)s ticked this step already, %(at)s.") % told, field="step")
    return Conflict(
        _("%(person)s said already that this step does not apply, %(at)s.") % told, field="step"
    )


def _running(incident: Incident, begun_id: int) -> BegunChecklist:
    begun = incident.checklists.select_related("checklist").filter(pk=begun_id).first()
    if begun is None:
        raise NotFound(_("There is no such checklist in this incident."))
    if begun.set_aside_at:
        raise Conflict(_("This checklist was set aside."))
    return begun


def _log(
    actor: Actor, verb: str, begun: BegunChecklist, before: State | None, reason: str = ""
) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="begun_checklist",
        subject_id=begun.pk,
        before=before,
        after=begun_state(begun),
        incident_id=begun.incident_id,
        reason=reason,
    )
