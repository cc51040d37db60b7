"""What a report is made of, gathered for whoever may see it."""

from collections.abc import Iterable, Iterator

from django.utils import timezone

from accounts.models import User
from audit.checkpoints import log_head
from incidents.exports.appearing import people_by_role
from incidents.models import ActionItem, Incident, RoleHeld
from incidents.selectors.contributing_factor import factors_of
from incidents.selectors.impact import ReadGroup, groups_of, relations_in
from incidents.selectors.imported_record import origin_of
from incidents.selectors.incident import neighbours_of, roles_in
from incidents.selectors.timeline_entry import ReadEntry, timeline_of, times_of
from postmortems.exports.record import Record
from postmortems.models import Postmortem
from postmortems.selectors.section import sections_of


def record_for(incident: Incident, postmortem: Postmortem, reader: User | None) -> Record:
    """Everything the report tells; linked incidents only where `reader` may know of them."""
    timeline = timeline_of(incident)
    roles = roles_in(incident)
    groups = groups_of(incident)
    actions = list(incident.actions.select_related("factor"))
    return Record(
        incident=incident,
        postmortem=postmortem,
        sections=sections_of(postmortem),
        timeline=timeline,
        times=times_of(incident, timeline),
        groups=groups,
        relations=relations_in(incident),
        factors=factors_of(incident, timeline, actions),
        actions=actions,
        roles=roles,
        neighbours=neighbours_of(incident, reader),
        people=people_by_role(_appearing(roles, groups, timeline, actions), roles),
        origin=origin_of(incident),
        log=log_head(),
        made_at=timezone.now(),
    )


def _appearing(
    roles: Iterable[RoleHeld],
    groups: Iterable[ReadGroup],
    timeline: Iterable[ReadEntry],
    actions: Iterable[ActionItem],
) -> Iterator[int | None]:
    """Who the report tells of, in the order it does."""
    yield from (held.person_id for held in roles)
    yield from (estimate.author_id for read in groups for estimate in read.estimates)
    yield from (entry.author_id for read in timeline for entry in (read.entry, *read.earlier))
    yield from (action.owner_id for action in actions)
