"""What people, roles and keys hold, exactly as the log keeps it. No secret is among it."""

from hashlib import sha256
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from accounts.models import ApiToken, User
from accounts.roles import made_with
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
        role_as_made,
    )
    register("api_token", ApiToken.objects.all, token_state)
    register("other_address", EmailAddress.objects.all, address_state)


def account_state(person: User) -> State:
    """Who it is and what they may do. The password is no part of it, nor a trace of it."""
    return {
        "name": person.full_name,
        "email": person.email,
        "language": person.language,
        "time_zone": person.time_zone,
        "is_active": person.is_active,
        "is_superuser": person.is_superuser,
        "roles": sorted(group.name for group in person.groups.all()),
        "permissions": sorted(full_name(each) for each in person.user_permissions.all()),
        "version": person.version,
    }


def role_state(role: Group) -> State:
    """What whoever holds the role may do."""
    return {
        "name": role.name,
        "permissions": sorted(full_name(each) for each in role.permissions.all()),
    }


def role_as_made(role: Group) -> State | None:
    """What Havari makes the role with; None when it is a role of the organisation's own."""
    permissions = made_with(role.name)
    return None if permissions is None else {"name": role.name, "permissions": permissions}


def token_state(token: ApiToken) -> State:
    """Whose key it is and until when it opens. The fingerprint tells whether it was exchanged."""
    return {
        "name": token.name,
        "person": token.user_id,
        "created": token.created,
        "expiry": token.expiry,
        "fingerprint": sha256(token.digest.encode()).hexdigest(),
    }


def address_state(address: EmailAddress) -> State:
    """A further address somebody can be reached and signed in by. Havari never keeps one."""
    return {"person": address.user_id, "email": address.email}
