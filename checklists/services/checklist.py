"""Keeping the organisation's checklists: written, said anew, withdrawn. Nothing is overwritten."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from audit.actor import Actor, require
from audit.log import record
from checklists.models import Checklist
from checklists.permissions import KEEP_CHECKLISTS
from checklists.states import State, checklist_state
from checklists.steps import Step, as_kept, checked
from core.checks import chosen, longest, reasoned, same_version, take_turns, titled
from core.errors import Conflict, NotFound
from incidents.models import Category, Severity
from statements.models import Language

# Names and places in the address are compared with those of every other checklist.
CHECKLISTS_TURN = 7412061
_OF_PAGES = {"write"}
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa"})


@dataclass(frozen=True, slots=True)
class ChecklistText:
    """What a checklist is called, its steps, and where it is offered; nowhere named means all."""

    name: str
    language: str
    steps: Sequence[Step]
    severities: Sequence[str] = ()
    categories: Sequence[str] = ()


@transaction.atomic
def add_checklist(*, actor: Actor, value: ChecklistText) -> Checklist:
    """Write a new checklist. Logs `checklist.added`.

    Raises:
        NotPermitted: the actor may not keep checklists.
        Conflict: there is one of that name.
        DomainError: no name, no such language, severity or category, or see `steps.checked`.
    """
    require(actor, KEEP_CHECKLISTS)
    take_turns(CHECKLISTS_TURN)
    checklist = Checklist()
    _fill(checklist, value)
    checklist.slug = _free_place(checklist.name)
    return _written(actor, "checklist.added", checklist, None)


@transaction.atomic
def change_checklist(*, actor: Actor, slug: str, version: int, value: ChecklistText) -> Checklist:
    """Say it otherwise, as a new version; the earlier stays readable, and what was begun stays.

    Logs `checklist.changed`, or nothing when nothing differs.

    Raises:
        NotFound, NotPermitted: no such checklist; the actor may not keep checklists.
        Conflict: somebody changed or withdrew it since `version`, or another has that name.
        DomainError: see `add_checklist`.
    """
    standing = _locked(actor, slug, version)
    changed = Checklist(slug=slug, version=standing.version)
    _fill(changed, value)
    if _said_by(changed) == _said_by(standing):
        return standing
    changed.version += 1
    return _written(actor, "checklist.changed", changed, checklist_state(standing))


@transaction.atomic
def withdraw_checklist(*, actor: Actor, slug: str, version: int, reason: str) -> Checklist:
    """Offer it no longer; it stays readable, and what was begun of it can be finished.

    Logs `checklist.withdrawn`.

    Raises:
        NotFound, NotPermitted: no such checklist; the actor may not keep checklists.
        Conflict: somebody changed or withdrew it since `version`.
        DomainError: no reason.
    """
    checklist = _locked(actor, slug, version)
    before = checklist_state(checklist)
    checklist.withdrawn_reason = reasoned(reason, _("Say why it is offered no longer."))
    checklist.withdrawn_at = timezone.now()
    checklist.save()
    _log(actor, "checklist.withdrawn", checklist, before, checklist.withdrawn_reason)
    return checklist


def _locked(actor: Actor, slug: str, version: int) -> Checklist:
    require(actor, KEEP_CHECKLISTS)
    take_turns(CHECKLISTS_TURN)
    checklist = Checklist.objects.filter(slug=slug).order_by("-version").first()
    if checklist is None:
        raise NotFound(_("There is no such checklist."))
    same_version(version, checklist.version)
    if checklist.withdrawn_at:
        raise Conflict(_("This checklist was withdrawn."))
    return checklist


def _fill(checklist: Checklist, value: ChecklistText) -> None:
    for severity in value.severities:
        chosen(severity, Severity, "severities")
    for category in value.categories:
        chosen(category, Category, "categories")
    name = titled(value.name, _("Give the checklist a name."), "name", longest(Checklist, "name"))
    if Checklist.objects.offered().filter(name__iexact=name).exclude(slug=checklist.slug).exists():
        raise Conflict(_("There is a checklist of that name."), field="name")
    checklist.name = name
    checklist.language = chosen(value.language, Language, "language")
    checklist.severities = [each for each in Severity.values if each in value.severities]
    checklist.categories = [each for each in Category.values if each in value.categories]
    checklist.steps = as_kept(checked(value.steps))


def _said_by(checklist: Checklist) -> tuple[object, ...]:
    return (
        checklist.name,
        checklist.language,
        checklist.severities,
        checklist.categories,
        checklist.steps,
    )


def _free_place(name: str) -> str:
    """A place in the address that no checklist ever had."""
    wanted = slugify(name.translate(_LETTERS))[:50].strip("-") or "checklist"
    taken = set(Checklist.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    place, number = wanted, 1
    while place in {*taken, *_OF_PAGES}:
        number += 1
        place = f"{wanted}-{number}"
    return place


def _written(actor: Actor, verb: str, checklist: Checklist, before: State | None) -> Checklist:
    checklist.author, checklist.written_at = actor.user, timezone.now()
    checklist.save()
    _log(actor, verb, checklist, before)
    return checklist


def _log(
    actor: Actor, verb: str, checklist: Checklist, before: State | None, reason: str = ""
) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="checklist",
        subject_id=checklist.pk,
        before=before,
        after=checklist_state(checklist),
        reason=reason,
    )
