"""The Idempotency-Key header: the same request sent again gets the same answer."""

import json
import re
from collections.abc import Callable
from hashlib import sha256

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request

from accounts.idempotency import StillRunning, begin, earlier_answer, keep_answer
from accounts.models import AnsweredRequest, User

HEADER = "Idempotency-Key"
KEY_PATTERN = r"[\x21\x23-\x7e]{1,255}"
KEY = re.compile(f'("?)({KEY_PATTERN})\\1')
KEPT_HEADERS = ("Content-Type", "ETag", "Location")


class AskAgain(APIException):
    """The first request with this key is still running (409)."""

    status_code = 409
    kind = "still-running"
    wait = 0


def answered_once(request: Request, person: User, act: Callable[[], HttpResponse]) -> HttpResponse:
    """What `act` answers; with a key, only the first of several equal requests acts.

    Raises:
        ValidationError: the key is not 1 to 255 visible ASCII characters.
        DomainError: the key was sent with another request.
        AskAgain: the first request with this key is still running.
    """
    if HEADER not in request.headers:
        return act()
    key, digest = _key_of(request), _digest_of(request)
    with transaction.atomic():
        try:
            begin(person, key)
        except StillRunning as running:
            raise AskAgain(str(running.message)) from running
        if answered := earlier_answer(person, key, digest):
            return _said_again(answered)
        response = act()
        keep_answer(
            AnsweredRequest(
                person=person,
                key=key,
                request_digest=digest,
                status=response.status_code,
                headers={name: response[name] for name in KEPT_HEADERS if name in response},
                body=response.content,
            )
        )
    return response


def _key_of(request: Request) -> str:
    found = KEY.fullmatch(request.headers[HEADER])
    if found is None:
        raise ValidationError({HEADER: _("Send 1 to 255 visible ASCII characters.")})
    return found[2]


def _digest_of(request: Request) -> str:
    content = json.dumps(request.data, sort_keys=True)
    return sha256(f"{request.method} {request.path}\n{content}".encode()).hexdigest()


def _said_again(answered: AnsweredRequest) -> HttpResponse:
    response = HttpResponse(bytes(answered.body), status=answered.status)
    del response["Content-Type"]
    for name, value in {**answered.headers, "Idempotency-Replayed": "true"}.items():
        response[name] = value
    return response
