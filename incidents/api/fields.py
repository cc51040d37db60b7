"""What bodies and answers of the record have in common."""

from typing import Any

from django.utils.translation import gettext_lazy
from rest_framework import serializers

from core.api.fields import RowField, RowsField, Said, VersionedBody
from incidents.models import Service
from incidents.services.impact import LARGEST

LONGEST_TEXT = 100_000


class TextField(serializers.CharField):
    """Words, as many as somebody may want to read."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST_TEXT, **kwargs})


class ReasonField(serializers.CharField):
    """Why something is changed; it is written in the log."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=300, **kwargs)


class ReasonBody(Said):
    """Only the reason is asked for."""

    reason = ReasonField()


class VersionedReasonBody(VersionedBody):
    """The reason, and the version that was seen."""

    reason = ReasonField()


class CountField(serializers.IntegerField):
    """How many: exact, from 0 to a million milliards."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=LARGEST, **kwargs)


class ServiceField(RowField):
    """The number of a service in the catalogue."""

    default_error_messages = {
        "missing": gettext_lazy("There is no service with number {missing} in the catalogue.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Service.objects.all(), **kwargs)


class ServicesField(RowsField):
    """The numbers of services in the catalogue."""

    default_error_messages = {
        "missing": gettext_lazy("There is no service with number {missing} in the catalogue.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Service.objects.all(), **kwargs)
