"""Pages in the language and the time zone of whoever is signed in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.preferences import use_language_of, use_time_zone_of


class PreferencesMiddleware:
    """After sign-in everybody reads as they chose; before it, as their browser asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Choose, then hand the request on."""
        # Threads are used again: the last reader's zone must not stay.
        timezone.deactivate()
        if request.user.is_authenticated:
            use_language_of(request.user)
            use_time_zone_of(request.user)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)
