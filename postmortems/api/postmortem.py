"""Reading, starting, completing and reopening a postmortem."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.endpoint import creates, exports, reads, writes
from core.api.fields import (
    ChoiceField,
    IdField,
    MomentField,
    NumberField,
    Said,
    VersionedBody,
    WordsField,
)
from core.api.negotiation import Whatever
from core.documents.file import ExportedFile
from incidents.api.fields import TextField, VersionedReasonBody
from incidents.api.place import IncidentEndpoint, address
from incidents.models import Incident
from postmortems.api.section import SectionAnswer, started
from postmortems.models import Postmortem, PostmortemStatus
from postmortems.selectors.section import sections_of
from postmortems.services.export import LANGUAGES, RENDERERS, export_postmortem
from postmortems.services.note import NoteTo, note_in_meeting
from postmortems.services.postmortem import (
    complete_postmortem,
    reopen_postmortem,
    start_postmortem,
)


class PostmortemAnswer(serializers.Serializer[Postmortem]):
    """The report as far as it is written. Its version changes when it is completed or reopened."""

    incident = serializers.CharField(source="incident.reference")
    language = serializers.ChoiceField(LANGUAGES)
    status = serializers.ChoiceField(PostmortemStatus.choices)
    template = serializers.CharField(source="template_name")
    template_version = serializers.IntegerField(allow_null=True)
    started_at = MomentField()
    completed_at = MomentField(allow_null=True)
    sections = serializers.SerializerMethodField()
    version = serializers.IntegerField()

    @extend_schema_field(SectionAnswer(many=True))
    def get_sections(self, postmortem: Postmortem) -> Any:
        """Every section in the order of the report."""
        return [SectionAnswer(section).data for section in sections_of(postmortem)]


class StartBody(Said):
    """In which language the authors write, English unless said; and with which sections."""

    language = ChoiceField(LANGUAGES, required=False)
    template = IdField(required=False)


class ExportBody(Said):
    """Which file, and in which language."""

    format = ChoiceField(list(RENDERERS))
    language = ChoiceField(LANGUAGES)
    edition = NumberField(required=False, min_value=1, max_value=2**31 - 1)


class OnePostmortem(IncidentEndpoint):
    """The postmortem of an incident."""

    @reads(PostmortemAnswer, operation="postmortem_read")
    def get(self, incident: Incident) -> Postmortem:
        """The report as far as it is written, with every section."""
        return started(incident)

    @creates(
        StartBody,
        PostmortemAnswer,
        operation="postmortem_start",
        at=lambda postmortem: address("api_postmortem", postmortem.incident),
    )
    def post(self, incident: Incident, said: dict[str, Any]) -> Postmortem:
        """Begin the report."""
        return start_postmortem(
            actor=self.actor,
            incident_id=incident.pk,
            template_id=said.pop("template", None),
            **said,
        )


class MeetingNoteBody(Said):
    """What was said in the meeting, in which section, and where it belongs."""

    section = WordsField()
    to = ChoiceField(NoteTo.values)
    text = TextField()


class PostmortemNotes(IncidentEndpoint):
    """What is said in a meeting about the postmortem."""

    @writes(MeetingNoteBody, PostmortemAnswer, operation="postmortem_note")
    def post(self, incident: Incident, said: dict[str, Any]) -> Postmortem:
        """Write it down where it belongs."""
        note_in_meeting(actor=self.actor, incident_id=incident.pk, key=said.pop("section"), **said)
        return started(incident)


class PostmortemCompletion(IncidentEndpoint):
    """Saying that the report is finished."""

    @writes(VersionedBody, PostmortemAnswer, operation="postmortem_complete")
    def post(self, incident: Incident, said: dict[str, Any], version: int) -> Postmortem:
        """Say that the report is finished."""
        return complete_postmortem(actor=self.actor, incident_id=incident.pk, version=version)


class PostmortemReopening(IncidentEndpoint):
    """Taking the report up again."""

    @writes(VersionedReasonBody, PostmortemAnswer, operation="postmortem_reopen")
    def post(self, incident: Incident, said: dict[str, Any], version: int) -> Postmortem:
        """Take the report up again."""
        return reopen_postmortem(actor=self.actor, incident_id=incident.pk, version=version, **said)


class PostmortemExport(IncidentEndpoint):
    """The report as a file."""

    content_negotiation_class = Whatever

    @exports(
        ExportBody,
        [media_type for _render, _suffix, media_type in RENDERERS.values()],
        operation="postmortem_export",
    )
    def post(self, incident: Incident, said: dict[str, Any]) -> ExportedFile:
        """Make the report a file, people by role. A POST: the log keeps who took which file."""
        return export_postmortem(actor=self.actor, incident_id=incident.pk, **said)
