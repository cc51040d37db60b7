"""Who stands behind the report, and who sees it otherwise."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.documents.document import Words, ours, table, told, under
from core.markdown import Block, Heading, blocks
from incidents.exports.people import capital
from incidents.exports.wording import Wording
from postmortems.exports.record import Record
from postmortems.selectors.review import ReadReviewer


def review(record: Record, wording: Wording) -> Iterator[Block]:
    """The approvals by role with their moments, then each dissent its author had printed."""
    yield Heading(2, ours(_("Approvals")))
    if record.reviewers:
        yield table(
            (_("Reviewer"), _("Approval")),
            [_reviewer(read, wording) for read in record.reviewers],
        )
    else:
        yield told(_("Nobody was asked to review it."))
    if record.dissents:
        yield Heading(2, ours(_("Dissent")))
    for dissent in record.dissents:
        who = capital(record.people.label(dissent.author_id))
        yield Heading(3, ours(f"{who}, {wording.moment(dissent.written_at)}"))
        yield from under(3, blocks(dissent.text))


def _reviewer(read: ReadReviewer, wording: Wording) -> list[Words]:
    return [wording.person(read.reviewer.person_id), ours(_approval(read, wording))]


def _approval(read: ReadReviewer, wording: Wording) -> str:
    if read.approval is None:
        return _("Not approved yet")
    at = wording.moment(read.approval.approved_at)
    if read.holds:
        return _("Approved %(at)s") % {"at": at}
    return _("Approved %(at)s; changed since, so it no longer holds") % {"at": at}
