"""A service that refuses becomes the page that says so."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from core.errors import NotFound, NotPermitted
from core.views import forbidden, not_found


class RefusalMiddleware:
    """`NotFound` becomes 404 and `NotPermitted` 403, wherever a view let them pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for a refusal; any other error is not ours."""
        if isinstance(error, NotFound):
            return not_found(request, error)
        if isinstance(error, NotPermitted):
            return forbidden(request, error)
        return None
