"""What happened when: the incident's times, how long it took, and the timeline day by day."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby

from django.utils.translation import gettext as _

from core.documents.document import (
    address,
    labelled,
    ours,
    plain,
    sentence,
    table,
    told,
    under,
)
from core.formats import unknown
from core.markdown import Block, Heading, Image, Paragraph, blocks
from incidents.exports.people import capital
from incidents.exports.wording import Wording
from incidents.models import Attachment, Kind, Milestone, Precision, TimelineEntry
from incidents.selectors.timeline_entry import (
    ReadEntry,
    contradictions_in,
    length_in_words,
)
from postmortems.exports.record import Record

DURATIONS = (
    (Milestone.IMPACT_STARTED, Milestone.DETECTED),
    (Milestone.IMPACT_STARTED, Milestone.FIRST_MESSAGE),
    (Milestone.IMPACT_STARTED, Milestone.MITIGATED),
    (Milestone.IMPACT_STARTED, Milestone.RECOVERED),
    (Milestone.IMPACT_STARTED, Milestone.RESOLVED),
)


class Timeline:
    """Writes the timeline of one record."""

    def __init__(self, record: Record, wording: Wording) -> None:
        self.record = record
        self.wording = wording

    def blocks(self) -> Iterator[Block]:
        """Times and durations first, then every entry under its day."""
        if self.record.times:
            yield from self._times()
        for day, entries in groupby(self.record.timeline, self._day):
            yield Heading(3, ours(day))
            for read in entries:
                yield from self._entry(read)
        if files := [*self._files(self.record.attachments)]:
            yield Heading(3, ours(_("Attachments")))
            yield from files

    def _times(self) -> Iterator[Block]:
        times = self.record.times
        yield table(
            (_("Milestone"), _("Time")),
            [
                (
                    ours(str(time.milestone.label)),
                    ours(self.wording.moment(time.moment, time.precision)),
                )
                for time in times.values()
            ],
        )
        for earlier, later in contradictions_in(times):
            yield told(
                _(
                    "%(later)s is told to lie before %(earlier)s: "
                    "one of the two times cannot be right."
                )
                % {"later": later.label, "earlier": earlier.label}
            )
        yield table(
            (_("Duration"), _("Length")),
            [
                (ours(f"{start.label} - {end.label}"), ours(self._length(start, end)))
                for start, end in DURATIONS
            ],
        )

    def _length(self, start: Milestone, end: Milestone) -> str:
        times, language = self.record.times, self.wording.language
        if start not in times or end not in times:
            return unknown(language)
        if (start, end) in contradictions_in(times):
            return _("%(unknown)s: the two times contradict each other") % {
                "unknown": unknown(language)
            }
        return length_in_words(times[start], times[end], language)

    def _day(self, read: ReadEntry) -> str:
        moment = read.entry.occurred_at
        return self.wording.day(self.wording.day_of(moment)) if moment else _("Time not known")

    def _entry(self, read: ReadEntry) -> Iterator[Block]:
        entry = read.entry
        yield Heading(4, ours(self._title(entry)))
        yield Paragraph(ours(self._marks(read), italic=True))
        if entry.is_retraction:
            yield labelled(_("Taken back:"), entry.reason)
            yield told(_("It said:"))
        yield from under(4, blocks(entry.text))
        for link in entry.evidence_links:
            yield labelled(_("Evidence:"), address(link))
        yield from self._files(read.attachments)
        yield from self._corrections(read)

    def _title(self, entry: TimelineEntry) -> str:
        clock = self._clock(entry)
        if entry.milestone and not entry.is_retraction:
            return f"{clock}: {self._milestones[entry.milestone]}"
        return clock

    def _clock(self, entry: TimelineEntry) -> str:
        """The time of day; the day stands above, and so does that the time is unknown."""
        if entry.occurred_at is None:
            return _("At an unknown time")
        if entry.precision == Precision.DAY:
            return _("At some time that day")
        return capital(self.wording.clock(entry.occurred_at, entry.precision))

    def _marks(self, read: ReadEntry) -> str:
        entry = read.entry
        marks = _("%(kind)s by %(person)s") % {
            "kind": self._kinds[entry.kind],
            "person": self.wording.by(entry.author_id),
        }
        if not read.is_late:
            return marks
        late = _("written down later, %(at)s") % {"at": self.wording.moment(entry.recorded_at)}
        return f"{marks}; {late}"

    def _files(self, attachments: Iterable[Attachment]) -> Iterator[Block]:
        """What each file shows, and the hash by which it is found; its name may name a person."""
        for each in attachments:
            if not each.withdrawn_at:
                if each.in_report:
                    yield Image(plain(each.caption), each.report_copy)
                shows = plain(each.caption) or ours(_("no caption"))
                words = sentence(
                    _("%(caption)s (%(kind)s, SHA-256 %(hash)s)"),
                    caption=shows,
                    kind=ours(each.kind),
                    hash=ours(each.sha256),
                )
                yield labelled(_("Attached:"), words)

    def _corrections(self, read: ReadEntry) -> Iterator[Block]:
        if read.earlier and not read.entry.is_retraction:
            yield labelled(_("Corrected:"), read.entry.reason)
        for earlier in read.earlier[1:] if read.entry.is_retraction else read.earlier:
            yield told(
                _("Earlier version, written %(at)s, told of %(when)s:")
                % {
                    "at": self.wording.moment(earlier.recorded_at),
                    "when": self.wording.moment(earlier.occurred_at, earlier.precision),
                }
            )
            yield from under(4, blocks(earlier.text))

    # Labels are translated lazily, each time anew; a long timeline asks for the same few.
    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {kind.value: str(kind.label) for kind in Kind}

    @cached_property
    def _milestones(self) -> dict[str, str]:
        return {milestone.value: str(milestone.label) for milestone in Milestone}
