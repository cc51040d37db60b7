"""From the record to the document: what a postmortem report says, and in which order."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from core.documents.document import (
    DataFile,
    Document,
    levelled,
    ours,
    plain,
    sentence,
    spoken,
    told,
    under,
)
from core.markdown import Block, Heading, Runs, blocks
from incidents.exports.about import about_export
from incidents.exports.wording import Wording
from postmortems.exports import follow_up
from postmortems.exports.facts import facts_of
from postmortems.exports.glance import glance, head
from postmortems.exports.impact import impact
from postmortems.exports.origin import origin
from postmortems.exports.record import Record
from postmortems.exports.review import review
from postmortems.exports.timeline import Timeline
from postmortems.models import SectionKey
from postmortems.selectors.section import ReadSection


def document_of(record: Record, language: str) -> Document:
    """The report in a language; the translation to it must be active."""
    wording = Wording(language, record.people)
    incident = record.incident
    return Document(
        title=(*ours(f"{incident.reference} "), *plain(incident.title)),
        language=language,
        reference=incident.reference,
        head=head(record, wording),
        blocks=levelled(_blocks(record, wording)),
        facts=facts_of(record),
        data=DataFile("havari.postmortem/1", "postmortem.json", _("The same report as data")),
    )


def _blocks(record: Record, wording: Wording) -> Iterator[Block]:
    yield from glance(record, wording)
    unwritten: list[Runs] = []
    for section in record.sections:
        written = _in_their_language(section.text, record, wording)
        said = [*under(2, written), *_from_record(section.key, record, wording)]
        if said:
            yield Heading(2, _title(section))
            yield from said
        else:
            unwritten.append(_title(section))
    if unwritten:
        yield Heading(2, ours(_("What was not written")))
        yield told(
            sentence(_("Nothing was written under: %(sections)s."), sections=_enumerated(unwritten))
        )
    yield from review(record, wording)
    if record.origin:
        yield from origin(record.origin)
    yield from about_export(record.incident.reference, record.made_at, record.log, wording)


def _title(section: ReadSection) -> Runs:
    """The heading: Havari's own, or words that somebody typed, which may name a person."""
    return ours(section.title) if section.key in SectionKey.values else plain(section.title)


def _enumerated(titles: Iterable[Runs]) -> Runs:
    return tuple(run for title in titles for run in (*ours(", "), *title))[1:]


def _from_record(key: str, record: Record, wording: Wording) -> Iterator[Block]:
    """What the record itself has to say under a heading."""
    match key:
        case SectionKey.SUMMARY:
            yield from _own_summary(record)
        case SectionKey.IMPACT:
            yield from impact(record, wording)
        case SectionKey.TIMELINE:
            yield from Timeline(record, wording).blocks()
        case SectionKey.FACTORS:
            yield from follow_up.factors(record, wording)
        case SectionKey.ACTIONS:
            yield from follow_up.actions(record, wording)


def _in_their_language(text: str, record: Record, wording: Wording) -> Iterable[Block]:
    """What the authors wrote, marked as being in their language where the report is in another."""
    language = record.postmortem.language
    written = blocks(text)
    return written if language == wording.language else spoken(language, written)


def _own_summary(record: Record) -> Iterator[Block]:
    """The incident's own summary, unless its words stand in the report's."""
    written = next((each.text for each in record.sections if each.key == SectionKey.SUMMARY), "")
    summary = record.incident.summary
    if " ".join(summary.split()) not in " ".join(written.split()):
        if written:
            yield told(_("The summary in the record:"))
        yield from under(2, blocks(summary))
