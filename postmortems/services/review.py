"""Asking people to read a report, and standing behind it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actor import Actor
from audit.log import record
from core.checks import keepable, longest
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from incidents.models import Incident
from incidents.models.incident import VIEW
from postmortems.models import Postmortem, ReviewApproval, Reviewer
from postmortems.selectors.review import reading_of
from postmortems.selectors.section import sections_of
from postmortems.services.door import WRITE, check_open, locked_postmortem
from postmortems.states import State, review_approval_state, reviewer_state


@transaction.atomic
def ask_reviewer(*, actor: Actor, incident_id: int, person: User, note: str = "") -> Reviewer:
    """Ask somebody to read the report and stand behind it. Locks the incident.

    Logs `postmortem.reviewer_asked`.

    Raises:
        NotFound: the postmortem was not started.
        Conflict: the postmortem is completed, or they are asked already.
        DomainError: they may not see the incident, or the note is too long.
    """
    postmortem = locked_postmortem(actor, incident_id, WRITE)
    check_open(postmortem)
    if not Incident.objects.visible_to(person).filter(pk=incident_id).exists():
        raise DomainError(_("This person may not see the incident."), field="person")
    if postmortem.reviewers.filter(person=person, released_at=None).exists():
        raise Conflict(_("They are asked already."), field="person")
    reviewer = Reviewer.objects.create(
        postmortem=postmortem,
        person=person,
        note=keepable(note, "note", longest(Reviewer, "note")).strip(),
        asked_at=timezone.now(),
    )
    _log(actor, "postmortem.reviewer_asked", postmortem, reviewer, None, reviewer_state(reviewer))
    return reviewer


@transaction.atomic
def release_reviewer(*, actor: Actor, incident_id: int, reviewer_id: int) -> Reviewer:
    """Ask them no longer; what they approved stays in the log. Locks the incident.

    Logs `postmortem.reviewer_released`.

    Raises:
        NotFound: they are not asked.
        Conflict: the postmortem is completed.
    """
    postmortem = locked_postmortem(actor, incident_id, WRITE)
    check_open(postmortem)
    reviewer = postmortem.reviewers.filter(pk=reviewer_id, released_at=None).first()
    if reviewer is None:
        raise NotFound(_("There is no such reviewer of this postmortem."))
    before = reviewer_state(reviewer)
    reviewer.released_at = timezone.now()
    reviewer.save()
    after = reviewer_state(reviewer)
    _log(actor, "postmortem.reviewer_released", postmortem, reviewer, before, after)
    return reviewer


@transaction.atomic
def approve_report(*, actor: Actor, incident_id: int, digest: str) -> ReviewApproval:
    """Stand behind exactly what was read: the words, and the record beside them.

    Only a reviewer who was asked can. Locks the incident. Logs `postmortem.approved`.

    Raises:
        NotFound: the postmortem was not started.
        NotPermitted: the actor was not asked to review it.
        Conflict: something has changed since it was read, it is approved already, or completed.
    """
    postmortem = locked_postmortem(actor, incident_id, VIEW)
    check_open(postmortem)
    reviewer = postmortem.reviewers.filter(person=actor.user, released_at=None).first()
    if reviewer is None:
        raise NotPermitted(_("Only those who were asked to review it can approve it."))
    reading = reading_of(postmortem, sections_of(postmortem))
    if digest != reading.digest:
        raise Conflict(
            _("The report or its record has changed since you read it. Read it again."),
            field="digest",
        )
    if reviewer.approvals.filter(digest=digest).exists():
        raise Conflict(_("You approved this already."))
    approval = ReviewApproval.objects.create(
        reviewer=reviewer, digest=digest, read=reading.parts, approved_at=timezone.now()
    )
    after = review_approval_state(approval)
    _log(actor, "postmortem.approved", postmortem, approval, None, after)
    return approval


def _log(
    actor: Actor,
    verb: str,
    postmortem: Postmortem,
    subject: Reviewer | ReviewApproval,
    before: State | None,
    after: State,
) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="reviewer" if isinstance(subject, Reviewer) else "review_approval",
        subject_id=subject.pk,
        before=before,
        after=after,
        incident_id=postmortem.incident_id,
    )
