"""What somebody was told, and whether there is anything to do."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from audit.models import LogEntry
from incidents.models import ActionItem, RoleHeld
from notifications.models import Kind, Notification
from notifications.selectors.concerned import STATEMENT
from postmortems.models import Comment
from statements.models import LogFollower, Statement

FOLLOWER = "notifications"
UNREAD = "unread_notifications"
Key = tuple[str, str, int]
Subjects = Mapping[Key, Any]
Sort = Callable[[], QuerySet[Any]]


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


def subjects_of(told: Sequence[Notification]) -> Subjects:
    """What each is about, by its key: a question for each sort of thing, at most four."""
    numbers: dict[Sort, set[int]] = defaultdict(set)
    for each in told:
        if sort := sort_of(each):
            numbers[sort].add(each.subject_id)
    found = {sort: sort().in_bulk(those) for sort, those in numbers.items()}
    return {
        key_of(each): found[sort][each.subject_id]
        for each in told
        if (sort := sort_of(each)) and each.subject_id in found[sort]
    }


def key_of(told: Notification) -> Key:
    """What tells apart what notifications are about."""
    return told.kind, told.what, told.subject_id


def sort_of(told: Notification) -> Sort | None:
    """Where what it is about is read from; None where the incident says all."""
    if told.kind == Kind.FOLLOWED:
        return _statements if told.what == STATEMENT else None
    return _SORTS.get(told.kind)


def _roles() -> QuerySet[Any]:
    return RoleHeld.objects.all()


def _actions() -> QuerySet[Any]:
    return ActionItem.objects.select_related("incident")


def _statements() -> QuerySet[Any]:
    return Statement.objects.select_related("incident")


def _comments() -> QuerySet[Any]:
    return Comment.objects.select_related("author")


_SORTS: Mapping[str, Sort] = {
    Kind.ROLE: _roles,
    Kind.ACTION: _actions,
    Kind.DUE: _actions,
    Kind.APPROVE: _statements,
    Kind.VOID: _statements,
    Kind.MOVED: _statements,
    Kind.PROMISED: _statements,
    Kind.SILENCE: _statements,
    Kind.COMMENT: _comments,
}
