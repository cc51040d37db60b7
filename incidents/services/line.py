"""Carrying out a line of the entry box: what it says is written down and what it asks is done.

One act: the entry and what is done with it stand together, or neither does. Undoing takes the entry
back and sets what was done to what it was, unless somebody has changed it since.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actor import Actor
from core.checks import reasoned
from core.errors import Conflict, NotFound
from incidents.lines.commands import Count, GiveRole, PlanWork, SetSeverity, SetStatus
from incidents.lines.moments import Stamped
from incidents.models import Incident, RoleHeld, TimelineEntry
from incidents.selectors.line import Understood, understood
from incidents.services.action_item import Plan, add_action, withdraw_action
from incidents.services.door import KEEP_RECORD, locked_incident
from incidents.services.impact import Estimate, Group, add_group, revise_estimate
from incidents.services.incident import change_incident
from incidents.services.role import assign_role, end_role, hand_over_role
from incidents.services.timeline_entry import (
    Did,
    EntryContent,
    add_to,
    retract_entry,
)

# The version of an action that nobody has touched since it was planned.
AS_PLANNED = 1


class NotYetShown(Conflict):
    """What the line means was not shown before, or it means something else by now."""

    def __init__(self, meant: Understood) -> None:
        super().__init__(_("Look at what this does, then send it again."), field="text")
        self.meant = meant


@transaction.atomic
def write_line(
    *, actor: Actor, incident_id: int, said: EntryContent, now: datetime, shown: str = ""
) -> list[TimelineEntry]:
    """Write down what a line says, at the time it names or `now`, and do what it asks.

    `said` is the line with its kind, milestone and evidence; its own moment does not count. A command, or several entries at once, is carried out only if `shown` is the mark of what it
    means: somebody saw that before. Locks the incident. Logs `timeline.added` for each entry, and
    what each thing that is done logs.

    Raises:
        NotYetShown: it waits for somebody to have seen what it does.
        DomainError: it cannot be understood (see `understood`), or what it asks is refused.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    meant = understood(incident, said.text, actor, now)
    if meant.waits and meant.mark != shown:
        raise NotYetShown(meant)
    did = _carry_out(actor, incident, meant) if meant.command else None
    contents = [_content(entry, meant, said) for entry in meant.entries]
    return add_to(incident, actor, contents, did)


def _content(entry: Stamped, meant: Understood, said: EntryContent) -> EntryContent:
    kind = meant.kind if meant.command else said.kind
    written = EntryContent(entry.text, entry.moment, entry.precision, kind)
    if len(meant.entries) > 1:
        return written
    return replace(written, milestone=said.milestone, evidence_links=said.evidence_links)


def _carry_out(actor: Actor, incident: Incident, meant: Understood) -> Did:
    do = _ACTS[type(meant.command)]
    return do(actor, incident, meant)


def _set_status(actor: Actor, incident: Incident, meant: Understood) -> Did:
    asked = cast(SetStatus, meant.command)
    return _change(actor, incident, "status", asked.status, asked.words)


def _set_severity(actor: Actor, incident: Incident, meant: Understood) -> Did:
    asked = cast(SetSeverity, meant.command)
    return _change(actor, incident, "severity", asked.severity, asked.words)


def _change(actor: Actor, incident: Incident, field: str, value: str, reason: str) -> Did:
    before = getattr(incident, field)
    change_incident(
        actor=actor,
        incident_id=incident.pk,
        version=incident.version,
        changes={field: value},
        reason=reason[:300],
    )
    return {"act": field, "before": before, "after": value}


def _give_role(actor: Actor, incident: Incident, meant: Understood) -> Did:
    asked, person = cast(GiveRole, meant.command), cast(User, meant.person)
    holder = incident.roles_held.filter(role=asked.role, held_until=None).first()
    if holder and asked.role != "expert":
        held = hand_over_role(
            actor=actor, incident_id=incident.pk, role_held_id=holder.pk, to=person
        )
        return {"act": "role", "before": holder.person_id, "after": held.pk}
    held = assign_role(actor=actor, incident_id=incident.pk, role=asked.role, person=person)
    return {"act": "role", "before": None, "after": held.pk}


