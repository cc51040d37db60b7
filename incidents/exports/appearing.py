"""By which role everybody appears in a document about an incident."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from django.contrib.auth.models import Group

from accounts.models import User
from audit.models import LogEntry
from audit.subjects import subject_of
from incidents.exports.names import Known
from incidents.exports.people import PARTICIPANT, People
from incidents.models import Incident, NamedKind, Role, RoleHeld

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


def people_by_role(
    incident: Incident, appearing: Iterable[int | None], roles: Iterable[RoleHeld]
) -> People:
    """Everybody by role: those the log of the incident tells of, those who appear, outsiders.

    Those of the log come in the order it first told of them, and those who held one role in the
    order they were given it, which nothing changes: "responder 2" stays responder 2 whoever joins
    or leaves later. Everybody else with an account is known.
    """
    roles = list(roles)
    took_part = [number for number in dict.fromkeys([*_told_of(incident), *appearing]) if number]
    people = {row[0]: row for row in User.objects.values_list("pk", "full_name", "email")}
    by_role = _roles_of(took_part, roles)
    given = _given(roles)
    took_part.sort(key=lambda number: given.get((number, by_role[number]), 0))
    order = [*took_part, *(number for number in people if number not in by_role)]
    known = [
        Known(number, full_name, email, by_role.get(number))
        for number, full_name, email in map(people.__getitem__, order)
    ]
    return People([*known, *dict.fromkeys(_under_earlier_names(known)), *_outsiders(incident)])


def _under_earlier_names(known: Iterable[Known]) -> Iterator[Known]:
    """Those whose name or address was another before: older texts know them by it."""
    now = {person.number: person for person in known}
    changes = LogEntry.objects.filter(verb="account.changed", payload__isnull=False)
    for number, body in changes.values_list("subject_id", "payload__body"):
        before = json.loads(bytes(body))["before"]
        if person := now.get(int(number)):
            earlier = replace(person, full_name=before["full_name"], email=before["email"])
            if earlier != person:
                yield earlier


def _outsiders(incident: Incident) -> Iterator[Known]:
    """Those whom somebody named as persons without an account; their numbers are no account's."""
    decided = incident.names.filter(taken_back_at=None).exclude(kind=NamedKind.NOBODY)
    for each in decided:
        is_email = "@" in each.name.lstrip("@")
        name, email = ("", each.name) if is_email else (each.name.lstrip("@"), "")
        yield Known(-each.pk, name, email, each.kind, is_certain=True)


def _told_of(incident: Incident) -> Iterator[int]:
    """The people in the log of the incident: whose words, roles, work and approvals it holds."""
    entries = LogEntry.objects.filter(incident_id=incident.pk, payload__isnull=False)
    rows = entries.exclude(verb__endswith=".exported").order_by("index")
    for kind, body in rows.values_list("subject_type", "payload__body"):
        if people := _columns_of_people(kind):
            after = json.loads(bytes(body)).get("after") or {}
            yield from (after[name] for name in people if isinstance(after.get(name), int))


@cache
def _columns_of_people(kind: str) -> tuple[str, ...]:
    subject = subject_of(kind)
    if subject is None:
        return ()
    return tuple(
        name
        for name in subject.order
        if getattr(subject.field(name).remote_field, "model", None) is User
    )


def _given(roles: Iterable[RoleHeld]) -> dict[tuple[int, str], int]:
    """Which of the roles given in the incident was the first of a person to be that role."""
    latest_first = sorted(roles, key=lambda held: held.pk, reverse=True)
    return {(held.person_id, held.role): held.pk for held in latest_first}


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
