"""Lost updates: whoever changes something says which version of it they saw (RFC 9110, 13.1.1).

An entity tag is the version and a hash of the answer. If-Match compares the version alone: words
added to a timeline change how an incident is answered, and are no reason to refuse a better title.
If-None-Match compares the whole.
"""

import re
from hashlib import sha256
from typing import Any, NamedTuple

from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request

HEADER = "If-Match"
# Compression on the way makes an entity tag weak; the version it holds is the same.
TAG = re.compile(r'(?:W/)?"([0-9]{1,9})-[0-9a-f]{16}"')


class VersionNeeded(APIException):
    """Nothing says which version was seen (428)."""

    status_code = 428
    default_detail = gettext_lazy(
        "Send If-Match with the ETag you were given, or `version` in the body."
    )


class VersionMismatch(APIException):
    """It is no longer the version that If-Match names (412)."""

    status_code = 412
    default_detail = gettext_lazy(
        "Somebody else changed this while you wrote. Compare with what stands now."
    )


class Seen(NamedTuple):
    """The version somebody saw, and whether If-Match said it."""

    version: int
    by_header: bool


def entity_tag(body: bytes, version: int | None) -> str:
    """The ETag of an answer, which holds the version of what it tells of, if that has any."""
    digest = sha256(body).hexdigest()[:16]
    return f'"{digest}"' if version is None else f'"{version}-{digest}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether whoever asks has this answer already and says so in If-None-Match."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return tag in [one.removeprefix("W/") for one in known]


def version_seen(request: Request, said: dict[str, Any]) -> Seen:
    """The version from If-Match or, taken out of what was said, from the body.

    Raises:
        VersionNeeded: neither says it.
        ValidationError: If-Match holds no ETag of ours, or the two differ.
    """
    in_body = said.pop("version", None)
    header = request.headers.get(HEADER)
    if header is None:
        if in_body is None:
            raise VersionNeeded
        return Seen(in_body, by_header=False)
    in_header = _version_in(header)
    if in_body not in {None, in_header}:
        raise ValidationError(
            {"version": gettext_lazy("This differs from the version in If-Match.")}
        )
    return Seen(in_header, by_header=True)


def refuse_condition(request: Request) -> None:
    """Refuse If-Match where nothing is compared with it, rather than ignore it.

    Raises:
        ValidationError: If-Match is there.
    """
    if HEADER in request.headers:
        raise ValidationError({HEADER: gettext_lazy("If-Match means nothing here. Leave it out.")})


def _version_in(header: str) -> int:
    found = TAG.fullmatch(header.strip())
    if found is None:
        raise ValidationError(
            {HEADER: gettext_lazy("Send one ETag as you were given it, or `version` in the body.")}
        )
    return int(found[1])
