"""Where an incident was taken over from."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.endpoint import creates, reads
from core.api.fields import MomentField, Said
from core.errors import NotFound
from incidents.api.fields import LineField
from incidents.api.place import IncidentEndpoint, address
from incidents.models import ImportedRecord, Incident
from incidents.selectors.imported_record import ReadOrigin, origin_of
from incidents.services.imported_record import Origin, note_origin


class OriginAnswer(serializers.Serializer[ReadOrigin]):
    """The record it was in another system, and what was wrong with it, in words."""

    source = serializers.CharField(source="imported.source")  # type: ignore[assignment] # the column's name
    source_id = serializers.CharField(source="imported.source_id")
    licence = serializers.CharField(source="imported.licence")
    imported_at = MomentField(source="imported.imported_at")
    defects = serializers.ListField(child=serializers.CharField())


class OriginBody(Said):
    """The record it was in another system."""

    source = LineField(ImportedRecord, "source")  # type: ignore[assignment] # as above
    source_id = LineField(ImportedRecord, "source_id")
    licence = LineField(ImportedRecord, "licence", default="")
    original = LineField(
        ImportedRecord, "original", default="", help_text="The record to the letter."
    )


class IncidentOrigin(IncidentEndpoint):
    """Where the incident was taken over from."""

    @reads(OriginAnswer, operation="origin_read")
    def get(self, incident: Incident) -> ReadOrigin:
        """The record it was; there is none of an incident that was declared here."""
        read = origin_of(incident)
        if read is None:
            raise NotFound(_("This incident was not taken over from elsewhere."))
        return read

    @creates(
        OriginBody,
        OriginAnswer,
        operation="origin_note",
        at=lambda read: address("api_origin", read.imported.incident),
    )
    def post(self, incident: Incident, said: dict[str, Any]) -> ReadOrigin:
        """Say once which record of another system the incident was."""
        origin = Origin(**said, defects=[])
        imported = note_origin(actor=self.actor, incident_id=incident.pk, origin=origin)
        return ReadOrigin(imported, [])
