"""In templates, `{% bell %}`, the way to what one is told, and `{% follow incident %}`."""

from typing import Any

from django import template
from django.template.context import RequestContext

from incidents.models import Incident
from notifications.selectors.following import is_followed
from notifications.selectors.notification import UNREAD

register = template.Library()


@register.inclusion_tag("notifications/_bell.html", takes_context=True)
def bell(context: RequestContext) -> dict[str, Any]:
    """What was read with the person; nothing more is asked."""
    request = context["request"]
    match = request.resolver_match
    return {
        "unread": getattr(request.user, UNREAD, 0),
        "is_here": match is not None and match.url_name == "notification_list",
    }


@register.inclusion_tag("notifications/_follow.html", takes_context=True)
def follow(context: RequestContext, incident: Incident) -> dict[str, Any]:
    """A button that follows the incident, or no longer."""
    request = context["request"]
    return {
        "incident": incident,
        "is_followed": is_followed(incident, request.user),
        "csrf_token": context.get("csrf_token"),
    }
