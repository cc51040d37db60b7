"""`{% load checklists %}`: what the head of every page of an incident tells of checklists."""

from datetime import timedelta

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from checklists.models import Checklist
from checklists.selectors.begun_checklist import Progress, progress_in
from incidents.models import Category, Incident
from incidents.models.incident import OVER

register = template.Library()
YOUNG = timedelta(hours=1)


@register.simple_tag
def gone_through(incident: Incident) -> list[Progress]:
    """How far each checklist came; none of an incident that is in no database yet."""
    return progress_in(incident) if incident.pk else []


@register.filter
def is_young(incident: Incident) -> bool:
    """Whether it was declared within the hour and goes on: when a checklist helps most."""
    since = incident.declared_at
    if since is None or incident.status in OVER:
        return False
    return timezone.now() - since < YOUNG


@register.filter
def offered_where(checklist: Checklist) -> str:
    """The severities and categories it is offered in, in words."""
    severities = [each.upper() for each in checklist.severities]
    categories = [str(Category(each).label) for each in checklist.categories]
    return ", ".join([*severities, *categories]) or _("every incident")
