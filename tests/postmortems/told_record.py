"""An incident with something in every place a report has, kept through the services."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.contrib.auth.models import Group as RoleGroup

from accounts.models import User
from audit.actor import Actor, system
from incidents.models import Incident
from incidents.services.action_item import Plan, add_action, check_action, complete_action
from incidents.services.contributing_factor import Condition, add_factor, withdraw_factor
from incidents.services.impact import Estimate, Group, add_group, relate_groups, revise_estimate
from incidents.services.incident import change_incident, declare_incident
from incidents.services.link import link_incidents
from incidents.services.role import assign_role, hand_over_role
from incidents.services.service import add_service
from incidents.services.timeline_entry import (
    EntryContent,
    add_entry,
    correct_entry,
    retract_entry,
)
from postmortems.models import SectionKey
from postmortems.services.postmortem import start_postmortem
from postmortems.services.section import write_section
from tests.full_record import THREE

MINUTE = timedelta(minutes=1)


@dataclass
class Told:
    """The incident and the people in it."""

    incident: Incident
    commander: Actor
    responder: Actor


def account(role: str, full_name: str, email: str) -> User:
    user = User.objects.create_user(email, full_name=full_name)
    user.groups.add(RoleGroup.objects.get(name=role))
    return user


def tell(say=lambda place: f"words of the {place}", url: str = "https://x.example/") -> Told:
    """Keep the record; `say` gives the words that are typed in each place."""
    commander = Actor(account("commander", "Kirsten Overby", "ko@example.org"), "web")
    responder = Actor(account("responder", "Rasmus Toftegaard", "rt@example.org"), "web")
    incident = declare_incident(
        actor=commander,
        title=say("title"),
        summary=say("incident summary"),
        services=[add_service(actor=system(), name=say("service"))],
    )
    told = Told(incident, commander, responder)
    on = {"actor": commander, "incident_id": incident.pk}
    change_incident(**on, version=1, changes={"malice": "no", "malice_basis": say("malice basis")})
    held = assign_role(**on, role="commander", person=responder.user)
    hand_over_role(**on, role_held_id=held.pk, to=commander.user, note=say("note"))
    other = declare_incident(actor=commander, title=say("other title"))
    link_incidents(**on, target_id=other.pk, kind="triggered")
    _timeline(told, say, url)
    _impact(on, say)
    _follow_up(on, told, say, url)
    start_postmortem(**on)
    for key in SectionKey:
        if key != SectionKey.LESSONS:
            write_section(**on, key=key, version=0, text=say(f"section {key}"))
    return told


def entry(say, place: str, moment: datetime | None, **more) -> EntryContent:
    return EntryContent(text=say(place), occurred_at=moment, **more)


def _timeline(told: Told, say, url: str) -> None:
    on = {"actor": told.responder, "incident_id": told.incident.pk}
    add_entry(**on, content=entry(say, "cause", THREE, precision="day", milestone="cause_began"))
    add_entry(
        **on,
        content=entry(say, "start", THREE, milestone="impact_started", evidence_links=(url,)),
    )
    add_entry(
        **on,
        content=entry(say, "detection", THREE, precision="hour", milestone="detected"),
    )
    # Told to lie before the start: a contradiction that the report must show.
    add_entry(**on, content=entry(say, "mitigation", THREE - 9 * MINUTE, milestone="mitigated"))
    add_entry(**on, content=entry(say, "no time", None, precision="unknown", kind="note"))
    wrong = entry(say, "wrong entry", THREE + MINUTE, kind="decision")
    once = add_entry(**on, content=wrong)
    correct_entry(
        **on,
        entry_id=once.pk,
        content=replace(wrong, text=say("right entry")),
        reason=say("reason of the correction"),
    )
    rumour = add_entry(**on, content=entry(say, "rumour", THREE + 2 * MINUTE))
    retract_entry(**on, entry_id=rumour.pk, reason=say("reason of the retraction"))


def _impact(on, say) -> None:
    whole = Group(
        name=say("group"),
        definition=say("definition"),
        population=4_021_118,
        population_source=say("population source"),
        population_as_of=THREE,
    )
    all_of_them = add_group(**on, value=whole)
    guess = Estimate(
        low=1_500_000,
        best=1_587_432,
        high=1_700_000,
        as_of=THREE,
        source=say("source"),
        method=say("method"),
    )
    unknown = Estimate(low=None, best=None, high=None, as_of=THREE, source=say("first source"))
    revise_estimate(**on, group_id=all_of_them.pk, based_on=0, value=unknown)
    revise_estimate(
        **on, group_id=all_of_them.pk, based_on=1, value=guess, reason=say("reason of the revision")
    )
    within = add_group(**on, value=replace(whole, name=say("second group")))
    one = Estimate(low=1, best=1, high=1, as_of=THREE, source=say("count"), is_actual=True)
    revise_estimate(**on, group_id=within.pk, based_on=0, value=one)
    relate_groups(**on, first_id=within.pk, second_id=all_of_them.pk, relation="nested")
    apart = add_group(**on, value=replace(whole, name=say("third group")))
    relate_groups(**on, first_id=apart.pk, second_id=within.pk, relation="disjoint")


def _follow_up(on, told: Told, say, url: str) -> None:
    factor = add_factor(**on, condition=Condition(say("factor"), "process"))
    mistaken = add_factor(**on, condition=Condition(say("withdrawn factor")))
    withdraw_factor(**on, factor_id=mistaken.pk, version=1, reason=say("reason of the withdrawal"))
    plan = Plan(
        title=say("action"),
        owner=told.responder.user,
        due_on=THREE.date(),
        factor_id=factor.pk,
        tracker_url=url,
    )
    done = add_action(**on, plan=plan)
    complete_action(**on, action_id=done.pk, evidence=say("evidence"))
    check_action(**on, action_id=done.pk, worked=False, basis=say("basis"))
    add_action(**on, plan=replace(plan, title=say("open action"), owner=None, due_on=None))
