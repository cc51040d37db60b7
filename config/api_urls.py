"""The addresses of the API and of its description."""

from django.http import Http404
from django.urls import include, path, re_path
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.description import Once
from core.api.negotiation import Whatever
from core.api.throttling import StrangerThrottle


class Nowhere(APIView):
    """An address that is none: told as a problem, not as a page."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    content_negotiation_class = Whatever

    @extend_schema(exclude=True)
    def handle(self, request: Request, rest: str) -> Response:
        """There is nothing here."""
        raise Http404

    get = post = put = patch = delete = options = handle


class Description(SpectacularAPIView):
    """What the API can do. It tells nothing of the data, so it is open."""

    generator_class = Once
    throttle_classes = (StrangerThrottle,)


urlpatterns = [
    path("schema", Description.as_view(), name="api_schema"),
    path("v1/", include("accounts.api.urls")),
    path("v1/", include("incidents.api.urls")),
    path("v1/", include("command.api.urls")),
    path("v1/", include("postmortems.api.urls")),
    path("v1/", include("statements.api.urls")),
    path("v1/", include("alerts.api.urls")),
    path("v1/", include("imports.api.urls")),
    path("v1/", include("insights.api.urls")),
    path("v1/", include("search.api.urls")),
    path("v1/", include("notifications.api.urls")),
    path("v1/", include("checklists.api.urls")),
    path("v1/", include("webhooks.api")),
    re_path(r"^(?P<rest>[\s\S]*)$", Nowhere.as_view(), name="api_nowhere"),
]
