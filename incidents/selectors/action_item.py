"""Follow-up work across incidents."""

from django.db.models import F

from accounts.models import User
from incidents.models import ActionItem
from incidents.models.action_item import ActionItemQuerySet


def actions_for(user: User) -> ActionItemQuerySet:
    """Every action `user` may see, open ones first, the longest due on top, withdrawn ones last."""
    return (
        ActionItem.objects.visible_to(user)
        .select_related("incident", "owner", "factor", "checked_by")
        .order_by(
            F("withdrawn_at").asc(nulls_first=True),
            F("completed_at").asc(nulls_first=True),
            F("due_on").asc(nulls_last=True),
            "pk",
        )
    )
