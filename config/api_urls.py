"""The addresses of the API and of its description."""

from django.http import Http404
from django.urls import include, path
from django.views.decorators.cache import cache_page
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.throttling import StrangerThrottle

HOUR = 3600


class Nowhere(APIView):
    """An address that is none: told as a problem, not as a page."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(exclude=True)
    def handle(self, request: Request, rest: str) -> Response:
        """There is nothing here."""
        raise Http404

    get = post = put = patch = delete = handle


class Description(SpectacularAPIView):
    """What the API can do. It tells nothing of the data, so it is open; making it is work."""

    throttle_classes = (StrangerThrottle,)


urlpatterns = [
    path("schema", cache_page(HOUR, cache="process")(Description.as_view()), name="api_schema"),
    path("v1/", include("accounts.api.urls")),
    path("v1/", include("incidents.api.urls")),
    path("v1/", include("postmortems.api.urls")),
    path("<path:rest>", Nowhere.as_view(), name="api_nowhere"),
]
