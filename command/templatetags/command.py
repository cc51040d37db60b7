"""`{% load command %}`: what the head of every page of an incident tells beside the record."""

from django import template

from command.selectors.newest import newest_in
from command.selectors.open import Open, missing_among, open_in
from command.selectors.running import Running, running_in
from incidents.models import Incident, Role, RoleHeld
from incidents.selectors.impact import groups_of
from incidents.selectors.timeline_entry import ReadEntry

register = template.Library()


@register.simple_tag
def running(incident: Incident) -> Running | None:
    """The clocks and open things of the incident; none of one that is in no database yet."""
    return running_in(incident) if incident.pk else None


@register.simple_tag
def missing(roles: list[RoleHeld]) -> list[Role]:
    """The roles an incident needs that nobody of these holds."""
    return missing_among(roles)


@register.simple_tag
def standing_open(incident: Incident) -> Open:
    """What is open, on a page that has not asked for it otherwise."""
    return open_in(incident, groups_of(incident))


@register.simple_tag
def newest(incident: Incident) -> list[ReadEntry]:
    """The newest entries, on a page that has not asked for them otherwise."""
    entries, _timeline = newest_in(incident)
    return entries
