"""What roles there are and what they may do, in words."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.roles import grantable, role_label


@dataclass(frozen=True, slots=True)
class ReadRole:
    """A role, what it may do, and how many people who may sign in hold it."""

    number: int
    name: str
    permissions: list[str]
    holders: int

    @property
    def label(self) -> str:
        """What people call it."""
        return role_label(self.name)


def roles() -> list[ReadRole]:
    """Every role, those Havari makes first."""
    words = dict(permissions_in_words())
    groups = Group.objects.annotate(
        holders=Count("user", filter=Q(user__is_active=True), distinct=True)
    )
    return [
        ReadRole(group.pk, group.name, _told(group, words), group.holders)
        for group in groups.order_by("pk").prefetch_related("permissions__content_type")
    ]


def _told(group: Group, words: dict[str, str]) -> list[str]:
    held = {full_name(permission) for permission in group.permissions.all()}
    return [words[name] for name in words if name in held]


def permissions_in_words() -> list[tuple[str, str]]:
    """Every permission a role can hold, with what it allows."""
    known = {
        full_name(permission): _(permission.name)
        for permission in Permission.objects.select_related("content_type").order_by("pk")
    }
    return [(name, known[name]) for name in known if name in grantable()]


def full_name(permission: Permission) -> str:
    """The name code asks for, such as `incidents.keep_record`."""
    return f"{permission.content_type.app_label}.{permission.codename}"
