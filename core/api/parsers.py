"""Reading JSON that somebody else wrote: everything that could be meant in two ways is refused."""

import json
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError, ValidationError
from rest_framework.parsers import BaseParser

LARGEST_BODY = 8 * 1024 * 1024
DEEPEST = 20


class TooLarge(APIException):
    """The body is larger than any request needs (413)."""

    status_code = 413
    default_detail = gettext_lazy("The body is larger than 8 MiB.")


class StrictJSONParser(BaseParser):
    """JSON in UTF-8 of at most 8 MiB, not too deep, with each name once and only real numbers."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The value that was sent.

        Raises:
            ParseError: it is not JSON, or nested too deeply.
            ValidationError: a name is given twice.
            TooLarge: it is larger than 8 MiB.
        """
        body = stream.read(LARGEST_BODY + 1)
        if len(body) > LARGEST_BODY:
            raise TooLarge
        try:
            content = json.loads(
                body.decode(), object_pairs_hook=_each_name_once, parse_constant=_no_number
            )
        except RecursionError:
            raise _too_deep() from None
        except ValueError as error:
            raise ParseError(_("This is not JSON in UTF-8: %(error)s") % {"error": error}) from None
        _check_depth(content, DEEPEST)
        return content


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for name, value in pairs:
        if name in content:
            raise ValidationError({name: _("This name is given twice.")})
        content[name] = value
    return content


def _check_depth(value: Any, left: int) -> None:
    if not isinstance(value, dict | list):
        return
    if not left:
        raise _too_deep()
    for inner in value.values() if isinstance(value, dict) else value:
        _check_depth(inner, left - 1)


def _too_deep() -> ParseError:
    return ParseError(
        _("This JSON is nested too deeply. Nest it at most %(limit)s deep.") % {"limit": DEEPEST}
    )


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")
