"""Who somebody is, and what they may do."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Value
from django.db.models.functions import Concat

from accounts.models import User

HELD = "held_permissions"
_along: dict[str, Any] = {
    HELD: ArraySubquery(
        Permission.objects.filter(group__user=OuterRef("pk"))
        .order_by()
        .values(named=Concat("content_type__app_label", Value("."), "codename"))
    )
}


def read_along(name: str, expression: Any) -> None:
    """Say what every page needs to know of whoever asks, so that it is no question of its own."""
    _along[name] = expression


class RoleBackend(AuthenticationBackend):  # type: ignore[misc] # allauth is untyped
    """What somebody may do comes from their roles: a permission of one's own counts for nothing."""

    def get_user(self, user_id: Any) -> User | None:
        """The person of a session, if they may still sign in, with what is read along."""
        person = User.objects.annotate(**_along).filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """What their roles allow; it came with the person of a session."""
        if obj is None and user_obj.is_active and not user_obj.is_superuser:
            held = getattr(user_obj, HELD, None)
            if held is not None:
                return set(held)
        found: set[str] = super().get_all_permissions(user_obj, obj)
        return found

    def _get_user_permissions(self, user_obj: User) -> QuerySet[Permission]:
        return Permission.objects.none()