def _count(actor: Actor, incident: Incident, meant: Understood) -> Did:
    asked = cast(Count, meant.command)
    name = asked.group[:1].upper() + asked.group[1:]
    group = meant.group or add_group(actor=actor, incident_id=incident.pk, value=Group(name=name))
    before = group.estimates.order_by("-revision").first()
    estimate = revise_estimate(
        actor=actor,
        incident_id=incident.pk,
        group_id=group.pk,
        based_on=before.revision if before else 0,
        value=Estimate(
            asked.low, asked.best, asked.high, meant.entries[0].moment, _("Told in the room")
        ),
        reason=_("Told in the room"),
    )
    return {"act": "impact", "before": before.pk if before else None, "after": estimate.pk}


def _plan_work(actor: Actor, incident: Incident, meant: Understood) -> Did:
    asked = cast(PlanWork, meant.command)
    plan = Plan(title=asked.title, owner=meant.person, due_on=asked.due_on)
    action = add_action(actor=actor, incident_id=incident.pk, plan=plan)
    return {"act": "action", "before": None, "after": action.pk}


_ACTS: dict[type, Callable[[Actor, Incident, Understood], Did]] = {
    SetStatus: _set_status,
    SetSeverity: _set_severity,
    GiveRole: _give_role,
    Count: _count,
    PlanWork: _plan_work,
}


@transaction.atomic
def undo_line(*, actor: Actor, incident_id: int, entry_id: int, reason: str) -> TimelineEntry:
    """Take back an entry and what was done with it; both stay readable.

    Locks the incident. Logs `timeline.retracted`, and what setting things back logs.

    Raises:
        NotFound: there is no such entry, or nothing was done with it.
        Conflict: somebody has changed since what was done; then nothing is undone.
        DomainError: no reason.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    reason = reasoned(reason, _("Say why the entry is replaced."))
    entry = incident.timeline.filter(pk=entry_id).first()
    if entry is None or not entry.did:
        raise NotFound(_("There is nothing to undo."))
    undone = retract_entry(actor=actor, incident_id=incident_id, entry_id=entry_id, reason=reason)
    _UNDO[entry.did["act"]](actor, incident, entry.did, reason)
    return undone


def _changed_since() -> Conflict:
    return Conflict(_("Somebody has changed this since. Nothing was undone."))


def _change_back(actor: Actor, incident: Incident, did: Did, reason: str) -> None:
    field = did["act"]
    if getattr(incident, field) != did["after"]:
        raise _changed_since()
    change_incident(
        actor=actor,
        incident_id=incident.pk,
        version=incident.version,
        changes={field: did["before"]},
        reason=reason,
    )


def _hand_back(actor: Actor, incident: Incident, did: Did, reason: str) -> None:
    held = RoleHeld.objects.filter(pk=did["after"], held_until=None).first()
    if held is None:
        raise _changed_since()
    if did["before"] is None:
        end_role(actor=actor, incident_id=incident.pk, role_held_id=held.pk, note=reason)
        return
    hand_over_role(
        actor=actor,
        incident_id=incident.pk,
        role_held_id=held.pk,
        to=User.objects.get(pk=did["before"]),
        note=reason,
    )


def _believe_again(actor: Actor, incident: Incident, did: Did, reason: str) -> None:
    estimates = {
        each.pk: each for group in incident.impact_groups.all() for each in group.estimates.all()
    }
    made, before = estimates[did["after"]], estimates.get(did["before"])
    latest = made.group.estimates.order_by("-revision").first()
    if latest != made:
        raise _changed_since()
    earlier: dict[str, Any] = {"low": None, "best": None, "high": None}
    earlier |= {"as_of": made.as_of, "source": made.source}
    if before:
        names = ("low", "best", "high", "as_of", "source", "method", "is_actual")
        earlier = {name: getattr(before, name) for name in names}
    revise_estimate(
        actor=actor,
        incident_id=incident.pk,
        group_id=made.group_id,
        based_on=made.revision,
        value=Estimate(**earlier),
        reason=reason,
    )


def _withdraw_work(actor: Actor, incident: Incident, did: Did, reason: str) -> None:
    try:
        withdraw_action(
            actor=actor,
            incident_id=incident.pk,
            action_id=did["after"],
            reason=reason,
            version=AS_PLANNED,
        )
    except Conflict as conflict:
        raise _changed_since() from conflict


_UNDO: dict[str, Callable[[Actor, Incident, Did, str], None]] = {
    "status": _change_back,
    "severity": _change_back,
    "role": _hand_back,
    "impact": _believe_again,
    "action": _withdraw_work,
}


def undone_with_its_entry(act: str) -> None:
    """Say that an act of an app above is nothing but its entry: taken back, it is undone."""
    _UNDO[act] = lambda *_: None
