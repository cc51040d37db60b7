"""Starting, completing and reopening a postmortem."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from core.checks import reasoned
from core.errors import Conflict, DomainError
from incidents.services.door import locked_incident
from postmortems.exports.blameless import lasting_document
from postmortems.exports.edition import frozen
from postmortems.models import Edition, Postmortem, PostmortemStatus, SectionKey
from postmortems.outline import GIVEN, as_kept
from postmortems.selectors.review import reading_of, reviewers_of
from postmortems.selectors.section import section_in, sections_of
from postmortems.services.door import COMPLETE, WRITE, locked_postmortem
from postmortems.services.section import word_section
from postmortems.services.template import begin_from, offered
from postmortems.states import State, edition_state, postmortem_state


@transaction.atomic
def start_postmortem(
    *,
    actor: Actor,
    incident_id: int,
    language: str = "en",
    template_id: int | None = None,
    written: Mapping[SectionKey, str] | None = None,
) -> Postmortem:
    """Begin the report of an incident, with nothing under any heading, or what was `written`.

    Its authors write in `language` ("da" or "en"). Its sections are those of a template, or all
    that come with Havari. Locks the incident. Logs `postmortem.started`,
    and `postmortem.section_written` for each text.

    Raises:
        NotFound, NotPermitted: see `locked_incident`; no such template.
        Conflict: it was started already.
        DomainError: no such language; see `write_section`.
    """
    incident = locked_incident(actor, incident_id, WRITE)
    if Postmortem.objects.filter(incident=incident).exists():
        raise Conflict(_("The postmortem of this incident was started already."))
    if language not in dict(settings.LANGUAGES):
        raise DomainError(_("Choose da or en."), field="language")
    postmortem = Postmortem(
        incident=incident,
        language=language,
        outline=as_kept(GIVEN),
        started_at=timezone.now(),
    )
    if template_id is not None:
        begin_from(postmortem, offered(template_id))
    postmortem.save()
    _log(actor, "postmortem.started", postmortem, None)
    for key, text in (written or {}).items():
        word_section(actor, postmortem, key, 1, text)
    return postmortem


@transaction.atomic
def complete_postmortem(*, actor: Actor, incident_id: int, version: int) -> Postmortem:
    """Say that the report is finished, and keep it as an edition that nothing changes any more.

    Locks the incident. Logs `postmortem.completed` and `postmortem.edition_made`.

    Raises:
        Conflict: it is completed, somebody completed or reopened it since `version`, or a reviewer
            does not stand behind what stands now.
        DomainError: no summary, or no contributing factor.
    """
    postmortem = locked_postmortem(actor, incident_id, COMPLETE, version)
    if postmortem.status == PostmortemStatus.COMPLETED:
        raise Conflict(_("This postmortem is completed."))
    summary = section_in(postmortem, SectionKey.SUMMARY)
    if summary and not summary.text.strip():
        raise DomainError(_("Write the summary before you complete it."), field="summary")
    if not postmortem.incident.factors.filter(withdrawn_at=None).exists():
        raise DomainError(
            _("Name at least one contributing factor before you complete it."), field="factors"
        )
    reading = reading_of(postmortem, sections_of(postmortem))
    if any(not read.holds for read in reviewers_of(postmortem, reading)):
        raise Conflict(_("Not every reviewer has approved what stands now. See the review."))
    before = postmortem_state(postmortem)
    postmortem.status, postmortem.completed_at = PostmortemStatus.COMPLETED, timezone.now()
    _save(actor, "postmortem.completed", postmortem, before)
    _freeze(actor, postmortem, reading.digest)
    return postmortem


@transaction.atomic
def reopen_postmortem(*, actor: Actor, incident_id: int, version: int, reason: str) -> Postmortem:
    """Take the report up again. Locks the incident. Logs `postmortem.reopened`.

    Raises:
        Conflict: it is open, or somebody completed or reopened it since `version`.
        DomainError: no reason.
    """
    postmortem = locked_postmortem(actor, incident_id, COMPLETE, version)
    if postmortem.status == PostmortemStatus.DRAFT:
        raise Conflict(_("This postmortem is not completed."))
    reason = reasoned(reason, _("Say why it is taken up again."))
    before = postmortem_state(postmortem)
    postmortem.status, postmortem.completed_at = PostmortemStatus.DRAFT, None
    return _save(actor, "postmortem.reopened", postmortem, before, reason)


def _freeze(actor: Actor, postmortem: Postmortem, digest: str) -> None:
    number = postmortem.editions.count() + 1
    edition = Edition.objects.create(
        postmortem=postmortem,
        number=number,
        digest=digest,
        documents={
            language: frozen(lasting_document(postmortem, language, number))
            for language, _name in settings.LANGUAGES
        },
        finished_by=actor.user,
        finished_at=timezone.now(),
    )
    record(
        actor=actor,
        verb="postmortem.edition_made",
        subject_type="edition",
        subject_id=edition.pk,
        before=None,
        after=edition_state(edition),
        incident_id=postmortem.incident_id,
    )


def _save(
    actor: Actor, verb: str, postmortem: Postmortem, before: State, reason: str = ""
) -> Postmortem:
    postmortem.version += 1
    postmortem.save()
    _log(actor, verb, postmortem, before, reason)
    return postmortem


def _log(
    actor: Actor, verb: str, postmortem: Postmortem, before: State | None, reason: str = ""
) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="postmortem",
        subject_id=postmortem.pk,
        before=before,
        after=postmortem_state(postmortem),
        incident_id=postmortem.incident_id,
        reason=reason,
    )
