"""Who leads, who speaks, who writes: taking a role, laying it down, handing it over.

Whoever is given a role by somebody else says that they have it; until then the room knows that it
is not sure. What is written down later, or taken over from elsewhere, is past waiting for.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from audit.actor import Actor, require
from audit.log import record
from core.checks import LONGEST_REASON, chosen, words
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from incidents.models import Incident, Role, RoleHeld
from incidents.selectors.log import recorded_since
from incidents.services.door import KEEP_RECORD, LEAD_INCIDENT, happened, locked_incident
from incidents.services.timeline_entry import EntryContent, add_entry
from incidents.states import State, role_state


@transaction.atomic
def assign_role(
    *, actor: Actor, incident_id: int, role: str, person: User, since: datetime | None = None
) -> RoleHeld:
    """Give somebody a role nobody holds; experts may be several. Locks the incident.

    `since` is when they took it, where that is written down later. Logs `role.assigned`.

    Raises:
        Conflict: somebody holds the role: hand it over instead.
        DomainError: the person may not see the incident or sign in, no such role, or a moment
            that cannot be.
    """
    incident = locked_incident(actor, incident_id, LEAD_INCIDENT)
    chosen(role, Role, "role")
    _may_know(person, incident, "person")
    holders = incident.roles_held.filter(role=role, held_until=None)
    if role == Role.EXPERT:
        holders = holders.filter(person=person)
    if holders.exists():
        raise Conflict(_("Somebody holds this role. Hand it over instead."), field="role")
    happened(since, "since")
    held = RoleHeld(incident=incident, role=role, person=person)
    _begin(actor, held, since or timezone.now(), is_past=since is not None)
    _log(actor, "role.assigned", held, None, "")
    return held


@transaction.atomic
def hand_over_role(
    *,
    actor: Actor,
    incident_id: int,
    role_held_id: int,
    to: User,
    note: str = "",
    unsaid: str = "",
    since: datetime | None = None,
    seen: int | None = None,
) -> RoleHeld:
    """Pass a role on: one ends and the other begins at the same moment. Locks the incident.

    `since` is that moment, where the hand-over is written down later.
    Whoever keeps the record may hand over the role they hold; whoever leads, any role.
    `note` is what the next person must know: the log keeps it, and may have to forget it.
    `unsaid`, what was not written down yet, becomes an entry of the timeline with it.
    `seen` is the log's newest entry as somebody read what is open.
    Logs `role.ended` for the one and `role.handed_over` for the other, and `timeline.added` for it.

    Raises:
        Conflict: the role was laid down or handed over in the meantime, or others recorded
            something after `seen`.
        DomainError: to somebody who holds it already, or may not see the incident or sign in;
            before it was taken, or a moment that cannot be.
    """
    incident, held = _locked_role(actor, incident_id, role_held_id)
    _may_end(actor, held)
    _may_know(to, incident, "to")
    if incident.roles_held.filter(role=held.role, person=to, held_until=None).exists():
        raise DomainError(_("This person holds the role already."), field="to")
    note = words(note, "note", LONGEST_REASON)
    happened(since, "since")
    if since and since < held.held_from:
        raise DomainError(_("The role was taken later than that."), field="since")
    _still_as_read(incident, seen, actor)
    before = role_state(held)
    begun = RoleHeld(incident=incident, role=held.role, person=to)
    _begin(actor, begun, _end(held, since), is_past=since is not None)
    _log(actor, "role.ended", held, before, note)
    _log(actor, "role.handed_over", begun, None, note)
    if unsaid.strip():
        content = EntryContent(unsaid, begun.held_from)
        add_entry(actor=actor, incident_id=incident.pk, content=content)
    return begun


@transaction.atomic
def confirm_role(*, actor: Actor, incident_id: int, role_held_id: int) -> RoleHeld:
    """Say that one has the role one was given. Locks the incident.

    Logs `role.confirmed`, or nothing when it was said already.

    Raises:
        NotPermitted: somebody else was given it.
        Conflict: the role was laid down or handed over in the meantime.
    """
    _incident, held = _locked_role(actor, incident_id, role_held_id)
    if actor.user is None or held.person_id != actor.user.pk:
        raise NotPermitted(_("Only who was given the role can say that they have it."))
    _still_held(held)
    if held.confirmed_at:
        return held
    before = role_state(held)
    held.confirmed_at = max(timezone.now(), held.held_from)
    held.save()
    _log(actor, "role.confirmed", held, before, "")
    return held


@transaction.atomic
def end_role(*, actor: Actor, incident_id: int, role_held_id: int, note: str = "") -> RoleHeld:
    """Lay a role down without a successor. Locks the incident. Logs `role.ended`.

    Raises:
        Conflict: the role was laid down or handed over in the meantime.
    """
    _incident, held = _locked_role(actor, incident_id, role_held_id)
    _may_end(actor, held)
    note = words(note, "note", LONGEST_REASON)
    before = role_state(held)
    _end(held)
    _log(actor, "role.ended", held, before, note)
    return held


def _locked_role(actor: Actor, incident_id: int, role_held_id: int) -> tuple[Incident, RoleHeld]:
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    held = incident.roles_held.filter(pk=role_held_id).first()
    if held is None:
        raise NotFound(_("There is no such role in this incident."))
    return incident, held


def _may_end(actor: Actor, held: RoleHeld) -> None:
    if not (actor.user and held.person_id == actor.user.pk):
        require(actor, LEAD_INCIDENT)
    _still_held(held)


def _still_held(held: RoleHeld) -> None:
    if held.held_until:
        raise Conflict(_("This role was laid down or handed over in the meantime."), field="role")


def _still_as_read(incident: Incident, seen: int | None, actor: Actor) -> None:
    if seen is None or actor.user is None:
        return
    if count := recorded_since(incident, seen, actor.user):
        raise Conflict(
            ngettext(
                "Meanwhile others recorded %(count)s thing. Look at what is open now, then hand over.",
                "Meanwhile others recorded %(count)s things. Look at what is open now, then hand over.",
                count,
            )
            % {"count": count}
        )


def _may_know(person: User, incident: Incident, field: str) -> None:
    if not Incident.objects.visible_to(person).filter(pk=incident.pk).exists():
        raise DomainError(_("This person may not see the incident."), field=field)


def _begin(actor: Actor, held: RoleHeld, moment: datetime, *, is_past: bool) -> None:
    held.held_from = moment
    is_given = actor.user is not None and actor.user != held.person
    held.confirmed_at = None if is_given and not is_past else moment
    held.save()


def _end(held: RoleHeld, moment: datetime | None = None) -> datetime:
    # Never before it began, even when the clock was set back in between.
    held.held_until = moment or max(timezone.now(), held.held_from)
    held.save()
    return held.held_until


def _log(actor: Actor, verb: str, held: RoleHeld, before: State | None, note: str) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="role_held",
        subject_id=held.pk,
        before=before,
        after=role_state(held),
        incident_id=held.incident_id,
        reason=note,
    )
