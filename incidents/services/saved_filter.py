"""Saving a filter of a list under a name: kept, renamed, shared, removed."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actor import Actor, require
from audit.log import record
from core.checks import chosen, longest, said, same_version, titled
from core.errors import Conflict, NotFound
from incidents.models import FilteredList, SavedFilter
from incidents.services.service import MANAGE_SERVICES
from incidents.states import State, filter_state

# As many as stand above a list and are still found.
MOST = 30
# What an organisation shares is set up by those who keep its catalogue.
SHARE = MANAGE_SERVICES


@dataclass(frozen=True, slots=True)
class Kept:
    """A list, the query of its address, what that is called, and whether everybody is offered it.

    The query is one that the list's own filter form takes; `incidents.forms.saved_filter` asks it.
    """

    of_list: str
    name: str
    query: str
    is_shared: bool = False


@transaction.atomic
def save_filter(*, actor: Actor, value: Kept) -> SavedFilter:
    """Keep a filter for oneself, or share it. Locks the account. Logs `filter.saved`.

    Raises:
        NotPermitted: it is to be shared by somebody who may not.
        Conflict: one has a filter of that name on that list, or as many as one can have.
        DomainError: no such list, no name, or nothing is narrowed.
    """
    person = _locked_person(actor)
    value = _checked(actor, value)
    theirs = SavedFilter.objects.filter(person=person, of_list=value.of_list)
    _check_name(theirs, value.name)
    if theirs.count() >= MOST:
        raise Conflict(
            _("You have %(most)s filters of this list. Remove one first.") % {"most": MOST},
            field="name",
        )
    kept = SavedFilter.objects.create(
        person=person,
        of_list=value.of_list,
        name=value.name,
        query=value.query,
        is_shared=value.is_shared,
    )
    _log(actor, "filter.saved", kept, None)
    return kept


@transaction.atomic
def change_filter(
    *, actor: Actor, filter_id: int, version: int, name: str, query: str, is_shared: bool
) -> SavedFilter:
    """Rename a filter, narrow it otherwise, share it or keep it for oneself. Locks the account.

    Logs `filter.changed`, or nothing when nothing differs. Raises as `save_filter`, and:

    Raises:
        NotFound: there is no such filter, or not for this actor.
        Conflict: it was changed since `version`.
    """
    kept = _locked_filter(actor, filter_id)
    same_version(version, kept.version)
    value = Kept(kept.of_list, name, query, is_shared)
    value = _checked(actor, value, was_shared=kept.is_shared)
    theirs = SavedFilter.objects.filter(person=kept.person_id, of_list=kept.of_list)
    _check_name(theirs.exclude(pk=kept.pk), value.name)
    before = filter_state(kept)
    kept.name, kept.query, kept.is_shared = value.name, value.query, value.is_shared
    if filter_state(kept) == before:
        return kept
    kept.version += 1
    kept.save()
    _log(actor, "filter.changed", kept, before)
    return kept


@transaction.atomic
def remove_filter(*, actor: Actor, filter_id: int) -> None:
    """Remove a filter; its address goes on working. Locks the account. Logs `filter.removed`.

    Raises:
        NotFound: there is no such filter, or not for this actor.
        NotPermitted: somebody else shares it, and the actor may not.
    """
    kept = _locked_filter(actor, filter_id)
    before, number = filter_state(kept), kept.pk
    kept.delete()
    record(
        actor=actor,
        verb="filter.removed",
        subject_type="saved_filter",
        subject_id=number,
        before=before,
        after=None,
    )


def _locked_person(actor: Actor) -> User | None:
    """Whose filters are changed, so that they are counted and named one after the other."""
    if actor.user is None:
        return None
    return User.objects.select_for_update(no_key=True).get(pk=actor.user.pk)


def _locked_filter(actor: Actor, filter_id: int) -> SavedFilter:
    """One's own, or a shared one for whoever may share."""
    person = _locked_person(actor)
    found = SavedFilter.objects.visible_to(person) if person else SavedFilter.objects.all()
    kept = found.select_for_update(of=("self",)).filter(pk=filter_id).first()
    if kept is None:
        raise NotFound(_("There is no such filter."))
    if kept.person != person:
        require(actor, SHARE)
    return kept


def _checked(actor: Actor, value: Kept, *, was_shared: bool = False) -> Kept:
    chosen(value.of_list, FilteredList, "of_list")
    if value.is_shared and not was_shared:
        require(actor, SHARE)
    name = titled(value.name, _("Name the filter."), "name", longest(SavedFilter, "name"))
    narrowing = _("Narrow the list first: without that there is nothing to keep.")
    query = said(value.query, narrowing, "query", longest(SavedFilter, "query"))
    return replace(value, name=name, query=query)


def _check_name(others: QuerySet[SavedFilter], name: str) -> None:
    if others.filter(name=name).exists():
        raise Conflict(_("You have a filter of that name. Choose another name."), field="name")


def _log(actor: Actor, verb: str, kept: SavedFilter, before: State | None) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="saved_filter",
        subject_id=kept.pk,
        before=before,
        after=filter_state(kept),
    )
