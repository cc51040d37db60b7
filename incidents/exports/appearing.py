"""By which role everybody appears in a document about an incident."""

from collections.abc import Iterable

from django.contrib.auth.models import Group

from accounts.models import User
from incidents.exports.names import Known
from incidents.exports.people import PARTICIPANT, People
from incidents.models import Role, RoleHeld

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


def people_by_role(appearing: Iterable[int | None], roles: Iterable[RoleHeld]) -> People:
    """Those who appear, in the order they do, by role; everybody else with an account is known."""
    took_part = [number for number in dict.fromkeys(appearing) if number]
    people = {row[0]: row for row in User.objects.values_list("pk", "full_name", "email")}
    by_role = _roles_of(took_part, roles)
    order = [*took_part, *(number for number in people if number not in by_role)]
    return People(
        Known(number, full_name, email, by_role.get(number))
        for number, full_name, email in map(people.__getitem__, order)
    )


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
