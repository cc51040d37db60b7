"""Setting up where alerts come from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from alerts.models import AlertSource, SourceKind
from alerts.models.alert_source import SET_UP_ALERTS
from alerts.reading.mapped import check_expressions
from alerts.states import State, source_state
from audit.actor import Actor, require
from audit.log import record
from core.checks import chosen, longest, same_version, take_turns, titled, words
from core.errors import DomainError, NotFound
from incidents.models import Category, Service, Severity

# Two people could enter one name at once; sources change rarely, so they take turns.
_SOURCES_TURN = 7412029
MOST_WORDS = 100
_SLUG = re.compile(r"[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class SetUp:
    """What is set up of a source.

    `severities`, `categories` and `services` say what the tool's words mean here, whatever their
    case; `mapping` are JMESPath expressions, for other JSON only.
    """

    slug: str
    name: str
    kind: str
    mapping: Mapping[str, str] = field(default_factory=dict)
    severities: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    severity: str = Severity.SEV3
    category: str = Category.OUTAGE
    service: Service | None = None
    opens_incidents: bool = True
    is_active: bool = True


@transaction.atomic
def add_alert_source(*, actor: Actor, setup: SetUp) -> AlertSource:
    """Listen to a tool. Takes a turn among sources. Logs `alert_source.added`.

    Raises:
        DomainError: a name that is used already or cannot stand in an address, an expression that
            cannot be carried out, or a word that means nothing here.
    """
    take_turns(_SOURCES_TURN)
    require(actor, SET_UP_ALERTS)
    source = AlertSource()
    _take(source, setup)
    source.save()
    _log(actor, "alert_source.added", source, None)
    return source


@transaction.atomic
def change_alert_source(*, actor: Actor, source_id: int, version: int, setup: SetUp) -> AlertSource:
    """Set a source up anew. Takes a turn among sources.

    Logs `alert_source.changed`, or nothing when nothing differs.

    Raises:
        NotFound: no such source.
        Conflict: somebody changed it since `version`.
        DomainError: see `add_alert_source`.
    """
    take_turns(_SOURCES_TURN)
    require(actor, SET_UP_ALERTS)
    source = AlertSource.objects.filter(pk=source_id).first()
    if source is None:
        raise NotFound(_("There is no such source of alerts."))
    same_version(version, source.version)
    before = source_state(source)
    _take(source, setup)
    if source_state(source) == before:
        return source
    source.version += 1
    source.save()
    _log(actor, "alert_source.changed", source, before)
    return source


def checked_source(setup: SetUp) -> AlertSource:
    """The source as it would be, in no table. Raises as `add_alert_source`."""
    source = AlertSource()
    _take_words(source, setup)
    return source


def _take(source: AlertSource, setup: SetUp) -> None:
    source.slug = words(setup.slug, "slug", 50)
    if not _SLUG.fullmatch(source.slug):
        raise DomainError(
            _("Write small letters, digits and hyphens, such as “alertmanager”."), field="slug"
        )
    if AlertSource.objects.filter(slug=source.slug).exclude(pk=source.pk).exists():
        raise DomainError(_("There is a source of that name."), field="slug")
    _take_words(source, setup)


def _take_words(source: AlertSource, setup: SetUp) -> None:
    source.name = titled(setup.name, _("Name the source."), "name", longest(AlertSource, "name"))
    source.kind = chosen(setup.kind, SourceKind, "kind")
    source.mapping = dict(setup.mapping) if source.kind == SourceKind.MAPPED else {}
    if source.kind == SourceKind.MAPPED:
        check_expressions(source.mapping)
    source.severities = _meanings(setup.severities, "severities", Severity)
    source.categories = _meanings(setup.categories, "categories", Category)
    source.services = _services(setup.services)
    source.severity = chosen(setup.severity, Severity, "severity")
    source.category = chosen(setup.category, Category, "category")
    source.service = setup.service
    source.opens_incidents, source.is_active = setup.opens_incidents, setup.is_active


def _meanings(
    said: Mapping[str, str], name: str, choices: type[models.TextChoices]
) -> dict[str, str]:
    return {word: chosen(meaning, choices, name) for word, meaning in _words(said, name).items()}


def _services(said: Mapping[str, str]) -> dict[str, str]:
    named = _words(said, "services")
    known = {service.name.casefold(): service.name for service in Service.objects.all()}
    for meaning in named.values():
        if meaning.casefold() not in known:
            raise DomainError(
                _("The catalogue has no service “%(name)s”.") % {"name": meaning[:100]},
                field="services",
            )
    return {word: known[meaning.casefold()] for word, meaning in named.items()}


def _words(said: Mapping[str, Any], name: str) -> dict[str, str]:
    if len(said) > MOST_WORDS:
        raise DomainError(_("Give at most %(limit)s words.") % {"limit": MOST_WORDS}, field=name)
    return {
        words(word, name, 100).casefold(): words(str(meaning), name, 100)
        for word, meaning in said.items()
    }


def _log(actor: Actor, verb: str, source: AlertSource, before: State | None) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="alert_source",
        subject_id=source.pk,
        before=before,
        after=source_state(source),
    )
