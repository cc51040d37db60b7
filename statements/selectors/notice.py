"""What has moved on since those involved in a statement were last told, and who they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Max, Q

from accounts.models import User
from audit.models import LogEntry
from incidents.models import Incident, Role
from incidents.selectors.figure import figures_of
from statements.models import LogFollower, Release, StaleNotice, VoidNotice
from statements.selectors.statement import (
    Moved,
    ReadStatement,
    Void,
    standing_releases,
    statements_of,
)

FOLLOWER = "statements"


@dataclass(frozen=True, slots=True)
class Touched:
    """The newest entry of the log, and the incidents with statements it tells of since the last."""

    until: int
    incidents: tuple[int, ...]


def touched_since_last() -> Touched | None:
    """What was touched since the log was last followed; None when it has not grown."""
    after = LogFollower.objects.filter(name=FOLLOWER).values_list("index", flat=True).first()
    until = LogEntry.objects.aggregate(until=Max("index"))["until"]
    if until is None or (after is not None and until <= after):
        return None
    entries = LogEntry.objects.filter(index__lte=until).order_by()
    if after is not None:
        entries = entries.filter(index__gt=after)
    is_touched = Q(pk__in=entries.filter(incident_id__isnull=False).values("incident_id"))
    if entries.filter(subject_type="premise").exists():
        # It belongs to no incident, and mass messages that wait were approved with the former one.
        is_touched |= Q(statements__release=None)
    known = Incident.objects.filter(is_touched, statements__isnull=False)
    return Touched(until, tuple(sorted(set(known.values_list("pk", flat=True)))))


def to_tell_of(incident: Incident) -> tuple[list[int], list[int]]:
    """The incident's statements of which some approval is newly void, and those newly stale."""
    read = statements_of(incident, figures_of(incident))
    standing = set(
        standing_releases().filter(statement__incident=incident).values_list("pk", flat=True)
    )
    void = [each.statement.pk for each in read if newly_void(each)]
    stale = [
        each.statement.pk
        for each in read
        if each.release and each.release.pk in standing and newly_moved(each.release, each.moved)
    ]
    return void, stale


def newly_void(read: ReadStatement) -> list[Void]:
    """The approvals that no longer hold, of which nobody was told yet."""
    if read.release or not read.void:
        return []
    told = VoidNotice.objects.filter(approval__in=[each.approval for each in read.void])
    known = set(told.values_list("approval", flat=True))
    return [each for each in read.void if each.approval.pk not in known]


def newly_moved(release: Release, moved: Sequence[Moved]) -> bool:
    """Whether it is no longer right in a way of which nobody was told yet."""
    told = StaleNotice.objects.filter(release=release, basis=basis_of(moved))
    return bool(moved) and not told.exists()


def basis_of(moved: Iterable[Moved]) -> str:
    """The SHA-256 of what the record says now instead."""
    rests_on = sorted(f"{each.name} {' '.join(each.basis)}" for each in moved)
    return sha256("\n".join(rests_on).encode()).hexdigest()


def involved_in(read: ReadStatement) -> list[User]:
    """Whoever wrote, planned, approved or released it in any wording, who may still see it."""
    named = [
        read.statement.planned_by,
        *(each.author for each in read.wordings),
        *(each.approver for each in read.given),
        read.release.released_by if read.release else None,
    ]
    return those_who_may_see(read.statement.incident, filter(None, named))


def spokespeople_of(incident: Incident) -> list[User]:
    """Who leads communications in the incident now; else everybody who may write statements."""
    leads = User.objects.filter(
        roleheld__incident=incident,
        roleheld__role=Role.COMMUNICATIONS_LEAD,
        roleheld__held_until=None,
    )
    if there := those_who_may_see(incident, leads):
        return there
    writers = User.objects.filter(
        groups__permissions__content_type__app_label="statements",
        groups__permissions__codename="write_statement",
    )
    return those_who_may_see(incident, writers)


def those_who_may_see(incident: Incident, people: Iterable[User]) -> list[User]:
    """Those of the people who may sign in and see the incident, each once."""
    here = {person.pk: person for person in people if person.is_active}
    visible = Incident.objects.filter(pk=incident.pk)
    return [
        person
        for person in here.values()
        if visible.filter(pk__in=Incident.objects.visible_to(person)).exists()
    ]
