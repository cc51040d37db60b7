"""A service that refuses becomes the page that says so."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from core.errors import NotFound, NotPermitted
from core.views import forbidden, not_allowed, not_found


class RefusalMiddleware:
    """`NotFound` becomes 404 and `NotPermitted` 403, wherever a view let them pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on; an address that is asked in the wrong way says so."""
        answer = self.get_response(request)
        is_bare = answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not answer.content
        return not_allowed(request, answer) if is_bare else answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for a refusal; any other error is not ours."""
        if isinstance(error, NotFound):
            return not_found(request, error)
        if isinstance(error, NotPermitted):
            return forbidden(request, error)
        return None
