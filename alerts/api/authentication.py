"""Knowing a source by the proof it sends with its bytes."""

from typing import Any

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from alerts.models import AlertSource
from alerts.proof import Sent, is_proven
from alerts.selectors.alert_source import source_named


class Source:
    """A source that proved itself, in the place of a person."""

    is_authenticated = True
    is_active = True

    def __init__(self, source: AlertSource) -> None:
        self.source = source
        self.pk = f"source-{source.pk}"


class SourceAuthentication(BaseAuthentication):
    """A token as bearer or as password, or a signature over the body."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        """The source at this address, if one of its keys stands behind what was sent."""
        view = request.parser_context["view"]
        source = source_named(view.kwargs["source"])
        if source is None:
            return None
        sent = Sent(request.headers, view.body)
        if is_proven(source.keys.filter(ended_at=None), sent, timezone.now()):
            return Source(source), None
        return None


class SourceScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call] # untyped
    """How the description of the API names it."""

    target_class = SourceAuthentication
    name = "alertSource"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """The commonest of its ways."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A key of the source, as token or as password of basic authentication; "
            "or X-PagerDuty-Signature or X-Grafana-Alerting-Signature over the body.",
        }
