"""Seeing it otherwise than the report, and having that kept."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from core.checks import said, same_version
from core.errors import Conflict, NotFound, NotPermitted
from incidents.models.incident import VIEW
from postmortems.models import Dissent
from postmortems.services.door import check_open, locked_postmortem
from postmortems.states import State, dissent_state


@dataclass(frozen=True, slots=True)
class View:
    """How somebody sees it, and whether it is printed."""

    text: str
    is_printed: bool = True


@transaction.atomic
def write_dissent(*, actor: Actor, incident_id: int, view: View) -> Dissent:
    """Write down how the actor sees it otherwise. Locks the incident. Logs `dissent.written`.

    Raises:
        NotFound: the postmortem was not started.
        Conflict: the postmortem is completed.
        DomainError: no words.
    """
    postmortem = locked_postmortem(actor, incident_id, VIEW)
    check_open(postmortem)
    dissent = Dissent(
        postmortem=postmortem,
        author=actor.user,
        text=said(view.text, _("Write how you see it."), "text"),
        is_printed=view.is_printed,
        written_at=timezone.now(),
    )
    return _kept(actor, dissent, "dissent.written", None)


@transaction.atomic
def change_dissent(
    *, actor: Actor, incident_id: int, dissent_id: int, version: int, view: View
) -> Dissent:
    """Say it otherwise, or have it printed or not; its author alone can. Locks the incident.

    Logs `dissent.changed`, or nothing when nothing differs.

    Raises:
        NotFound: no such dissent.
        NotPermitted: somebody else wrote it.
        Conflict: it was changed or withdrawn since `version`, or the postmortem is completed.
        DomainError: no words.
    """
    dissent = _locked(actor, incident_id, dissent_id, version)
    before = dissent_state(dissent)
    dissent.text = said(view.text, _("Write how you see it."), "text")
    dissent.is_printed = view.is_printed
    if dissent_state(dissent) == before:
        return dissent
    return _kept(actor, dissent, "dissent.changed", before)


@transaction.atomic
def withdraw_dissent(*, actor: Actor, incident_id: int, dissent_id: int, version: int) -> Dissent:
    """See it as the report does after all; its author alone can. The log keeps the words.

    Locks the incident. Logs `dissent.withdrawn`.

    Raises:
        NotFound: no such dissent.
        NotPermitted: somebody else wrote it.
        Conflict: it was changed or withdrawn since `version`, or the postmortem is completed.
    """
    dissent = _locked(actor, incident_id, dissent_id, version)
    before = dissent_state(dissent)
    dissent.withdrawn_at = timezone.now()
    return _kept(actor, dissent, "dissent.withdrawn", before)


def _locked(actor: Actor, incident_id: int, dissent_id: int, version: int) -> Dissent:
    postmortem = locked_postmortem(actor, incident_id, VIEW)
    dissent = postmortem.dissents.filter(pk=dissent_id).first()
    if dissent is None:
        raise NotFound(_("There is no such dissent on this postmortem."))
    if dissent.author != actor.user:
        raise NotPermitted(_("Only its author can change a dissent."))
    check_open(postmortem)
    same_version(version, dissent.version)
    if dissent.withdrawn_at:
        raise Conflict(_("This dissent was withdrawn."))
    return dissent


def _kept(actor: Actor, dissent: Dissent, verb: str, before: State | None) -> Dissent:
    if dissent.pk:
        dissent.version += 1
    dissent.save()
    record(
        actor=actor,
        verb=verb,
        subject_type="dissent",
        subject_id=dissent.pk,
        before=before,
        after=dissent_state(dissent),
        incident_id=dissent.postmortem.incident_id,
    )
    return dissent
