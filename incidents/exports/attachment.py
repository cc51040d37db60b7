"""Files of an incident as they may leave: pictures without what their makers wrote into them."""

from core.documents.file import ExportedFile
from core.files.picture import without_metadata
from core.files.store import keep_report_copy, original
from incidents.models import Attachment


def picture_for_outside(attachment: Attachment) -> ExportedFile:
    """The picture without place, camera, time or comments. What was attached stays as it came.

    Raises:
        StoreAway: the store does not answer.
    """
    with original(attachment.sha256) as file:
        content, media_type = without_metadata(file, attachment.media_type)
    suffix = "jpg" if media_type == "image/jpeg" else "png"
    name = f"{attachment.incident.reference}-{attachment.pk}.{suffix}"
    return ExportedFile(name, media_type, content)


def report_copy(attachment: Attachment) -> str:
    """The hash of the copy that leaves in reports: the one there is, or one made now.

    Raises:
        StoreAway: the store does not answer.
    """
    return attachment.report_copy or keep_report_copy(attachment.sha256, attachment.media_type)
