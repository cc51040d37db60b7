"""How an address of the API works: what was sent is parsed, and one service is called.

The answer says what stands now. The decorators say what goes in and what comes out, for the
program and for the description of the API alike.
"""

from collections.abc import Callable, Sequence
from functools import cache, wraps
from typing import Any, ClassVar, cast

from django.http.response import HttpResponseBase
from django.utils import translation
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.repetition import HEADER as IDEMPOTENCY_KEY
from accounts.api.repetition import answered_once
from accounts.models import User
from accounts.preferences import use_language_of, use_time_zone_of
from audit.actor import Actor
from core.api.fields import Said, VersionedBody
from core.api.pagination import PageQuery, page_of
from core.api.problems import MEDIA_TYPE, Problem
from core.api.versions import (
    HEADER,
    VersionMismatch,
    entity_tag,
    refuse_condition,
    version_seen,
)
from core.errors import Conflict

Method = Callable[..., Any]
Decorator = Callable[[Method], Method]
Answer = type[serializers.Serializer[Any]]

ALWAYS = (401, 403, 404, 406, 429)
WITH_BODY = (400, 409, 413, 415, 422)
VERSIONED = (412, 428)


class Endpoint(APIView):
    """An address of the API. Whoever asks has signed in."""

    tags: ClassVar[Sequence[str]] = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who asks; they are answered in their own language unless they name one, on their day."""
        super().initial(request, *args, **kwargs)
        use_time_zone_of(self.person)
        if "Accept-Language" in request.headers:
            translation.activate(translation.get_language_from_request(request))
        else:
            use_language_of(self.person)

    @property
    def person(self) -> User:
        """Who asks."""
        return cast(User, self.request.user)

    @property
    def actor(self) -> Actor:
        """Who asks, acting through the API."""
        return Actor(user=self.person, channel="api")

    def place(self, **address: Any) -> dict[str, Any]:
        """What the address names, as the methods take it."""
        return address

    def said(self, kind: type[Said], data: Any) -> Said:
        """What was sent, checked.

        Raises:
            ValidationError: with every field that is wrong.
        """
        sent = kind(data=data, context={"person": self.person})
        sent.is_valid(raise_exception=True)
        return sent


class NothingSent(Said):
    """No fields: the address says it all."""


def reads(answer: Answer, *, operation: str) -> Decorator:
    """A GET of one thing; the method returns it."""

    def decorate(method: Method) -> Method:
        @extend_schema(operation_id=operation, responses=_responses({200: answer}, ALWAYS))
        @wraps(method)
        def get(self: Endpoint, request: Request, **address: Any) -> Response:
            return _answer(answer, method(self, **self.place(**address)))

        return get

    return decorate


def lists(answer: Answer, *, operation: str) -> Decorator:
    """A GET of a short list, whole; the method returns the rows."""

    def decorate(method: Method) -> Method:
        responses = _responses({200: _listed(answer)}, ALWAYS)

        @extend_schema(operation_id=operation, responses=responses)
        @wraps(method)
        def get(self: Endpoint, request: Request, **address: Any) -> Response:
            rows = method(self, **self.place(**address))
            return Response({"results": answer(rows, many=True).data})

        return get

    return decorate


def pages(
    answer: Answer, *, operation: str, query: type[PageQuery] = PageQuery, by: Sequence[str]
) -> Decorator:
    """A GET of a long list; the method returns the rows that fit the query, as a queryset."""

    def decorate(method: Method) -> Method:
        responses = _responses({200: _paged(answer)}, (*ALWAYS, 422))

        @extend_schema(operation_id=operation, parameters=[query], responses=responses)
        @wraps(method)
        def get(self: Endpoint, request: Request, **address: Any) -> Response:
            asked = cast(PageQuery, self.said(query, request.query_params))
            rows = method(self, **self.place(**address), asked=asked.validated_data)
            page, address_of_next = page_of(rows, tuple(by), asked, request)
            return Response({"next": address_of_next, "results": answer(page, many=True).data})

        return get

    return decorate


def writes(
    body: type[Said],
    answer: Answer | None,
    *,
    operation: str,
    status: int = 200,
    at: Callable[[Any], str] | None = None,
) -> Decorator:
    """A call of one service with what was sent; the method returns what stands now.

    A `VersionedBody` needs the version seen, which the method is given as `version`. A POST may
    carry an Idempotency-Key. `at` tells the address of what was made.
    """
    is_versioned = issubclass(body, VersionedBody)

    def decorate(method: Method) -> Method:
        is_post = method.__name__ == "post"

        def act(self: Endpoint, request: Request, place: dict[str, Any]) -> Response:
            said = dict(self.said(body, request.data).validated_data)
            if not is_versioned:
                refuse_condition(request)
                made = method(self, **place, said=said)
            else:
                made = _act_on_version(self, request, method, place, said)
            location = {"Location": request.build_absolute_uri(at(made))} if at else None
            if answer is None:
                return Response(status=204)
            return _answer(answer, made, status=status, headers=location)

        @extend_schema(
            operation_id=operation,
            request=None if body is NothingSent else body,
            parameters=_headers(is_versioned=is_versioned, is_post=is_post),
            responses=_responses(
                {status: answer}, (*ALWAYS, *WITH_BODY, *(VERSIONED if is_versioned else ()))
            ),
        )
        @wraps(method)
        def write(self: Endpoint, request: Request, **address: Any) -> HttpResponseBase:
            place = self.place(**address)
            if not is_post:
                return act(self, request, place)
            return answered_once(request, self.person, lambda: act(self, request, place))

        return write

    return decorate


def creates(
    body: type[Said], answer: Answer, *, operation: str, at: Callable[[Any], str] | None = None
) -> Decorator:
    """A `writes` that makes something new."""
    return writes(body, answer, operation=operation, status=201, at=at)


def _act_on_version(
    self: Endpoint, request: Request, method: Method, place: dict[str, Any], said: dict[str, Any]
) -> Any:
    seen = version_seen(request, said)
    try:
        return method(self, **place, said=said, version=seen.version)
    except Conflict as refusal:
        if seen.by_header and refusal.field == "version":
            raise VersionMismatch(str(refusal.message)) from refusal
        raise


def _answer(
    answer: Answer, thing: Any, *, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    data = answer(thing).data
    response = Response(data, status=status, headers=headers)
    if "version" in data:
        response["ETag"] = entity_tag(data["version"])
    return response


def _responses(good: dict[int, Answer | None], refusals: Sequence[int]) -> dict[Any, Any]:
    return {**good, **{(status, MEDIA_TYPE): Problem for status in refusals}}


def _headers(*, is_versioned: bool, is_post: bool) -> list[OpenApiParameter]:
    headers = []
    if is_versioned:
        headers.append((HEADER, "The ETag you were given, unless `version` is in the body."))
    if is_post:
        headers.append((IDEMPOTENCY_KEY, "Makes it safe to send the same request again."))
    return [
        OpenApiParameter(name, OpenApiTypes.STR, OpenApiParameter.HEADER, description=meaning)
        for name, meaning in headers
    ]


@cache
def _listed(answer: Answer) -> Answer:
    fields = {"results": answer(many=True)}
    return type(f"{_name(answer)}List", (serializers.Serializer,), fields)


@cache
def _paged(answer: Answer) -> Answer:
    fields = {
        "next": serializers.URLField(allow_null=True),
        "results": answer(many=True),
    }
    return type(f"{_name(answer)}Page", (serializers.Serializer,), fields)


def _name(answer: Answer) -> str:
    return answer.__name__.removesuffix("Answer")
