"""What tools tell: the one address that takes bodies which others designed."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import APIException
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from accounts.api.authentication import ApiTokenAuthentication
from accounts.api.endpoint import ALWAYS, WITH_BODY, Endpoint
from alerts.api.authentication import Source, SourceAuthentication
from alerts.reading import LARGEST_BODY
from alerts.selectors.alert_source import source_named
from alerts.services.delivery import Outcome, receive_delivery
from audit.actor import system
from core.api.problems import MEDIA_TYPE, Problem
from core.api.throttling import PersonThrottle
from incidents.models import Incident


class TooLargeDelivery(APIException):
    """The body is larger than any delivery needs (413)."""

    status_code = 413
    default_detail = gettext_lazy("The body is larger than 1 MiB.")


class DeliveryThrottle(PersonThrottle):
    """Of a source, whoever sends for it."""

    scope = "alerts"


class AnyBytes(BaseParser):
    """Whatever the tool calls it: Amazon sends its JSON as text."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """The bytes were read before, since a signature is over them."""


class DeliveryAnswer(serializers.Serializer[Outcome]):
    """What became of it. An incident that not everybody may know of is not named."""

    told = serializers.IntegerField()
    news = serializers.IntegerField()
    opened = serializers.SerializerMethodField()
    incidents = serializers.SerializerMethodField()

    def get_opened(self, outcome: Outcome) -> str | None:
        """The reference of the incident it opened or, in a flood, was gathered in."""
        return _named(outcome.opened) if outcome.opened else None

    def get_incidents(self, outcome: Outcome) -> list[str]:
        """The references of all incidents it added to."""
        return [name for each in outcome.incidents if (name := _named(each))]


class Deliveries(Endpoint):
    """Alerts of a source."""

    http_method_names = ["post"]
    authentication_classes = (
        SourceAuthentication,
        ApiTokenAuthentication,
        SessionAuthentication,
    )
    parser_classes = (AnyBytes,)
    throttle_classes = (DeliveryThrottle,)
    body = b""

    def perform_authentication(self, request: Request) -> None:
        """Read what was sent, then see who stands behind it.

        Raises:
            TooLargeDelivery: it is larger than 1 MiB.
        """
        self.body = request._request.read(LARGEST_BODY + 1)  # noqa: SLF001 - before any parser
        if len(self.body) > LARGEST_BODY:
            raise TooLargeDelivery
        if not isinstance(request.user, Source):
            super().perform_authentication(request)

    def get_authenticate_header(self, request: Request) -> str:
        """How to prove oneself."""
        return "Bearer"

    @extend_schema(
        operation_id="alerts_receive",
        request={"application/json": OpenApiTypes.OBJECT},
        responses={
            200: DeliveryAnswer,
            **{(status, MEDIA_TYPE): Problem for status in (*ALWAYS, *WITH_BODY)},
        },
    )
    def post(self, request: Request, source: str) -> HttpResponse:
        """Take in what a tool tells, with a key of the source or a token of who sets alerts up."""
        listened_to = source_named(source)
        if listened_to is None:
            raise Http404(_("There is no such source of alerts."))
        actor = system("api") if isinstance(request.user, Source) else self.actor
        outcome = receive_delivery(actor=actor, source_id=listened_to.pk, body=self.body)
        answer = JSONRenderer().render(DeliveryAnswer(outcome).data)
        return HttpResponse(answer, content_type="application/json")


def _named(incident: Incident) -> str | None:
    return None if incident.is_restricted else incident.reference
