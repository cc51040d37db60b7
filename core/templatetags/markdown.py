"""`{{ text|markdown }}` in templates."""

from django import template
from django.utils.safestring import SafeString

from core.markdown import to_html

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """The text as harmless HTML."""
    return to_html(text)
