"""`{% bell %}` in templates: the way to what one is told, with how much of it is unread."""

from typing import Any

from django import template
from django.template.context import RequestContext

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
