"""The demonstration's checklist: the mistaken message, gone through that afternoon."""

from dataclasses import replace

from checklists.models import Checklist
from checklists.services.begun_checklist import begin_checklist, leave_step_out, tick_step
from checklists.services.checklist import ChecklistText, change_checklist
from checklists.steps import as_read
from incidents.demonstration import INVENTED, Story, at, invented

SLUG = "fejlsendt-massebesked"


def go_through_the_story(story: Story) -> None:
    """Go through the checklist as the desks would have, some steps waiting still."""
    cast, incident = story.cast, story.broadcast
    checklist = _marked(story)
    begun = begin_checklist(
        actor=cast.commander,
        incident_id=incident.pk,
        slug=SLUG,
        version=checklist.version,
        since=at(16, 7),
    )
    here = {"incident_id": incident.pk, "begun_id": begun.pk}
    tick_step(actor=cast.responder, **here, step=1, done_at=at(16, 9))
    tick_step(actor=cast.responder, **here, step=2, done_at=at(16, 12))
    tick_step(actor=cast.responder, **here, step=3, done_at=at(16, 18))
    tick_step(actor=cast.responder, **here, step=5, done_at=at(16, 20))
    tick_step(actor=cast.communications, **here, step=6, done_at=at(16, 21))
    tick_step(actor=cast.communications, **here, step=8, done_at=at(16, 50))
    tick_step(actor=cast.communications, **here, step=9, done_at=at(16, 50))
    leave_step_out(
        actor=cast.commander,
        **here,
        step=14,
        why=invented("Virksomheden er ikke omfattet"),
        done_at=at(17, 15),
    )


def _marked(story: Story) -> Checklist:
    """The checklist under a name that says in every entry that it is invented who ticked what."""
    given = Checklist.objects.offered().get(slug=SLUG)
    said = ChecklistText(
        given.name, given.language, as_read(given.steps), given.severities, given.categories
    )
    return change_checklist(
        actor=story.cast.administrator,
        slug=SLUG,
        version=given.version,
        value=replace(said, name=f"{given.name} {INVENTED}"),
    )
