"""Who somebody is, and what they may do."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from accounts.models import User

_along: dict[str, Any] = {}


def read_along(name: str, expression: Any) -> None:
    """Say what every page needs to know of whoever asks, so that it is no question of its own."""
    _along[name] = expression


class RoleBackend(AuthenticationBackend):  # type: ignore[misc] # allauth is untyped
    """What somebody may do comes from their roles: a permission of one's own counts for nothing."""

    def get_user(self, user_id: Any) -> User | None:
        """The person of a session, if they may still sign in, with what is read along."""
        person = User.objects.annotate(**_along).filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None

    def _get_user_permissions(self, user_obj: User) -> QuerySet[Permission]:
        return Permission.objects.none()
