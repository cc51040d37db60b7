"""Keeping a wording that the check points at, with the reason, and asking about it again."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from core.checks import chosen, keepable, longest
from core.errors import Conflict, DomainError, NotFound
from postmortems.models import KeepingReason, KeptWording, Postmortem
from postmortems.selectors.finding import findings_of
from postmortems.services.door import WRITE, check_open, found_section, locked_postmortem
from postmortems.states import State, kept_wording_state


@dataclass(frozen=True, slots=True)
class Keeping:
    """Which wording stays in which passage, and why."""

    words: str
    category: str
    passage: str
    reason: str
    note: str = ""


@transaction.atomic
def keep_wording(*, actor: Actor, incident_id: int, key: str, keeping: Keeping) -> KeptWording:
    """Let a wording stay in its passage, although the check points at it. Locks the incident.

    Logs `wording.kept`.

    Raises:
        NotFound: the postmortem was not started.
        Conflict: the postmortem is completed, or the wording is kept there already.
        DomainError: no such section or reason, another reason that is not said, or the check does
            not point at these words in this passage.
    """
    postmortem = locked_postmortem(actor, incident_id, WRITE)
    check_open(postmortem)
    found_section(postmortem, key)
    chosen(keeping.reason, KeepingReason, "reason")
    note = keepable(keeping.note, "note", longest(KeptWording, "note")).strip()
    if keeping.reason == KeepingReason.OTHER and not note:
        raise DomainError(_("Say why this wording stays."), field="note")
    passage = " ".join(keepable(keeping.passage, "passage").split())
    _check_pointed_at(postmortem, key, keeping, passage)
    kept = KeptWording.objects.create(
        postmortem=postmortem,
        key=key,
        words=keeping.words,
        category=keeping.category,
        passage=passage,
        reason=keeping.reason,
        note=note,
        author=actor.user,
        kept_at=timezone.now(),
    )
    _log(actor, "wording.kept", kept, None)
    return kept


@transaction.atomic
def take_back_wording(*, actor: Actor, incident_id: int, kept_id: int) -> KeptWording:
    """Have the check point at the wording again. Locks the incident. Logs `wording.taken_back`.

    Raises:
        NotFound: no such kept wording in this postmortem.
        Conflict: it was taken back already, or the postmortem is completed.
    """
    postmortem = locked_postmortem(actor, incident_id, WRITE)
    check_open(postmortem)
    kept = postmortem.kept.filter(pk=kept_id).first()
    if kept is None:
        raise NotFound(_("There is no such kept wording in this postmortem."))
    if kept.taken_back_at:
        raise Conflict(_("It was taken back already."))
    before = kept_wording_state(kept)
    kept.taken_back_at = timezone.now()
    kept.save()
    _log(actor, "wording.taken_back", kept, before)
    return kept


def _check_pointed_at(postmortem: Postmortem, key: str, keeping: Keeping, passage: str) -> None:
    found = [
        each
        for each in findings_of(postmortem, {key: passage})[key]
        if (each.finding.text, each.finding.category) == (keeping.words, keeping.category)
    ]
    if not found:
        raise DomainError(_("The check does not point at these words there."), field="passage")
    if all(each.kept for each in found):
        raise Conflict(_("This wording is kept there already."))


def _log(actor: Actor, verb: str, kept: KeptWording, before: State | None) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="kept_wording",
        subject_id=kept.pk,
        before=before,
        after=kept_wording_state(kept),
        incident_id=kept.postmortem.incident_id,
    )
