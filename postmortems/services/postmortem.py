"""Starting, writing, completing and reopening a postmortem."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from core.checks import chosen, keepable, reasoned, same_version
from core.errors import Conflict, DomainError, NotFound
from incidents.services.door import locked_incident
from postmortems.models import Postmortem, PostmortemStatus, Section, SectionKey
from postmortems.states import State, postmortem_state, section_state

WRITE = "postmortems.write_postmortem"
COMPLETE = "postmortems.complete_postmortem"


@transaction.atomic
def start_postmortem(
    *, actor: Actor, incident_id: int, written: Mapping[SectionKey, str] | None = None
) -> Postmortem:
    """Begin the report of an incident, with nothing under any heading, or what was `written`.

    Locks the incident. Logs `postmortem.started`, and `postmortem.section_written` for each text.

    Raises:
        NotFound, NotPermitted: see `locked_incident`.
        Conflict: it was started already.
        DomainError: see `write_section`.
    """
    incident = locked_incident(actor, incident_id, WRITE)
    if Postmortem.objects.filter(incident=incident).exists():
        raise Conflict(_("The postmortem of this incident was started already."))
    postmortem = Postmortem.objects.create(incident=incident, started_at=timezone.now())
    _log(actor, "postmortem.started", postmortem, None)
    for key, text in (written or {}).items():
        _write(actor, Section(postmortem=postmortem, key=key), text)
    return postmortem


@transaction.atomic
def write_section(*, actor: Actor, incident_id: int, key: str, version: int, text: str) -> Section:
    """Write what stands under a heading, in Markdown; the log keeps what stood there before.

    `version` is the one the actor saw, 0 when nothing was written yet. Locks the incident.
    Logs `postmortem.section_written`, or nothing when nothing differs.

    Raises:
        NotFound: the postmortem was not started.
        Conflict: somebody wrote there since, or the postmortem is completed.
        DomainError: no such heading, or more than a million characters.
    """
    postmortem = _locked_postmortem(actor, incident_id, WRITE)
    if postmortem.status == PostmortemStatus.COMPLETED:
        raise Conflict(_("The postmortem is completed. Reopen it to write."))
    chosen(key, SectionKey, "key")
    found = postmortem.sections.filter(key=key).first()
    section = found or Section(postmortem=postmortem, key=key, version=0)
    same_version(version, section.version)
    return _write(actor, section, text)


@transaction.atomic
def complete_postmortem(*, actor: Actor, incident_id: int, version: int) -> Postmortem:
    """Say that the report is finished. Locks the incident. Logs `postmortem.completed`.

    Raises:
        Conflict: it is completed, or somebody completed or reopened it since `version`.
        DomainError: no summary, or no contributing factor.
    """
    postmortem = _locked_postmortem(actor, incident_id, COMPLETE, version)
    if postmortem.status == PostmortemStatus.COMPLETED:
        raise Conflict(_("This postmortem is completed."))
    summary = postmortem.sections.filter(key=SectionKey.SUMMARY).first()
    if summary is None or not summary.text.strip():
        raise DomainError(_("Write the summary before you complete it."), field="summary")
    if not postmortem.incident.factors.filter(withdrawn_at=None).exists():
        raise DomainError(
            _("Name at least one contributing factor before you complete it."), field="factors"
        )
    before = postmortem_state(postmortem)
    postmortem.status, postmortem.completed_at = PostmortemStatus.COMPLETED, timezone.now()
    return _save(actor, "postmortem.completed", postmortem, before)


@transaction.atomic
def reopen_postmortem(*, actor: Actor, incident_id: int, version: int, reason: str) -> Postmortem:
    """Take the report up again. Locks the incident. Logs `postmortem.reopened`.

    Raises:
        Conflict: it is open, or somebody completed or reopened it since `version`.
        DomainError: no reason.
    """
    postmortem = _locked_postmortem(actor, incident_id, COMPLETE, version)
    if postmortem.status == PostmortemStatus.DRAFT:
        raise Conflict(_("This postmortem is not completed."))
    reason = reasoned(reason, _("Say why it is taken up again."))
    before = postmortem_state(postmortem)
    postmortem.status, postmortem.completed_at = PostmortemStatus.DRAFT, None
    return _save(actor, "postmortem.reopened", postmortem, before, reason)


def _locked_postmortem(
    actor: Actor, incident_id: int, permission: str, version: int | None = None
) -> Postmortem:
    incident = locked_incident(actor, incident_id, permission)
    postmortem = Postmortem.objects.filter(incident=incident).first()
    if postmortem is None:
        raise NotFound(_("The postmortem of this incident was not started yet."))
    if version is not None:
        same_version(version, postmortem.version)
    return postmortem


def _write(actor: Actor, section: Section, text: str) -> Section:
    if section.text == keepable(text, "text"):
        return section
    before = section_state(section) if section.pk else None
    section.text, section.version = text, section.version + 1 if section.pk else 1
    section.save()
    record(
        actor=actor,
        verb="postmortem.section_written",
        subject_type="section",
        subject_id=section.pk,
        before=before,
        after=section_state(section),
        incident_id=section.postmortem.incident_id,
    )
    return section


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
