"""Who stands behind a statement and what its figures rest on, people by role."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.documents.document import Words, labelled, ours, plain, sentence, table, told
from core.markdown import Block, Heading, Items, Paragraph, Runs
from incidents.exports.wording import Wording
from statements.models import Approval, Release
from statements.selectors.grounds import Ground, Grounds
from statements.selectors.statement import ReadStatement
from statements.texts.resolving import Quoted


def approval_record(
    read: ReadStatement, grounds: Grounds, wording: Wording, level: int = 2
) -> Iterator[Block]:
    """The record below a heading of this level; what was typed in it may name people still."""
    release = read.release
    yield Heading(level, ours(_("Approval record")))
    yield labelled(_("Incident:"), str(read.statement.incident))
    yield labelled(_("What it is:"), ours(_kind(read)))
    if read.statement.corrects:
        yield labelled(_("It puts right:"), read.statement.corrects.title)
    if release:
        yield from _released(release, wording)
    yield Heading(level + 1, ours(_("Who stands behind it")))
    yield from _approvals(read, wording)
    yield Heading(level + 1, ours(_("Who wrote it")))
    yield _items(
        ours(
            _("Version %(number)s by %(person)s, %(at)s")
            % {
                "number": each.number,
                "person": wording.by(each.author_id),
                "at": wording.moment(each.written_at),
            }
        )
        for each in read.wordings
    )
    if read.quoted:
        yield Heading(level + 1, ours(_("Figures it quotes")))
        yield _figures(read.quoted, grounds, wording)
    yield labelled(_("SHA-256 of the words and of what their figures rest on:"), ours(read.digest))


def _kind(read: ReadStatement) -> str:
    statement = read.statement
    kinds = [
        statement.get_kind_display(),
        statement.get_audience_display(),
        statement.get_channel_display(),
        statement.get_language_display(),
    ]
    return " · ".join([*map(str, kinds), *([_("given orally")] if statement.is_oral else [])])


def _released(release: Release, wording: Wording) -> Iterator[Block]:
    yield labelled(
        _("Released:"),
        sentence(
            _("%(at)s by %(person)s to %(whom)s"),
            at=ours(wording.moment(release.released_at)),
            person=ours(wording.by(release.released_by_id)),
            whom=release.recipients,
        ),
    )
    if release.spokesperson:
        yield labelled(_("Spoken by:"), release.spokesperson)
    if not release.urgent_reason:
        return
    yield labelled(_("Released in haste:"), release.urgent_reason)
    if release.reviewed_at is None:
        yield told(_("It was released in haste: the review is open."))
        return
    yield labelled(
        _("Reviewed:"),
        sentence(
            _("%(at)s by %(person)s: %(review)s"),
            at=ours(wording.moment(release.reviewed_at)),
            person=ours(wording.by(release.reviewed_by_id)),
            review=release.review,
        ),
    )


def _approvals(read: ReadStatement, wording: Wording) -> Iterator[Block]:
    holding = [ours(_line(each, wording)) for each in read.approvals]
    void = [ours(f"{_line(each.approval, wording)}; {each.kind}") for each in read.void]
    if holding or void:
        yield _items([*holding, *void])
    else:
        yield told(_("Nobody has approved it."))
    if not read.release and read.lacks:
        missing = ngettext("%(lacks)s approval missing", "%(lacks)s approvals missing", read.lacks)
        yield told(f"{missing % {'lacks': read.lacks}}.")


def _line(approval: Approval, wording: Wording) -> str:
    person, at = wording.by(approval.approver_id), wording.moment(approval.approved_at)
    if approval.as_communications:
        person = _("%(person)s, for communications") % {"person": person}
    return f"{person}, {at}"


def _items(lines: Iterable[Runs]) -> Items:
    return Items(tuple((Paragraph(line),) for line in lines))


def _figures(quoted: Iterable[Quoted], grounds: Grounds, wording: Wording) -> Block:
    header = (
        _("Figure"),
        _("As it was said"),
        _("Exactly"),
        _("Source"),
        _("As of"),
        _("Rests on"),
    )
    return table(header, [_figure(each, grounds, wording) for each in quoted])


def _figure(quoted: Quoted, grounds: Grounds, wording: Wording) -> list[Words]:
    return [
        quoted.label,
        ours(quoted.words),
        ours(quoted.value),
        quoted.source or ours(_("none named")),
        ours(wording.moment(quoted.moment)),
        _rests_on(grounds.of(quoted.basis, wording.language), wording),
    ]


def _rests_on(grounds: Iterable[Ground], wording: Wording) -> Runs:
    return plain(
        "; ".join(
            f"{each.words} ({wording.moment(each.at)})" if each.at else each.words
            for each in grounds
        )
    )
