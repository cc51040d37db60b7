"""Refusals as problem details (RFC 9457)."""

import logging
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core import signals
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.errors import UniqueViolation
from rest_framework import serializers
from rest_framework.exceptions import (
    APIException,
    MethodNotAllowed,
    NotAcceptable,
    NotAuthenticated,
    UnsupportedMediaType,
    ValidationError,
)
from rest_framework.request import Request
from rest_framework.views import set_rollback

from core.api.fields import MOST_COMPLAINTS
from core.errors import Conflict, DomainError, NotFound, NotPermitted

MEDIA_TYPE = "application/problem+json"
NAMES = {
    400: ("malformed", gettext_lazy("The request cannot be read")),
    401: ("sign-in-needed", gettext_lazy("Who asks is not known")),
    403: ("not-permitted", gettext_lazy("Not permitted")),
    404: ("not-found", gettext_lazy("There is no such thing")),
    405: ("method-not-allowed", gettext_lazy("This cannot be done here")),
    406: ("not-acceptable", gettext_lazy("There is no answer in that format")),
    409: ("conflict", gettext_lazy("This contradicts what stands now")),
    412: ("version-mismatch", gettext_lazy("Somebody else changed this")),
    413: ("too-large", gettext_lazy("The request is too large")),
    415: ("unsupported-media-type", gettext_lazy("The body is not JSON")),
    422: ("invalid", gettext_lazy("Something in the request is not right")),
    428: ("version-needed", gettext_lazy("Say which version you saw")),
    429: ("too-many-requests", gettext_lazy("Too many requests")),
    500: ("failure", gettext_lazy("Something failed here")),
}

UNREADABLE = gettext_lazy("This request cannot be read.")
FAILED = gettext_lazy("Look at what stands now before you try again. The server's log tells more.")

logger = logging.getLogger(__name__)


class FieldProblem(serializers.Serializer[Any]):
    """What is wrong with one field."""

    field = serializers.CharField()
    detail = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """Why a request was refused (RFC 9457). `type` is fixed; the sentences are translated."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    # `errors` is what RFC 9457 calls it; nobody validates with this serializer.
    errors = FieldProblem(many=True, required=False)  # type: ignore[assignment]


def answer_refusal(error: Exception, context: dict[str, Any]) -> HttpResponse:
    """The problem that tells of `error`; what nobody foresaw is logged and told as a failure."""
    set_rollback()
    request: Request = context["request"]
    match error:
        case ValidationError():
            errors = list(islice(_flat(error.detail), MOST_COMPLAINTS))
            return problem(request, 422, _("See the fields."), errors=errors)
        case DomainError():
            return _domain_problem(request, error)
        case APIException():
            kind, headers = getattr(error, "kind", ""), _headers(error)
            detail = _advice(error, context) or str(error.detail)
            return problem(request, error.status_code, detail, kind=kind, headers=headers)
    status, detail = _foreseen(error)
    if status == 500:
        # As Django does for pages: monitoring and tests hear of it, the asker sees no insides.
        logger.error("The API failed at %s", request.path, exc_info=error)
        signals.got_request_exception.send(sender=None, request=request._request)  # noqa: SLF001
    return problem(request, status, detail)


def problem(
    request: HttpRequest | Request,
    status: int,
    detail: Any,
    *,
    kind: str = "",
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """An answer that says what is wrong. It is ASCII, so it can quote what no text may hold."""
    name, title = NAMES[status]
    content = {
        "type": f"urn:havari:problem:{kind or name}",
        "title": str(title),
        "status": status,
        "detail": str(detail),
        "instance": escape_uri_path(request.path),
    } | ({"errors": errors} if errors else {})
    return JsonResponse(content, status=status, headers=headers, content_type=MEDIA_TYPE)


def _domain_problem(request: Request, error: DomainError) -> HttpResponse:
    match error:
        case NotFound() if error.field is None:
            status = 404
        case NotPermitted():
            status = 403
        case Conflict():
            status = 409
        case _:
            status = 422
    detail = str(error.message)
    wrong = error.each or ([(error.field, detail)] if error.field else [])
    errors = [{"field": field, "detail": why} for field, why in wrong]
    return problem(request, status, detail, errors=errors)


def _foreseen(error: Exception) -> tuple[int, Any]:
    match error:
        case Http404():
            return 404, _("There is nothing at this address.")
        case PermissionDenied():
            return 403, str(error) or _("Your role does not allow this.")
        case SuspiciousOperation():
            return 400, UNREADABLE
        case IntegrityError() if isinstance(error.__cause__, UniqueViolation):
            return 409, _("Somebody else was faster. Look at what stands now.")
    return 500, FAILED


def _advice(error: APIException, context: dict[str, Any]) -> str:
    match error:
        case MethodNotAllowed():
            allowed = ", ".join(context["view"].allowed_methods)
            return _("Use one of these here: %(methods)s.") % {"methods": allowed}
        case NotAcceptable():
            return _("Accept application/json.")
        case NotAuthenticated():
            return _("Send a token, such as in Authorization: Bearer 0123abcd...")
        case UnsupportedMediaType():
            return _("Send JSON, and Content-Type: application/json.")
    return ""


def _headers(error: Exception) -> dict[str, str]:
    headers = {}
    if asked := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(asked)
    if (wait := getattr(error, "wait", None)) is not None:
        headers["Retry-After"] = str(int(wait) + 1)
    return headers


def _flat(detail: Any, at: str = "") -> Iterator[dict[str, str]]:
    """Each complaint with the dotted path of its field."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _flat(inner, f"{at}.{name}" if at else str(name))
    elif isinstance(detail, list):
        for inner in detail:
            yield from _flat(inner, at)
    else:
        yield {"field": _named(at), "detail": str(detail)}


def _named(at: str) -> str:
    return at.removesuffix("non_field_errors").rstrip(".") or "body"
