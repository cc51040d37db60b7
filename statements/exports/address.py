"""Where strangers find the public page."""

from django.conf import settings
from django.urls import reverse


def page_address(language: str = "", place: str = "") -> str:
    """The whole address of the page, in a language, at the place of an incident or a statement."""
    query = f"?lang={language}" if language else ""
    return f"{settings.ADDRESS}{reverse('public_page')}{query}{f'#{place}' if place else ''}"


def feed_address(language: str) -> str:
    """The whole address of the feed in a language."""
    return f"{settings.ADDRESS}{reverse('public_feed')}?lang={language}"
