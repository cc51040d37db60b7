"""What bodies of the record have in common. Limits are told as the services know them."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy

from core.api.fields import NumberField, RowField, RowsField, Said, VersionedBody, WordsField
from core.checks import LONGEST, LONGEST_REASON, longest
from incidents.models import Service
from incidents.services.impact import LARGEST


class LineField(WordsField):
    """Words that a column of a table holds."""

    def __init__(self, model: type[Model], column: str, **kwargs: Any) -> None:
        super().__init__(max_length=longest(model, column), **kwargs)


class TextField(WordsField):
    """Words, as many as somebody may want to read."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, **kwargs)


class ReasonField(WordsField):
    """Why something is changed; it is written in the log."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_REASON, **kwargs)


class ReasonBody(Said):
    """Only the reason is asked for."""

    reason = ReasonField()


class VersionedReasonBody(VersionedBody):
    """The reason, and the version that was seen."""

    reason = ReasonField()


class CountField(NumberField):
    """How many: exact, to a million milliards. The limits are told, and judged by the service."""

    def __init__(self, *, min_value: int = 0, max_value: int = LARGEST, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)

    def run_validators(self, value: Any) -> None:
        """Services judge, with words of their own."""


class ServiceField(RowField):
    """The number of a service in the catalogue."""

    default_error_messages = {
        "missing": gettext_lazy("There is no service with number {missing} in the catalogue.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Service.objects.all(), **kwargs)


class ServicesField(RowsField):
    """The numbers of services in the catalogue."""

    default_error_messages = ServiceField.default_error_messages

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Service.objects.all(), **kwargs)
