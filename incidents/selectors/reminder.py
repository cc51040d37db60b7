"""Whose work, or check of it, is near or past its day, and who was not told of it yet."""

from datetime import date, timedelta

from django.db.models import F, Max, Q

from incidents.models import ActionItem
from incidents.models.action_item import ActionItemQuerySet

AHEAD = timedelta(days=3)
EVERY = timedelta(days=7)


def last_reminder_day(due_on: date, today: date) -> date | None:
    """The latest day up to `today` on which a reminder falls; None before the first.

    They fall some days ahead, on the day itself, and then every week. One that was missed, since
    nothing ran on its day, is made up for on the next.
    """
    if today + AHEAD < due_on:
        return None
    if today < due_on:
        return due_on - AHEAD
    return due_on + (today - due_on) // EVERY * EVERY


def reminders_due(actions: ActionItemQuerySet, today: date) -> list[ActionItem]:
    """Those of `actions` whose owner is to be reminded, the longest due first.

    Nobody is told twice on a day, whoever owns the action. What an earlier owner was told, or
    what was said of an earlier date, is not told to this owner of this date. Of done work they
    are reminded to check its effect, until somebody has.
    """
    undone = Q(completed_at=None, withdrawn_at=None, due_on__lte=today + AHEAD)
    unchecked = Q(completed_at__isnull=False, worked=None, check_due_on__lte=today + AHEAD)
    awaited = (
        actions.filter(undone | unchecked, owner__is_active=True)
        .exclude(reminders__sent_on=today)
        .annotate(
            reminded_on=Max("reminders__sent_on", filter=Q(reminders__sent_to=F("owner__email")))
        )
        .select_related("incident", "owner")
        .order_by("due_on", "pk")
    )
    return [action for action in awaited if _is_new(action, today)]


def _is_new(action: ActionItem, today: date) -> bool:
    day = action.awaited_on and last_reminder_day(action.awaited_on, today)
    reminded_on: date | None = getattr(action, "reminded_on", None)
    return day is not None and (reminded_on is None or reminded_on < day)
