"""Keeping the organisation's own lists of sections, and giving a report another."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Manager, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor, require
from audit.log import record
from core.checks import chosen, keepable, longest, same_version, titled
from core.errors import Conflict, NotFound
from incidents.models import Category, Severity
from postmortems.models import Comment, Draft, Postmortem, PostmortemTemplate
from postmortems.outline import as_kept, as_read, outline_from
from postmortems.selectors.section import sections_of
from postmortems.services.door import SET_UP, WRITE, check_open, locked_postmortem
from postmortems.states import State, postmortem_state, template_state


@dataclass(frozen=True, slots=True)
class TemplateText:
    """What a template is called, where it is offered first, and its sections as they are edited."""

    name: str
    sections: str
    severities: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@transaction.atomic
def add_template(*, actor: Actor, value: TemplateText) -> PostmortemTemplate:
    """Add a list of sections that reports can begin from. Logs `postmortem_template.added`.

    Raises:
        NotPermitted: the actor may not set up postmortems.
        Conflict: there is one of that name.
        DomainError: no name, no such severity or category, or sections that cannot be read.
    """
    require(actor, SET_UP)
    template = PostmortemTemplate()
    _fill(template, value)
    template.save()
    _log(actor, "postmortem_template.added", template, None)
    return template


@transaction.atomic
def change_template(
    *, actor: Actor, template_id: int, version: int, value: TemplateText
) -> PostmortemTemplate:
    """Say it otherwise; reports that began from it stay as they are.

    Logs `postmortem_template.changed`, or nothing when nothing differs.

    Raises:
        NotFound, NotPermitted: no such template; the actor may not set up postmortems.
        Conflict: somebody changed or withdrew it since `version`, or another has that name.
        DomainError: see `add_template`.
    """
    template = _locked(actor, template_id, version)
    before = template_state(template)
    _fill(template, value)
    return _saved(actor, "postmortem_template.changed", template, before)


@transaction.atomic
def withdraw_template(*, actor: Actor, template_id: int, version: int) -> PostmortemTemplate:
    """Offer it no longer; reports that began from it stay as they are.

    Logs `postmortem_template.withdrawn`.

    Raises:
        NotFound, NotPermitted: no such template; the actor may not set up postmortems.
        Conflict: somebody changed or withdrew it since `version`.
    """
    template = _locked(actor, template_id, version)
    before = template_state(template)
    template.withdrawn_at = timezone.now()
    return _saved(actor, "postmortem_template.withdrawn", template, before)


@transaction.atomic
def take_over_template(
    *, actor: Actor, incident_id: int, version: int, template_id: int
) -> Postmortem:
    """Give a report the sections of a template; what has words in it stays, at the end.

    Words are those of drafts and comments too, so that nobody's have no place any more.

    Locks the incident. Logs `postmortem.sections_changed`, or nothing when nothing differs.

    Raises:
        NotFound: the postmortem was not started, or no such template.
        Conflict: it is completed, or somebody changed what it is since `version`.
    """
    postmortem = locked_postmortem(actor, incident_id, WRITE, version)
    check_open(postmortem)
    template = offered(template_id)
    before = postmortem_state(postmortem)
    sections = as_read(template.sections)
    keys = {section.key for section in sections}
    spoken = {*_keys_of(postmortem.drafts), *_keys_of(postmortem.comments)}
    written = [
        section.outline
        for section in sections_of(postmortem)
        if section.key not in keys and (section.text or section.key in spoken)
    ]
    begin_from(postmortem, template)
    postmortem.outline = as_kept([*sections, *written])
    if postmortem_state(postmortem) == before:
        return postmortem
    postmortem.version += 1
    postmortem.save()
    record(
        actor=actor,
        verb="postmortem.sections_changed",
        subject_type="postmortem",
        subject_id=postmortem.pk,
        before=before,
        after=postmortem_state(postmortem),
        incident_id=postmortem.incident_id,
    )
    return postmortem


def _keys_of(words: Manager[Draft] | Manager[Comment]) -> QuerySet[Any, str]:
    return words.values_list("key", flat=True)


def begin_from(postmortem: Postmortem, template: PostmortemTemplate) -> None:
    """Give the report the sections of the template as they are now; the caller saves and logs."""
    postmortem.outline = template.sections
    postmortem.template_name, postmortem.template_version = template.name, template.version


def offered(template_id: int) -> PostmortemTemplate:
    """The template of that number.

    Raises:
        NotFound: there is none, or it is no longer offered.
    """
    template = PostmortemTemplate.objects.filter(pk=template_id, withdrawn_at=None).first()
    if template is None:
        raise NotFound(_("There is no such template."))
    return template


def _locked(actor: Actor, template_id: int, version: int) -> PostmortemTemplate:
    require(actor, SET_UP)
    template = PostmortemTemplate.objects.select_for_update().filter(pk=template_id).first()
    if template is None:
        raise NotFound(_("There is no such template."))
    same_version(version, template.version)
    if template.withdrawn_at:
        raise Conflict(_("This template was withdrawn."))
    return template


def _fill(template: PostmortemTemplate, value: TemplateText) -> None:
    for severity in value.severities:
        chosen(severity, Severity, "severities")
    for category in value.categories:
        chosen(category, Category, "categories")
    name = titled(
        value.name, _("Give the template a name."), "name", longest(PostmortemTemplate, "name")
    )
    if PostmortemTemplate.objects.filter(name=name).exclude(pk=template.pk).exists():
        raise Conflict(_("There is a template of that name."), field="name")
    template.name = name
    template.severities, template.categories = list(value.severities), list(value.categories)
    template.sections = as_kept(outline_from(keepable(value.sections, "sections")))


def _saved(
    actor: Actor, verb: str, template: PostmortemTemplate, before: State
) -> PostmortemTemplate:
    if template_state(template) == before:
        return template
    template.version += 1
    template.save()
    _log(actor, verb, template, before)
    return template


def _log(actor: Actor, verb: str, template: PostmortemTemplate, before: State | None) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="postmortem_template",
        subject_id=template.pk,
        before=before,
        after=template_state(template),
    )
