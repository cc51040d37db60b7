"""What a report is made of, gathered for whoever may see it."""

from collections.abc import Iterable, Iterator

from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import User
from audit.checkpoints import log_head
from incidents.models import ActionItem, Incident, Role, RoleHeld
from incidents.selectors.impact import ReadGroup, groups_of, relations_in
from incidents.selectors.imported_record import origin_of
from incidents.selectors.incident import neighbours_of, roles_in
from incidents.selectors.timeline_entry import ReadEntry, timeline_of, times_of
from postmortems.exports.names import Known
from postmortems.exports.people import PARTICIPANT, People
from postmortems.exports.record import Record
from postmortems.models import Postmortem

# What somebody who acted without a role in the incident is called, by the groups they are in.
# A commander by group who did not command this incident was one of its responders.
_BY_GROUP = {
    "communications": "communications",
    "approver": "approver",
    "auditor": "auditor",
    "commander": "responder",
    "responder": "responder",
    "administrator": "administrator",
}


def record_for(incident: Incident, postmortem: Postmortem, reader: User | None) -> Record:
    """Everything the report tells; linked incidents only where `reader` may know of them."""
    timeline = timeline_of(incident)
    roles = roles_in(incident)
    groups = groups_of(incident)
    actions = list(incident.actions.select_related("factor"))
    appearing = dict.fromkeys(_appearing(roles, groups, timeline, actions))
    return Record(
        incident=incident,
        postmortem=postmortem,
        sections=dict(postmortem.sections.values_list("key", "text")),
        timeline=timeline,
        times=times_of(incident, timeline),
        groups=groups,
        relations=relations_in(incident),
        factors=list(incident.factors.all()),
        actions=actions,
        roles=roles,
        neighbours=neighbours_of(incident, reader),
        people=People(_known([number for number in appearing if number], roles)),
        origin=origin_of(incident),
        log=log_head(),
        made_at=timezone.now(),
    )


def _appearing(
    roles: Iterable[RoleHeld],
    groups: Iterable[ReadGroup],
    timeline: Iterable[ReadEntry],
    actions: Iterable[ActionItem],
) -> Iterator[int | None]:
    """Who the report tells of, in the order it does."""
    yield from (held.person_id for held in roles)
    yield from (estimate.author_id for read in groups for estimate in read.estimates)
    yield from (entry.author_id for read in timeline for entry in (read.entry, *read.earlier))
    yield from (action.owner_id for action in actions)


def _known(appearing: list[int], roles: Iterable[RoleHeld]) -> list[Known]:
    """Everybody with an account, those who took part first."""
    people = {row[0]: row for row in User.objects.values_list("pk", "full_name", "email")}
    by_role = _roles_of(appearing, roles)
    order = [*appearing, *(number for number in people if number not in by_role)]
    return [
        Known(number, full_name, email, by_role.get(number))
        for number, full_name, email in map(people.__getitem__, order)
    ]


def _roles_of(appearing: list[int], roles: Iterable[RoleHeld]) -> dict[int, str]:
    """The weightiest role each of them held in the incident, else what their groups make them."""
    held: dict[int, set[str]] = {}
    for each in roles:
        held.setdefault(each.person_id, set()).add(each.role)
    groups: dict[int, set[str]] = {}
    rows = Group.objects.filter(user__in=appearing, name__in=_BY_GROUP).values_list("user", "name")
    for number, name in rows:
        groups.setdefault(number, set()).add(name)
    return {
        number: next(
            (role.value for role in Role if role in held.get(number, ())),
            next(
                (role for name, role in _BY_GROUP.items() if name in groups.get(number, ())),
                PARTICIPANT,
            ),
        )
        for number in appearing
    }
