"""What may stand in a body: nothing unknown, nothing of another kind, no moment without an offset.

Fields check what JSON cannot say. How long words may be and which moments can be true is judged
by the services, so that the API refuses with the same sentence as the pages.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.extensions import OpenApiSerializerExtension
from rest_framework import serializers

LARGEST_INTEGER = 2**31 - 1
LARGEST_ID = 2**63 - 1
MOST_ROWS = 200
MOST_COMPLAINTS = 100


class Said(serializers.Serializer[Any]):
    """What somebody sent. It is only read, never saved; a field it does not know is refused."""

    def to_internal_value(self, data: Any) -> Any:
        """The fields that are known, checked.

        Raises:
            ValidationError: with every field that is wrong or unknown, and in an address with
                every one that is empty or given twice.
        """
        wrong = {**self._unknown(data), **self._unclear(data)}
        try:
            content = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if not isinstance(error.detail, dict):
                raise
            raise serializers.ValidationError({**error.detail, **wrong}) from None
        if wrong:
            raise serializers.ValidationError(wrong)
        return content

    def _unknown(self, data: Any) -> dict[str, list[str]]:
        if not isinstance(data, Mapping):
            return {}
        known = ", ".join(self.fields) or _("none")
        message = _("There is no such field. Known fields: %(known)s.") % {"known": known}
        unknown = (name for name in data if name not in self.fields)
        return {name: [message] for name in islice(unknown, MOST_COMPLAINTS)}

    def _unclear(self, data: Any) -> dict[str, list[str]]:
        if not isinstance(data, QueryDict):
            return {}
        said = [(name, field, data.getlist(name)) for name, field in self.fields.items()]
        repeated = [
            name
            for name, field, texts in said
            if len(texts) > 1 and not isinstance(field, FewField)
        ]
        empty = [name for name, _field, texts in said if "" in texts]
        return {
            **{name: [_("Give this once.")] for name in repeated},
            **{name: [_("Say what you ask for, or leave it out.")] for name in empty},
        }


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


class WordsField(serializers.CharField):
    """Words as they were given, possibly none. `max_length` is told, and judged by the service."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_blank=True, trim_whitespace=False, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        """The words."""
        if not isinstance(data, str):
            self.fail("invalid")
        return data

    def run_validators(self, value: Any) -> None:
        """Services judge, with words of their own."""


class NumberField(serializers.IntegerField):
    """A whole number. In an address it is written out; in a body, `"1"` and `true` are none."""

    def to_internal_value(self, data: Any) -> int:
        """The number."""
        is_asked = isinstance(self.root.initial_data, QueryDict)
        if not is_asked and (isinstance(data, bool) or not isinstance(data, int | float)):
            self.fail("invalid")
        return super().to_internal_value(data)


class YesNoField(serializers.BooleanField):
    """`true` or `false`, and nothing that looks like it."""

    default_error_messages = {"invalid": gettext_lazy("Say true or false.")}

    def to_internal_value(self, data: Any) -> bool:
        """The answer."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class ChoiceField(serializers.ChoiceField):
    """One of the values there are to choose from."""

    def to_internal_value(self, data: Any) -> Any:
        """The value."""
        if isinstance(data, str) and (data in self.choices or (not data and self.allow_blank)):
            return data
        choices = ", ".join(self.choices)
        raise serializers.ValidationError(
            _("Choose one of these: %(choices)s.") % {"choices": choices}
        )


class FewField(serializers.ListField):
    """A list. `max_length` is told, and judged by the service; what is far longer is not read."""

    def to_internal_value(self, data: Any) -> list[Any]:
        """The values, each checked."""
        if isinstance(data, list) and len(data) > MOST_ROWS:
            raise serializers.ValidationError(
                _("Give at most %(limit)s.") % {"limit": MOST_ROWS}, code="max_length"
            )
        return super().to_internal_value(data)

    def run_validators(self, value: Any) -> None:
        """Services judge, with words of their own."""


class VersionedBody(Said):
    """A body about something that has versions: the one seen is given here or in If-Match."""

    version = NumberField(
        min_value=0,
        max_value=LARGEST_INTEGER,
        required=False,
        help_text="The version you saw, unless If-Match says it.",
    )


class WholeBody(Said):
    """A body that takes the place of what stands: nothing is left out, so nothing is lost."""

    def get_fields(self) -> dict[str, Any]:
        """The fields, each of them needed; a version may stand in If-Match."""
        fields = super().get_fields()
        for name, field in fields.items():
            if name != "version":
                field.required, field.default = True, serializers.empty
        return fields


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


class IdField(NumberField):
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


class RowsField(FewField):
    """The numbers of rows that must be there, each once, found with one query."""

    default_error_messages = {
        "missing": gettext_lazy("There is nothing here called {missing}."),
    }

    def __init__(
        self, rows: QuerySet[Any], *, by: str = "pk", child: Any = None, **kwargs: Any
    ) -> None:
        self.rows, self.by = rows, by
        super().__init__(child=child or IdField(), max_length=MOST_ROWS, **kwargs)

    def to_internal_value(self, data: Any) -> list[Model]:
        """The rows, in the order of the list."""
        named = dict.fromkeys(super().to_internal_value(data))
        found = {
            getattr(row, self.by): row for row in self.rows.filter(**{f"{self.by}__in": named})
        }
        if missing := [str(name) for name in named if name not in found]:
            self.fail("missing", missing=", ".join(missing))
        return [found[name] for name in named]
