"""What a document says of itself: when it was made, of what, and what proves it."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from audit.checkpoints import LogHead
from core.documents.document import ours, told
from core.markdown import Block, Heading
from incidents.exports.wording import Wording


def about_export(
    reference: str, made_at: datetime, log: LogHead, wording: Wording
) -> Iterator[Block]:
    """What the export was made from, and what proves it."""
    yield Heading(2, ours(_("About this export")))
    yield told(
        _("Made %(at)s from the record of %(reference)s. Times are those of the zone %(zone)s.")
        % {"at": wording.moment(made_at), "reference": reference, "zone": settings.TIME_ZONE}
    )
    yield told(_("People appear by the role they had in the incident, never by name."))
    yield told(
        _("The log then held %(size)s entries with the root %(root)s.")
        % {"size": wording.number(log.size), "root": log.root.hex()}
    )
    yield told(
        _("The last signed checkpoint covers %(size)s entries.")
        % {"size": wording.number(log.signed_size)}
        if log.signed_size
        else _("No checkpoint was signed yet.")
    )


def log_line(log: LogHead, wording: Wording) -> str:
    """How the log stood, in one line of the head."""
    signed = (
        _("signed up to %(size)s") % {"size": wording.number(log.signed_size)}
        if log.signed_size
        else _("not signed yet")
    )
    return _("log of %(size)s entries, root %(root)s, %(signed)s") % {
        "size": wording.number(log.size),
        "root": log.root.hex()[:16],
        "signed": signed,
    }
