"""What may stand in a body: nothing unknown, no moment without an offset, no row that is not there."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.extensions import OpenApiSerializerExtension
from rest_framework import serializers

LARGEST_INTEGER = 2**31 - 1
LARGEST_ID = 2**63 - 1


class Said(serializers.Serializer[Any]):
    """What somebody sent. It is only read, never saved; a field it does not know is refused."""

    def to_internal_value(self, data: Any) -> Any:
        """The fields that are known, checked.

        Raises:
            ValidationError: with every field that is wrong or unknown.
        """
        unknown = self._unknown(data)
        try:
            content = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if not isinstance(error.detail, dict):
                raise
            raise serializers.ValidationError({**error.detail, **unknown}) from None
        if unknown:
            raise serializers.ValidationError(unknown)
        return content

    def _unknown(self, data: Any) -> dict[str, list[str]]:
        if not isinstance(data, Mapping):
            return {}
        known = ", ".join(self.fields) or _("none")
        message = _("There is no such field. Known fields: %(known)s.") % {"known": known}
        return {name: [message] for name in data if name not in self.fields}


class SaidSchema(OpenApiSerializerExtension):  # type: ignore[no-untyped-call] # untyped
    """The description of the API says that a body takes no other field."""

    target_class = Said
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """The schema of the body, closed."""
        schema = auto_schema._map_serializer(  # noqa: SLF001 - as the library's documentation shows
            self.target, direction, bypass_extensions=True
        )
        return {**schema, "additionalProperties": False}


class VersionedBody(Said):
    """A body about something that has versions: the one seen is given here or in If-Match."""

    version = serializers.IntegerField(
        min_value=0,
        max_value=LARGEST_INTEGER,
        required=False,
        help_text=gettext_lazy("The version you saw, unless If-Match says it."),
    )


class MomentField(serializers.DateTimeField):
    """A moment, given with its offset and answered in UTC (RFC 3339)."""

    default_error_messages = {
        "offset": gettext_lazy(
            "Give the offset from UTC, such as 2026-02-04T13:10:00Z or 2026-02-04T14:10:00+01:00."
        )
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=UTC, **kwargs)

    def to_internal_value(self, value: Any) -> datetime:
        """The moment in UTC."""
        moment = super().to_internal_value(value)
        if parse_datetime(value).tzinfo is None:  # type: ignore[union-attr] # parsed just above
            self.fail("offset")
        return moment


class IdField(serializers.IntegerField):
    """The number of a row."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=LARGEST_ID, **kwargs)


class RowField(IdField):
    """The number of a row that must be there."""

    default_error_messages = {"missing": gettext_lazy("There is no number {missing} here.")}

    def __init__(self, rows: QuerySet[Any], **kwargs: Any) -> None:
        self.rows = rows
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> Any:
        """The row of that number."""
        number = super().to_internal_value(data)
        row = self.rows.filter(pk=number).first()
        if row is None:
            self.fail("missing", missing=number)
        return row

    def run_validators(self, value: Any) -> None:
        """A row that was found has a number that fits."""


class RowsField(serializers.ListField):
    """The numbers of rows that must be there, each once, found with one query."""

    default_error_messages = {
        "missing": gettext_lazy("There is nothing here called {missing}."),
    }

    def __init__(
        self, rows: QuerySet[Any], *, by: str = "pk", child: Any = None, **kwargs: Any
    ) -> None:
        self.rows, self.by = rows, by
        super().__init__(child=child or IdField(), max_length=200, **kwargs)

    def to_internal_value(self, data: Any) -> list[Model]:
        """The rows, in the order of the list."""
        named = dict.fromkeys(super().to_internal_value(data))
        found = {
            getattr(row, self.by): row for row in self.rows.filter(**{f"{self.by}__in": named})
        }
        if missing := [str(name) for name in named if name not in found]:
            self.fail("missing", missing=", ".join(missing))
        return [found[name] for name in named]
