"""What a report is made of, gathered for whoever may see it."""

from collections.abc import Iterable

from django.utils import timezone

from accounts.models import User
from audit.checkpoints import log_head
from incidents.models import Incident, RoleHeld
from incidents.selectors.impact import groups_of, relations_in
from incidents.selectors.incident import neighbours_of, roles_in
from incidents.selectors.timeline_entry import ReadEntry, timeline_of, times_of
from postmortems.exports.people import Known, People
from postmortems.exports.report import Record
from postmortems.models import Postmortem


def record_for(incident: Incident, postmortem: Postmortem, reader: User | None) -> Record:
    """Everything the report tells; linked incidents only where `reader` may know of them."""
    timeline = timeline_of(incident)
    roles = roles_in(incident)
    actions = list(incident.actions.select_related("factor"))
    acting = _acting(timeline, roles) | {action.owner_id for action in actions}
    return Record(
        incident=incident,
        postmortem=postmortem,
        sections=dict(postmortem.sections.values_list("key", "text")),
        timeline=timeline,
        times=times_of(incident, timeline),
        groups=groups_of(incident),
        relations=relations_in(incident),
        factors=list(incident.factors.all()),
        actions=actions,
        roles=roles,
        neighbours=neighbours_of(incident, reader),
        people=People(_known(acting, roles)),
        log=log_head(),
        made_at=timezone.now(),
    )


def _acting(timeline: Iterable[ReadEntry], roles: Iterable[RoleHeld]) -> set[int | None]:
    authors = {entry.author_id for read in timeline for entry in (read.entry, *read.earlier)}
    return authors | {held.person_id for held in roles}


def _known(acting: set[int | None], roles: Iterable[RoleHeld]) -> list[Known]:
    held = {held.person_id: held.role for held in roles}
    people = User.objects.order_by("pk").prefetch_related("groups")
    return [
        Known(
            number=person.pk,
            full_name=person.full_name,
            email=person.email,
            role=held.get(person.pk) or next((g.name for g in person.groups.all()), ""),
            acted=person.pk in acting,
        )
        for person in people
    ]
