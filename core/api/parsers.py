"""Reading JSON that somebody else wrote: everything that could be meant in two ways is refused."""

from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError, ValidationError
from rest_framework.parsers import BaseParser

from core.strict_json import NotJSON, read_json

LARGEST_BODY = 8 * 1024 * 1024


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
            return read_json(body)
        except NotJSON as error:
            if error.name:
                raise ValidationError({error.name: str(error)}) from None
            raise ParseError(str(error)) from None
