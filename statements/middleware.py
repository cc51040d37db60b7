"""Strangers are answered before anybody asks who they are."""

from collections.abc import Callable
from functools import cached_property, partial

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from statements.urls import PUBLIC

View = Callable[[HttpRequest], HttpResponse]


class PublicPageMiddleware:
    """Answers for the public page: the same to everybody, without session, cookie or preferences.

    While there is no public page, or when it is asked for otherwise than by reading, the request
    goes the ordinary way and is refused there.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or hand the request on."""
        view = self._views.get(request.path_info)
        if view and request.method in {"GET", "HEAD"}:
            try:
                return view(request)
            except Http404:
                pass
        return self.get_response(request)

    @cached_property
    def _views(self) -> dict[str, View]:
        return {
            reverse(pattern.name): partial(pattern.callback, **pattern.default_args)
            for pattern in PUBLIC
        }
