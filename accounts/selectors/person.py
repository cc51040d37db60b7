"""Finding people."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from accounts.permissions import MANAGE_PEOPLE


def people() -> QuerySet[User]:
    """Everybody with an account, those who may sign in first, and whether two factors are asked."""
    factors = Authenticator.objects.filter(user=OuterRef("pk"))
    return (
        User.objects.prefetch_related("groups")
        .annotate(has_second_factor=Exists(factors))
        .order_by("-is_active", "full_name", "pk")
    )


def somebody_manages_people() -> bool:
    """Whether anybody who may sign in holds a role that manages people."""
    label, codename = MANAGE_PEOPLE.split(".")
    return User.objects.filter(
        is_active=True,
        groups__permissions__codename=codename,
        groups__permissions__content_type__app_label=label,
    ).exists()
