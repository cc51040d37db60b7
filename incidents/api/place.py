"""How the API names an incident: by its reference, in addresses and in bodies."""

import re
from typing import Any

from django.urls import register_converter, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.endpoint import Endpoint
from core.errors import NotFound
from incidents.models import Incident
from incidents.selectors.incident import incident_for

PATTERN = r"INC-[0-9]{4}-[0-9]{1,9}"


class ReferenceConverter:
    """`INC-2026-0007` in an address."""

    regex = PATTERN

    def to_python(self, value: str) -> tuple[int, int]:
        """The year and the number in it."""
        return parts(value)

    def to_url(self, value: str) -> str:
        """The reference itself."""
        return value


register_converter(ReferenceConverter, "reference")


def parts(reference: str) -> tuple[int, int]:
    """The year and the number of a reference."""
    _prefix, year, number = reference.split("-")
    return int(year), int(number)


def address(name: str, incident: Incident, *rest: object) -> str:
    """The address of something in an incident."""
    return reverse(name, args=[incident.reference, *rest])


class IncidentEndpoint(Endpoint):
    """An address within an incident; to whom it is hidden it does not exist."""

    def place(self, **ids: Any) -> dict[str, Any]:
        """The incident and what is named in it.

        Raises:
            NotFound: there is no such incident, or not for whoever asks.
        """
        incident = incident_for(self.person, *ids.pop("reference"))
        if incident is None:
            raise NotFound(_("There is no such incident."))
        return {"incident": incident, **ids}


@extend_schema_field({"type": "string", "pattern": f"^{PATTERN}$", "example": "INC-2026-0007"})
class ReferenceField(serializers.Field[Any, Any, Any, Any]):
    """A reference, taken as the year and the number in it."""

    default_error_messages = {"invalid": gettext_lazy("Write it such as INC-2026-0007.")}

    def to_internal_value(self, data: Any) -> Any:
        """The year and the number."""
        if not isinstance(data, str) or not re.fullmatch(PATTERN, data):
            self.fail("invalid")
        return parts(data)

    def to_representation(self, value: Any) -> str:
        """The reference of a year and a number."""
        year, number = value
        return f"INC-{year}-{number:04}"


class IncidentField(ReferenceField):
    """The reference of an incident that whoever asks may know of."""

    default_error_messages = {
        "missing": gettext_lazy("There is no incident of that reference."),
    }

    def to_internal_value(self, data: Any) -> Incident:
        """The incident."""
        incident = incident_for(self.context["person"], *super().to_internal_value(data))
        if incident is None:
            self.fail("missing")
        return incident
