"""What the public page asks of the record in its language."""

from django import template

from statements.selectors.public_page import (
    Component,
    PublicIncident,
    PublicRecord,
    PublicStatement,
    Said,
)

register = template.Library()


@register.simple_tag
def named(incident: PublicIncident, language: str) -> Said:
    """The statement whose title the incident goes by."""
    return incident.named_by(language)


@register.simple_tag
def in_language(incident: PublicIncident, language: str) -> list[PublicStatement]:
    """What a reader of the language is shown of it."""
    return incident.in_language(language)


@register.simple_tag
def affected(record: PublicRecord, incident: PublicIncident) -> list[Component]:
    """The services it hits."""
    return record.components_of(incident)


@register.simple_tag
def called(component: Component, language: str) -> str:
    """The name that customers know."""
    return component.name(language)
