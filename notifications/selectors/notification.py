"""What somebody was told, and whether there is anything to do."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from audit.models import LogEntry
from incidents.models import ActionItem, RoleHeld
from notifications.models import Kind, Notification
from statements.models import LogFollower

FOLLOWER = "notifications"
UNREAD = "unread_notifications"
Subjects = Mapping[tuple[str, int], str]


def shown_to(person: User) -> QuerySet[Notification]:
    """What the person finds in the page, the newest first."""
    told = Notification.objects.visible_to(person).filter(is_in_page=True)
    return told.select_related("incident")


def unread_of(person: str) -> Coalesce:
    """How much whoever that column names has not read.

    Only a number, of what they could see when it was noted; one question cannot ask for more.
    """
    theirs = Notification.objects.filter(
        person=OuterRef(person), is_in_page=True, read_at__isnull=True
    )
    counted = theirs.order_by().values("person").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def is_anything_to_do(now: datetime) -> bool:
    """Whether the log grew since it was followed, or mail is due: one question to the database."""
    newest = LogEntry.objects.order_by("-index").values("index")[:1]
    due = Notification.objects.to_be_mailed().filter(mail_due_at__lte=now)
    followers = LogFollower.objects.filter(name=FOLLOWER).annotate(
        newest=Subquery(newest), has_due=Exists(due)
    )
    read = followers.values_list("index", "newest", "has_due").first()
    if read is None:
        return True
    index, until, has_due = read
    return has_due or (until is not None and until > index)


def subjects_of(told: Iterable[Notification]) -> Subjects:
    """What the role or the action is called, for each kind and number: two questions at most."""
    numbers: dict[str, set[int]] = {Kind.ROLE: set(), Kind.ACTION: set()}
    for each in told:
        numbers.setdefault(each.kind, set()).add(each.subject_id)
    held = RoleHeld.objects.filter(pk__in=numbers[Kind.ROLE])
    actions = ActionItem.objects.filter(pk__in=numbers[Kind.ACTION])
    return {(Kind.ROLE.value, each.pk): each.get_role_display() for each in held} | {
        (Kind.ACTION.value, each.pk): each.title for each in actions
    }
