"""Files that bring a timeline into an incident."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser

from accounts.api.endpoint import creates, lists, reads, uploads, writes
from accounts.api.fields import PersonAnswer
from audit.actor import require
from core.api.fields import MomentField
from core.api.parsers import StrictJSONParser
from core.errors import NotFound
from imports.api.preview import (
    BringBody,
    ChoicesBody,
    DraftAnswer,
    ImportBody,
    choices_of,
    picks_of,
)
from imports.models import TimelineImport
from imports.reading.decoding import MOST_BYTES
from imports.reading.found import Form
from imports.selectors.draft import Draft, draft_of, import_in, imports_of, picked
from imports.services.incident_import import undo_incident_import
from imports.services.timeline_import import bring_file, import_entries, undo_import
from incidents.api.fields import ReasonBody
from incidents.api.place import IncidentEndpoint, address
from incidents.models import Incident
from incidents.services.door import KEEP_RECORD


class ImportAnswer(serializers.Serializer[TimelineImport]):
    """A file that was brought, by its hash, and the entries it became."""

    id = serializers.IntegerField(source="pk")
    incident = serializers.CharField(source="incident.reference")
    name = serializers.CharField()
    form = serializers.ChoiceField(Form.choices)
    sha256 = serializers.CharField()
    attachment = serializers.IntegerField(source="attachment_id", allow_null=True)
    opened_incident = serializers.BooleanField()
    brought_by = PersonAnswer(allow_null=True)
    brought_at = MomentField()
    imported_at = MomentField(allow_null=True)
    undone_at = MomentField(allow_null=True)
    entries = serializers.SerializerMethodField()

    def get_entries(self, brought: TimelineImport) -> list[int]:
        """The numbers of the entries."""
        return sorted(entry.pk for entry in brought.entries.all())


def content_of(file: Any) -> bytes:
    """The bytes that were sent; of a file that is too large, just enough to say so."""
    return bytes(file.read(MOST_BYTES + 1_000_000))


class Imports(IncidentEndpoint):
    """The files that were brought into an incident."""

    parser_classes = [MultiPartParser, StrictJSONParser]

    @lists(ImportAnswer, operation="imports_list")
    def get(self, incident: Incident) -> list[TimelineImport]:
        """The latest fifty, the newest first."""
        return imports_of(incident)

    @uploads(
        BringBody,
        ImportAnswer,
        operation="import_bring",
        needs=KEEP_RECORD,
        at=lambda made: address("api_import", made.incident, made.pk),
    )
    def post(self, incident: Incident, said: dict[str, Any]) -> TimelineImport:
        """Bring a file. Nothing is imported yet; one that waits already is not kept twice."""
        return bring_file(
            actor=self.actor,
            incident_id=incident.pk,
            content=content_of(said["file"]),
            name=said["file"].name or "",
            form=said["form"],
        )


class OneImport(IncidentEndpoint):
    """One file that was brought."""

    def place(self, **ids: Any) -> dict[str, Any]:
        """The incident and the file."""
        said = super().place(**ids)
        brought = import_in(said["incident"], said.pop("import_id"))
        if brought is None:
            raise NotFound(_("There is no such file in this incident."))
        return said | {"brought": brought}

    @reads(ImportAnswer, operation="import_read")
    def get(self, incident: Incident, brought: TimelineImport) -> TimelineImport:
        """What the file is, and what became of it."""
        return brought


class ImportPreview(OneImport):
    """What a file would bring."""

    http_method_names = ["post"]

    @writes(ChoicesBody, DraftAnswer, operation="import_preview")
    def post(self, incident: Incident, brought: TimelineImport, said: dict[str, Any]) -> Draft:
        """Read the file so, with every guess. Nothing is imported."""
        require(self.actor, KEEP_RECORD)
        return draft_of(brought, choices_of(said))


class ImportEntries(OneImport):
    """What comes in of a file."""

    http_method_names = ["post"]

    @creates(
        ImportBody,
        ImportAnswer,
        operation="import_entries",
        at=lambda made: address("api_import", made.incident, made.pk),
    )
    def post(
        self, incident: Incident, brought: TimelineImport, said: dict[str, Any]
    ) -> TimelineImport:
        """Import what is chosen, if it is what was previewed: all of it, or nothing."""
        require(self.actor, KEEP_RECORD)
        draft = draft_of(brought, choices_of(said))
        return import_entries(
            actor=self.actor,
            incident_id=incident.pk,
            import_id=brought.pk,
            contents=picked(draft, said["mark"], picks_of(draft, said)),
        )


class ImportUndo(OneImport):
    """Taking an import back."""

    http_method_names = ["post"]

    @writes(ReasonBody, ImportAnswer, operation="import_undo")
    def post(
        self, incident: Incident, brought: TimelineImport, said: dict[str, Any]
    ) -> TimelineImport:
        """Take back all it brought, but what was corrected since; and the incident, if it opened it."""
        take_back = undo_incident_import if brought.opened_incident else undo_import
        take_back(
            actor=self.actor,
            incident_id=incident.pk,
            import_id=brought.pk,
            reason=said["reason"],
        )
        brought.refresh_from_db()
        return brought
