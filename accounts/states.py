"""What people, roles and keys hold, exactly as the log keeps it. No secret is among it."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import Group

from accounts.models import ApiToken, User
from accounts.roles import ROLES, made_with
from accounts.selectors.role import full_name
from audit.subjects import register

State = dict[str, Any]


def register_subjects() -> None:
    """Name what says who may do what to the log."""
    register(
        "account",
        lambda: User.objects.prefetch_related("groups", "user_permissions__content_type"),
        account_state,
    )
    register(
        "role",
        lambda: Group.objects.prefetch_related("permissions__content_type"),
        role_state,
        roles_as_made,
    )
    register("api_token", ApiToken.objects.all, token_state)


def account_state(person: User) -> State:
    """Who it is and what they may do. The password is no part of it, nor a trace of it."""
    return {
        "full_name": person.full_name,
        "email": person.email,
        "language": person.language,
        "time_zone": person.time_zone,
        "is_active": person.is_active,
        "is_superuser": person.is_superuser,
        "date_joined": person.date_joined,
        "groups": sorted(group.name for group in person.groups.all()),
        "user_permissions": sorted(full_name(each) for each in person.user_permissions.all()),
        "version": person.version,
    }


def role_state(role: Group) -> State:
    """What whoever holds the role may do."""
    return {
        "name": role.name,
        "permissions": sorted(full_name(each) for each in role.permissions.all()),
    }


def roles_as_made() -> dict[str, Mapping[str, Any]]:
    """The roles that Havari makes, and with what."""
    return {role: {"name": role, "permissions": made_with(role)} for role in ROLES}


def token_state(token: ApiToken) -> State:
    """Whose key it is and until when it opens. Of what it is recognised by only a digest."""
    return {
        "name": token.name,
        "user": token.user_id,
        "created": token.created,
        "expiry": token.expiry,
        "digest": sha256(token.digest.encode()).hexdigest(),
    }
