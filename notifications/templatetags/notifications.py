"""`{% bell %}` in templates: the way to what one is told, with how much of it is unread."""

from typing import Any

from django import template
from django.template.context import RequestContext

from notifications.selectors.notification import unread_count

register = template.Library()


@register.inclusion_tag("notifications/_bell.html", takes_context=True)
def bell(context: RequestContext) -> dict[str, Any]:
    """One question to the database, where somebody is signed in."""
    request = context["request"]
    match = request.resolver_match
    return {
        "unread": unread_count(request.user),
        "is_here": match is not None and match.url_name == "notification_list",
    }
