"""What a report is made of, gathered for whoever may see it."""

from collections.abc import Iterable, Iterator

from django.utils import timezone

from accounts.models import User
from audit.checkpoints import log_head
from incidents.exports.appearing import people_by_role
from incidents.models import ActionItem, Incident, RoleHeld
from incidents.selectors.attachment import attachments_of, with_attachments
from incidents.selectors.contributing_factor import factors_of
from incidents.selectors.impact import ReadGroup, groups_of, relations_in
from incidents.selectors.imported_record import origin_of
from incidents.selectors.incident import neighbours_of, roles_in
from incidents.selectors.timeline_entry import ReadEntry, timeline_of, times_of
from postmortems.exports.record import Record
from postmortems.models import Postmortem
from postmortems.selectors.review import reading_of, reviewers_of
from postmortems.selectors.section import sections_of


def record_for(incident: Incident, postmortem: Postmortem, reader: User | None) -> Record:
    """Everything the report tells; linked incidents only where `reader` may know of them."""
    timeline = with_attachments(incident, timeline_of(incident))
    roles = roles_in(incident)
    groups = groups_of(incident)
    actions = list(incident.actions.select_related("factor"))
    sections = sections_of(postmortem)
    reviewers = reviewers_of(postmortem, reading_of(postmortem, sections))
    printed = postmortem.dissents.filter(withdrawn_at=None, is_printed=True)
    dissents = list(printed.select_related("author"))
    return Record(
        incident=incident,
        postmortem=postmortem,
        sections=sections,
        timeline=timeline,
        attachments=[each for each in attachments_of(incident) if not each.entry_id],
        times=times_of(incident, timeline),
        groups=groups,
        relations=relations_in(incident),
        factors=factors_of(incident, timeline, actions),
        actions=actions,
        roles=roles,
        neighbours=neighbours_of(incident, reader),
        reviewers=reviewers,
        dissents=dissents,
        people=people_by_role(
            incident,
            [
                *_appearing(roles, groups, timeline, actions),
                *(read.reviewer.person_id for read in reviewers),
                *(dissent.author_id for dissent in dissents),
            ],
            roles,
        ),
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
