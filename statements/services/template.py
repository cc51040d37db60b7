"""Keeping the texts that statements start from."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actor import Actor, require
from audit.log import record
from core.checks import chosen, longest, said, same_version, take_turns, titled
from core.errors import DomainError, NotFound
from statements.models import Audience, Language, StatementKind, StatementTemplate
from statements.selectors.template import ReadTemplate, template_named
from statements.services.door import WRITE
from statements.services.statement import LONGEST_TEXT
from statements.states import State, template_state
from statements.texts.reading import stray_references

# A given one becomes a row when it is first changed, which two people could do at once.
_TURN = 7412041


@dataclass(frozen=True, slots=True)
class TemplateText:
    """What a template says, in which language and for what; `audience` is "" for any."""

    title: str
    language: str
    kind: str
    text: str
    audience: str = ""


@transaction.atomic
def add_template(*, actor: Actor, value: TemplateText) -> StatementTemplate:
    """Make a text to start from. Logs `template.added`.

    Raises:
        NotPermitted: the actor may not write statements.
        DomainError: no title or text, no such choice, or something in braces that is no reference.
    """
    require(actor, WRITE)
    template = StatementTemplate.objects.create(**asdict(_checked(value)))
    _log(actor, "template.added", template, None)
    return template


@transaction.atomic
def change_template(
    *, actor: Actor, key: str, version: int, value: TemplateText
) -> StatementTemplate | None:
    """Word a template otherwise; one that came with Havari too. It is offered again.

    Logs `template.changed`, or nothing when nothing differs (then a given one stays as it came,
    and None is answered).

    Raises:
        NotFound: there is no such template.
        NotPermitted: the actor may not write statements.
        Conflict: somebody changed it since `version`.
        DomainError: see `add_template`.
    """
    read = _locked(actor, key, version)
    value = _checked(value)
    template, before = _row(read)
    for field, worded in asdict(value).items():
        setattr(template, field, worded)
    is_same = all(getattr(read, field) == worded for field, worded in asdict(value).items())
    if is_same and not read.is_withdrawn:
        return template if template.pk else None
    template.is_withdrawn = False
    return _saved(actor, "template.changed", template, before)


@transaction.atomic
def withdraw_template(*, actor: Actor, key: str, version: int) -> StatementTemplate:
    """Offer a template no longer; changing it brings it back. Logs `template.withdrawn`.

    Raises:
        NotFound: there is no such template.
        NotPermitted: the actor may not write statements.
        Conflict: somebody changed it since `version`.
        DomainError: it is not offered as it is.
    """
    read = _locked(actor, key, version)
    if read.is_withdrawn:
        raise DomainError(_("This template is not offered any more."))
    template, before = _row(read)
    template.is_withdrawn = True
    return _saved(actor, "template.withdrawn", template, before)


def _locked(actor: Actor, key: str, version: int) -> ReadTemplate:
    take_turns(_TURN)
    require(actor, WRITE)
    read = template_named(key)
    if read is None:
        raise NotFound(_("There is no such template."))
    same_version(version, read.version)
    return read


def _row(read: ReadTemplate) -> tuple[StatementTemplate, State | None]:
    """The row of the template, and its state; a given one that was never changed has neither."""
    if read.version:
        kept = {"pk": read.key} if read.key.isdecimal() else {"given": read.key}
        template = StatementTemplate.objects.get(**kept)
        return template, template_state(template)
    as_it_came = {
        "title": read.title,
        "language": read.language,
        "kind": read.kind,
        "audience": read.audience,
        "text": read.text,
    }
    return StatementTemplate(given=read.key, version=0, **as_it_came), None


def _saved(
    actor: Actor, verb: str, template: StatementTemplate, before: State | None
) -> StatementTemplate:
    template.version += 1
    template.save()
    _log(actor, verb, template, before)
    return template


def _checked(value: TemplateText) -> TemplateText:
    title = _("Give the template a title.")
    text = said(value.text, _("Write what it says."), "text", LONGEST_TEXT)
    if stray := stray_references(text):
        raise DomainError(
            _("%(names)s is no reference to a figure. Write one such as {time:mitigated}.")
            % {"names": ", ".join(stray)},
            field="text",
        )
    return TemplateText(
        title=titled(value.title, title, "title", longest(StatementTemplate, "title")),
        language=chosen(value.language, Language, "language"),
        kind=chosen(value.kind, StatementKind, "kind"),
        audience=value.audience and chosen(value.audience, Audience, "audience"),
        text=text,
    )


def _log(actor: Actor, verb: str, template: StatementTemplate, before: State | None) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="statement_template",
        subject_id=template.pk,
        before=before,
        after=template_state(template),
    )
