"""The press desk across incidents: what is no longer right, what was promised, what is in work."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from accounts.models import User
from incidents.selectors.figure import figures_of_each
from statements.models import Release, Statement
from statements.selectors.statement import (
    WITH_RELEASE,
    Moved,
    ReadStatement,
    moved_since,
    read_statements,
)


@dataclass(frozen=True, slots=True)
class NoLongerRight:
    """A released statement, and what in it is no longer right."""

    release: Release
    moved: list[Moved]


@dataclass(frozen=True, slots=True)
class Promise:
    """An update that was promised, and by which statement."""

    statement: Statement
    at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """What is no longer right, what was promised and what is not released yet."""

    wrong: list[NoLongerRight]
    promised: list[Promise]
    in_work: list[ReadStatement]


def desk_of(user: User) -> Desk:
    """The desk, of the incidents `user` may know of."""
    visible = Statement.objects.visible_to(user)
    releases = list(
        Release.objects.filter(statement__in=visible)
        .exclude(figures=[])
        .exclude(statement__corrected_by__release__isnull=False)
        .select_related("statement__incident")
    )
    drafts = list(visible.filter(release=None).select_related(*WITH_RELEASE))
    statements = [*(each.statement for each in releases), *drafts]
    figures = figures_of_each({each.incident for each in statements})
    moved = [(each, moved_since(each, figures[each.statement.incident_id])) for each in releases]
    return Desk(
        wrong=[NoLongerRight(release, what) for release, what in moved if what],
        promised=_promised(user),
        in_work=read_statements(drafts, figures),
    )


def _promised(user: User) -> list[Promise]:
    """A later release to the same audience of the same incident keeps a promise."""
    kept = Release.objects.filter(
        statement__incident=OuterRef("incident"),
        statement__audience=OuterRef("audience"),
        released_at__gt=OuterRef("release__released_at"),
    )
    waiting = (
        Statement.objects.visible_to(user)
        .filter(release__isnull=False, next_update_at__isnull=False)
        .filter(~Exists(kept))
        .select_related("incident")
        .order_by("next_update_at")
    )
    return [Promise(each, each.next_update_at) for each in waiting if each.next_update_at]
