"""Files of an incident: bring one, read what there is, fetch the content, withdraw."""

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser

from accounts.api.endpoint import fetches, lists, reads, uploads, writes
from accounts.api.fields import PersonAnswer
from core.api.fields import IdField, MomentField, Said, VersionedBody
from core.api.parsers import StrictJSONParser
from core.errors import DomainError, NotFound, NotPermitted
from core.files.kind import SUFFIXES
from core.files.store import keep_all, original
from core.http import served
from incidents.api.fields import LineField, VersionedReasonBody
from incidents.api.place import IncidentEndpoint, address
from incidents.exports.attachment import report_copy
from incidents.models import Attachment, Incident
from incidents.selectors.attachment import attachment_in, attachments_of, may_open
from incidents.services.attachment import (
    attach_files,
    caption_attachment,
    choose_for_report,
    withdraw_attachment,
)
from incidents.services.door import KEEP_RECORD


class AttachmentAnswer(serializers.Serializer[Attachment]):
    """What a file is, where it stands, and the SHA-256 of its content."""

    id = serializers.IntegerField(source="pk")
    entry = serializers.IntegerField(source="entry_id", allow_null=True)
    name = serializers.CharField()
    media_type = serializers.CharField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    caption = serializers.CharField()
    in_report = serializers.BooleanField()
    report_copy = serializers.CharField(help_text="SHA-256 of the copy that reports show.")
    author = PersonAnswer(allow_null=True)
    attached_at = MomentField()
    withdrawn_at = MomentField(allow_null=True)
    withdrawn_reason = serializers.CharField()
    version = serializers.IntegerField()


class AttachBody(Said):
    """One file, as a form with a file sends it."""

    file = serializers.FileField(allow_empty_file=True, max_length=None)
    caption = LineField(Attachment, "caption", default="")
    entry = IdField(default=None, help_text="The entry it belongs to; none: the incident itself.")


class CaptionBody(VersionedBody):
    """What the file shows."""

    caption = LineField(Attachment, "caption")


class InReportBody(VersionedBody):
    """Whether the report shows the picture, and what it shows in words."""

    in_report = serializers.BooleanField()
    caption = LineField(Attachment, "caption")


class Attachments(IncidentEndpoint):
    """The files of an incident."""

    parser_classes = [MultiPartParser, StrictJSONParser]

    @lists(AttachmentAnswer, operation="attachments_list")
    def get(self, incident: Incident) -> list[Attachment]:
        """All files in the order they came, with those that were withdrawn."""
        return attachments_of(incident)

    @uploads(
        AttachBody,
        AttachmentAnswer,
        operation="attachment_add",
        needs=KEEP_RECORD,
        at=lambda made: address("api_attachment", made.incident, made.pk),
    )
    def post(self, incident: Incident, said: dict[str, Any]) -> Attachment:
        """Attach a file. The same content in the same place is attached once, however often sent."""
        return attach_files(
            actor=self.actor,
            incident_id=incident.pk,
            files=keep_all([said["file"]]),
            entry_id=said["entry"],
            caption=said["caption"],
        )[0]


class OneAttachment(IncidentEndpoint):
    """One file."""

    @reads(AttachmentAnswer, operation="attachment_read")
    def get(self, incident: Incident, attachment_id: int) -> Attachment:
        """What the file is."""
        return found(incident, attachment_id)

    @writes(CaptionBody, AttachmentAnswer, operation="attachment_caption")
    def put(
        self, incident: Incident, attachment_id: int, said: dict[str, Any], version: int
    ) -> Attachment:
        """Say what the file shows."""
        return caption_attachment(
            actor=self.actor,
            incident_id=incident.pk,
            attachment_id=attachment_id,
            version=version,
            **said,
        )


class AttachmentInReport(IncidentEndpoint):
    """Showing a picture in the report."""

    @writes(InReportBody, AttachmentAnswer, operation="attachment_report")
    def put(
        self, incident: Incident, attachment_id: int, said: dict[str, Any], version: int
    ) -> Attachment:
        """Show the picture in the report, as a copy without metadata, or leave it out."""
        attachment = found(incident, attachment_id)
        is_shown = said["in_report"] and attachment.is_picture
        if said["in_report"] and not is_shown:
            raise DomainError(_("Only pictures can be shown in the report."), field="in_report")
        return choose_for_report(
            actor=self.actor,
            incident_id=incident.pk,
            attachment_id=attachment_id,
            version=version,
            caption=said["caption"],
            copy=report_copy(attachment) if is_shown else "",
        )


class AttachmentWithdrawal(IncidentEndpoint):
    """Taking a file back."""

    @writes(VersionedReasonBody, AttachmentAnswer, operation="attachment_withdraw")
    def post(
        self, incident: Incident, attachment_id: int, said: dict[str, Any], version: int
    ) -> Attachment:
        """Withdraw the file: it is no longer shown, the log keeps its hash."""
        return withdraw_attachment(
            actor=self.actor,
            incident_id=incident.pk,
            attachment_id=attachment_id,
            version=version,
            **said,
        )


class AttachmentContent(IncidentEndpoint):
    """What is in a file."""

    @fetches(SUFFIXES, operation="attachment_content")
    def get(self, incident: Incident, attachment_id: int) -> HttpResponseBase:
        """The content, byte for byte as it came; or the part that `Range` asks for."""
        attachment = found(incident, attachment_id)
        if not may_open(self.person, attachment):
            raise NotPermitted(_("This file was withdrawn."))
        file = original(attachment.sha256)
        return served(
            self.request,
            file,
            attachment.name,
            attachment.media_type,
            attachment.sha256,
            attachment.size,
        )


def found(incident: Incident, number: int) -> Attachment:
    """The file of that number.

    Raises:
        NotFound: the incident has none.
    """
    attachment = attachment_in(incident, number)
    if attachment is None:
        raise NotFound(_("There is no such attachment in this incident."))
    return attachment
