"""Letting others read a finished report, and taking it away again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from core.checks import reasoned
from core.errors import Conflict, DomainError, NotFound
from postmortems.models import Audience, Postmortem, Publication
from postmortems.services.door import PUBLISH, locked_postmortem
from postmortems.states import State, publication_state


@transaction.atomic
def publish_edition(
    *, actor: Actor, incident_id: int, edition: int, audience: str, was_read: bool
) -> Publication:
    """Let an audience read an edition, in both languages and whole, at an address that stays.

    It takes the place of whatever that audience could read before. Locks the incident.
    Logs `postmortem.published`.

    Raises:
        NotFound: the postmortem was not started, or has no such edition.
        Conflict: the incident is restricted, or they can read this edition already.
        DomainError: no such audience, or it was not read.
    """
    postmortem = locked_postmortem(actor, incident_id, PUBLISH)
    if postmortem.incident.is_restricted:
        raise Conflict(_("The incident is restricted: lift that before others read its report."))
    if audience not in Audience.values:
        raise DomainError(_("Choose inside or outside."), field="audience")
    if not was_read:
        raise DomainError(
            _("Read the edition, and say that you have: others will read all of it."),
            field="was_read",
        )
    finished = postmortem.editions.filter(number=edition).first()
    if finished is None:
        raise NotFound(_("The postmortem has no such edition."))
    publication = postmortem.publications.filter(audience=audience).first()
    before = publication_state(publication) if publication else None
    if publication is None:
        publication = Publication(postmortem=postmortem, audience=audience)
    elif publication.edition_id == finished.pk and publication.withdrawn_at is None:
        raise Conflict(_("They can read this edition already."))
    publication.edition, publication.withdrawn_at = finished, None
    publication.published_by, publication.published_at = actor.user, timezone.now()
    return _kept(actor, "postmortem.published", publication, before)


@transaction.atomic
def withdraw_publication(
    *, actor: Actor, incident_id: int, audience: str, reason: str
) -> Publication:
    """Take the report away from an audience; its address says that it is gone.

    Locks the incident. Logs `postmortem.unpublished`.

    Raises:
        NotFound: that audience can read nothing of it.
        DomainError: no reason.
    """
    postmortem = locked_postmortem(actor, incident_id, PUBLISH)
    publication = _standing(postmortem, audience)
    reason = reasoned(reason, _("Say why it is taken away."))
    before = publication_state(publication)
    publication.withdrawn_at = timezone.now()
    return _kept(actor, "postmortem.unpublished", publication, before, reason)


def _standing(postmortem: Postmortem, audience: str) -> Publication:
    publication = postmortem.publications.filter(audience=audience, withdrawn_at=None).first()
    if publication is None:
        raise NotFound(_("This report is not published there."))
    return publication


def _kept(
    actor: Actor, verb: str, publication: Publication, before: State | None, reason: str = ""
) -> Publication:
    publication.save()
    record(
        actor=actor,
        verb=verb,
        subject_type="publication",
        subject_id=publication.pk,
        before=before,
        after=publication_state(publication),
        incident_id=publication.postmortem.incident_id,
        reason=reason,
    )
    return publication
