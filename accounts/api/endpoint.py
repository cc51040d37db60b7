"""How an address of the API works: what was sent is parsed, and one service is called.

The answer says what stands now. The decorators say what goes in and what comes out, for the
program and for the description of the API alike.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, wraps
from typing import Any, cast

from django.http import HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.api.repetition import HEADER as IDEMPOTENCY_KEY
from accounts.api.repetition import KEY_PATTERN, answered_once
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
    is_known,
    refuse_condition,
    version_seen,
)
from core.errors import Conflict, NotPermitted
from core.http import sent

Method = Callable[..., Any]
Decorator = Callable[[Method], Method]
Answer = type[serializers.Serializer[Any]]
Address = Callable[[Any], str]

ALWAYS = (401, 403, 404, 406, 422, 429)
WITH_BODY = (400, 409, 413, 415)
VERSIONED = (412, 428)


class Endpoint(APIView):
    """An address of the API. Whoever asks has signed in."""

    http_method_names = ["get", "head", "post", "put", "patch"]

    def perform_authentication(self, request: Request) -> None:
        """Who asks; they are answered in their own language unless they name one, on their day."""
        super().perform_authentication(request)
        if not request.user.is_authenticated:
            return
        use_time_zone_of(self.person)
        # Some programs send "*" by themselves, which names none.
        if request.headers.get("Accept-Language", "*") == "*":
            use_language_of(self.person)
        else:
            translation.activate(translation.get_language_from_request(request))

    def finalize_response(self, *args: Any, **kwargs: Any) -> Any:
        """The answer, which nobody between here and who asked may keep."""
        response = super().finalize_response(*args, **kwargs)
        patch_cache_control(response, private=True, no_cache=True)
        return response

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


class Nothing(Said):
    """No fields: the address says it all."""


def reads(answer: Answer, *, operation: str, query: type[Said] | None = None) -> Decorator:
    """A GET of one thing; the method returns it. With a query, it is given what was `asked`."""
    return _gets(answer, lambda made: answer(made).data, operation, query)


def lists(answer: Answer, *, operation: str) -> Decorator:
    """A GET of a short list, whole; the method returns the rows."""
    return _gets(_listed(answer), lambda rows: {"results": answer(rows, many=True).data}, operation)


def _gets(
    answer: Answer,
    told: Callable[[Any], Any],
    operation: str,
    query: type[Said] | None = None,
) -> Decorator:
    def decorate(method: Method) -> Method:
        @extend_schema(
            operation_id=operation,
            parameters=[*([query] if query else []), *_headers(known=True)],
            responses=_responses({200: answer, 304: UNCHANGED}, ALWAYS),
        )
        @wraps(method)
        def get(self: Endpoint, request: Request, **address: Any) -> HttpResponse:
            place = self.place(**address)
            return _answer(request, told(method(self, **place, **_asked(self, request, query))))

        return get

    return decorate


def downloads(media_type: str, *, operation: str, query: type[Said]) -> Decorator:
    """A GET of a file with what was `asked`; the method returns it."""

    def decorate(method: Method) -> Method:
        @extend_schema(
            operation_id=operation,
            parameters=[query],
            responses=_responses({(200, media_type): OpenApiTypes.STR}, ALWAYS),
        )
        @wraps(method)
        def get(self: Endpoint, request: Request, **address: Any) -> HttpResponse:
            place = self.place(**address)
            return sent(method(self, **place, **_asked(self, request, query)))

        return get

    return decorate


def _asked(self: Endpoint, request: Request, query: type[Said] | None) -> dict[str, Any]:
    said = self.said(query or Nothing, request.query_params)
    return {"asked": said.validated_data} if query else {}


def pages(
    answer: Answer, *, operation: str, query: type[PageQuery] = PageQuery, by: Sequence[str]
) -> Decorator:
    """A GET of a long list; the method returns the rows that fit the query, as a queryset."""

    def decorate(method: Method) -> Method:
        @extend_schema(
            operation_id=operation,
            parameters=[query, *_headers(known=True)],
            responses=_responses({200: _paged(answer), 304: UNCHANGED}, ALWAYS),
        )
        @wraps(method)
        def get(self: Endpoint, request: Request, **address: Any) -> HttpResponse:
            asked = cast(PageQuery, self.said(query, request.query_params))
            rows = method(self, **self.place(**address), asked=asked.validated_data)
            page, address_of_next = page_of(rows, tuple(by), asked, request)
            results = answer(page, many=True).data
            return _answer(request, {"next": address_of_next, "results": results})

        return get

    return decorate


def writes(
    body: type[Said],
    answer: Answer | None,
    *,
    operation: str,
    status: int = 200,
    at: Address | None = None,
) -> Decorator:
    """A call of one service with what was sent; the method returns what stands now.

    A `VersionedBody` needs the version seen, which the method is given as `version`. A POST may
    carry an Idempotency-Key. `at` tells the address of what was made.
    """
    is_versioned = issubclass(body, VersionedBody)

    def decorate(method: Method) -> Method:
        is_post = method.__name__ == "post"

        def act(self: Endpoint, request: Request, place: dict[str, Any]) -> HttpResponse:
            made = _act(self, request, method, place, body)
            if answer is None:
                return _nothing()
            response = _answer(request, answer(made).data, status)
            if at:
                response["Location"] = request.build_absolute_uri(at(made))
            return response

        @extend_schema(
            operation_id=operation,
            request=None if body is Nothing else body,
            parameters=_headers(versioned=is_versioned, keyed=is_post, location=at is not None),
            responses=_responses(
                {status: answer or OpenApiResponse(description="Done.")},
                (*ALWAYS, *WITH_BODY, *(VERSIONED if is_versioned else ())),
            ),
        )
        @wraps(method)
        def write(self: Endpoint, request: Request, **address: Any) -> HttpResponseBase:
            place = self.place(**address)
            self.said(Nothing, request.query_params)
            if not is_post:
                return act(self, request, place)
            return answered_once(request, self.person, lambda: act(self, request, place))

        return write

    return decorate


def creates(body: type[Said], answer: Answer, *, operation: str, at: Address) -> Decorator:
    """A `writes` that makes something new, which is found at an address of its own."""
    return writes(body, answer, operation=operation, status=201, at=at)


def exports(body: type[Said], media_types: Iterable[str], *, operation: str) -> Decorator:
    """A POST that makes a file, one of several kinds; the method returns it."""

    def decorate(method: Method) -> Method:
        files = {(200, media_type): _kind(media_type) for media_type in media_types}

        @extend_schema(
            operation_id=operation,
            request=body,
            responses=_responses(files, (*ALWAYS, *WITH_BODY)),
        )
        @wraps(method)
        def post(self: Endpoint, request: Request, **address: Any) -> HttpResponse:
            place = self.place(**address)
            self.said(Nothing, request.query_params)
            return sent(_act(self, request, method, place, body))

        return post

    return decorate


def uploads(
    body: type[Said], answer: Answer, *, operation: str, needs: str, at: Address
) -> Decorator:
    """A POST of a form with a file, which makes nothing new when it is sent again.

    Who does not hold the permission it `needs` is refused before the file is read.
    """

    def decorate(method: Method) -> Method:
        @extend_schema(
            operation_id=operation,
            request={"multipart/form-data": body},
            parameters=_headers(location=True),
            responses=_responses({201: answer}, (*ALWAYS, *WITH_BODY)),
        )
        @wraps(method)
        def post(self: Endpoint, request: Request, **address: Any) -> HttpResponse:
            place = self.place(**address)
            if not self.person.has_perm(needs):
                raise NotPermitted(_("Your role does not allow this."))
            self.said(Nothing, request.query_params)
            made = _act(self, request, method, place, body)
            response = _answer(request, answer(made).data, 201)
            response["Location"] = request.build_absolute_uri(at(made))
            return response

        return post

    return decorate


def fetches(media_types: Iterable[str], *, operation: str) -> Decorator:
    """A GET of a file of one of these kinds as it is kept; the method returns what sends it."""

    def decorate(method: Method) -> Method:
        files = {(200, media_type): OpenApiTypes.BINARY for media_type in media_types}

        @extend_schema(
            operation_id=operation,
            responses=_responses(files, ALWAYS),
        )
        @wraps(method)
        def get(self: Endpoint, request: Request, **address: Any) -> HttpResponseBase:
            place = self.place(**address)
            self.said(Nothing, request.query_params)
            return cast(HttpResponseBase, method(self, **place))

        return get

    return decorate


def _kind(media_type: str) -> OpenApiTypes:
    is_json = media_type == "application/json"
    return OpenApiTypes.OBJECT if is_json else OpenApiTypes.BINARY


def _act(
    self: Endpoint, request: Request, method: Method, place: dict[str, Any], body: type[Said]
) -> Any:
    said = dict(self.said(body, request.data).validated_data)
    if not issubclass(body, VersionedBody):
        refuse_condition(request)
        return method(self, **place, said=said)
    seen = version_seen(request, said)
    try:
        return method(self, **place, said=said, version=seen.version)
    except Conflict as refusal:
        if seen.by_header and refusal.field == "version":
            raise VersionMismatch(str(refusal.message)) from refusal
        raise


def _answer(request: Request, told: Any, status: int = 200) -> HttpResponse:
    body = JSONRenderer().render(told)
    tag = entity_tag(body, told.get("version"))
    if request.method in {"GET", "HEAD"} and is_known(request, tag):
        return HttpResponseNotModified(headers={"ETag": tag})
    headers = {"ETag": tag}
    return HttpResponse(body, status=status, headers=headers, content_type="application/json")


def _nothing() -> HttpResponse:
    response = HttpResponse(status=204)
    del response["Content-Type"]
    return response


UNCHANGED = OpenApiResponse(description="You know this answer already.")


def _responses(good: dict[Any, Any], refusals: Sequence[int]) -> dict[Any, Any]:
    return {**good, **{(status, MEDIA_TYPE): Problem for status in refusals}}


def _headers(
    *,
    known: bool = False,
    versioned: bool = False,
    keyed: bool = False,
    location: bool = False,
) -> list[OpenApiParameter]:
    headers = [
        (known, _header("If-None-Match", "The ETag of the answer you have.")),
        (versioned, _header(HEADER, "The ETag you were given, unless the body says `version`.")),
        (
            keyed,
            _header(
                IDEMPOTENCY_KEY, "Makes it safe to send this again.", pattern=f"^{KEY_PATTERN}$"
            ),
        ),
        (True, _header("ETag", "Names this answer and its version.", response=[200, 201])),
        (location, _header("Location", "The address of what was made.", response=[201])),
    ]
    return [header for is_there, header in headers if is_there]


def _header(name: str, meaning: str, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(
        name, OpenApiTypes.STR, OpenApiParameter.HEADER, description=meaning, **more
    )


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
