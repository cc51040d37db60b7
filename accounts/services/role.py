"""What each role may do: an organisation composes its roles itself, and the log keeps how."""

from collections.abc import Sequence

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import MANAGE_PEOPLE
from accounts.roles import grantable
from accounts.selectors.person import somebody_manages_people
from accounts.selectors.role import full_name
from accounts.services.account import PEOPLE_TURN, must_be_managed
from accounts.states import State, role_state
from audit.actor import Actor, require
from audit.log import record
from core.checks import longest, reasoned, take_turns, titled
from core.errors import DomainError, NotFound


@transaction.atomic
def add_role(*, actor: Actor, name: str, permissions: Sequence[str]) -> Group:
    """Make a role of the organisation's own; it can also be what a restricted incident names.

    Logs `role.added`.

    Raises:
        NotPermitted: the actor may not manage people.
        DomainError: no name, a name already used, or no such permission.
    """
    take_turns(PEOPLE_TURN)
    require(actor, MANAGE_PEOPLE)
    name = titled(name, _("Name the role."), "name", longest(Group, "name"))
    if Group.objects.filter(name__iexact=name).exists():
        raise DomainError(_("There is a role of that name."), field="name")
    rows = _permissions_named(permissions)
    role = Group.objects.create(name=name)
    role.permissions.set(rows)
    _log(actor, "role.added", role, None)
    return role


@transaction.atomic
def recompose_role(*, actor: Actor, role_id: int, permissions: Sequence[str], reason: str) -> Group:
    """Say anew what whoever holds the role may do.

    Logs `role.recomposed`, or nothing when nothing differs.

    Raises:
        NotPermitted: the actor may not manage people.
        NotFound: no such role.
        DomainError: no reason, no such permission, or nobody would be left who manages people.
    """
    take_turns(PEOPLE_TURN)
    require(actor, MANAGE_PEOPLE)
    role = Group.objects.filter(pk=role_id).first()
    if role is None:
        raise NotFound(_("There is no such role."))
    reason = reasoned(reason, _("Say why the role is changed."))
    rows = _permissions_named(permissions)
    before = role_state(role)
    were_managed = somebody_manages_people()
    role.permissions.set(rows)
    if role_state(role) == before:
        return role
    if were_managed:
        must_be_managed()
    _log(actor, "role.recomposed", role, before, reason)
    return role


def _permissions_named(names: Sequence[str]) -> list[Permission]:
    if unknown := sorted(set(names) - set(grantable())):
        raise DomainError(
            _("There is no permission called %(names)s.") % {"names": ", ".join(unknown)},
            field="permissions",
        )
    rows = Permission.objects.select_related("content_type").filter(
        codename__in=[name.split(".")[1] for name in names]
    )
    return [row for row in rows if full_name(row) in names]


def _log(actor: Actor, verb: str, role: Group, before: State | None, reason: str = "") -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="role",
        subject_id=role.pk,
        before=before,
        after=role_state(role),
        reason=reason,
    )
