"""Statements as documents: one, or all that went out on a day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.checkpoints import LogHead
from core.documents.document import (
    DataFile,
    Document,
    iso,
    labelled,
    levelled,
    ours,
    plain,
    spoken,
    told,
    under,
)
from core.markdown import Block, Heading, Paragraph
from incidents.exports.about import about_export, log_line
from incidents.exports.wording import Wording
from incidents.models import Incident
from statements.exports.told import Told

SCHEMA = "havari.statements/1"


@dataclass(frozen=True, slots=True)
class Made:
    """When a document is made, and how the log stands; None where the log is not told of."""

    at: datetime
    log: LogHead | None

    @property
    def tells_approvals(self) -> bool:
        """Whether the approval record is part of the document."""
        return self.log is not None


def statement_document(said: Told, made: Made) -> Document:
    """One statement in its own language; the translation to it must be active."""
    wording = Wording(said.language)
    reference = said.read.statement.incident.reference
    return Document(
        title=plain(said.read.statement.title),
        language=said.language,
        reference=reference,
        head=_head([reference], _standing(said, wording), made, wording),
        blocks=levelled(
            [
                *(Paragraph(ours(mark, bold=True)) for mark in said.marks),
                *under(1, said.words),
                *said.record,
                *_about(reference, made, wording),
            ]
        ),
        facts=_facts([said], made),
        data=_data(),
    )


@dataclass(frozen=True, slots=True)
class Day:
    """What went out on a day, incident by incident; `withheld` are those the reader may not see.

    `incident` is None where the day is told across incidents.
    """

    day: date
    incident: Incident | None
    parts: list[tuple[Incident, list[Told]]]
    withheld: int


def day_document(day: Day, language: str, made: Made) -> Document:
    """A day's statements, each in its own language; the translation to `language` must be active."""
    wording = Wording(language)
    title = _("Statements of %(day)s") % {"day": wording.day(day.day)}
    names = [incident.reference for incident, _told in day.parts]
    reference = day.incident.reference if day.incident else ", ".join(names)
    return Document(
        title=ours(title),
        language=language,
        reference=reference,
        head=_head([reference] if day.incident else [], title, made, wording),
        blocks=levelled(_of_day(day, language, made, wording)),
        facts=_facts([each for _incident, parts in day.parts for each in parts], made),
        data=_data(),
    )


def _of_day(day: Day, language: str, made: Made, wording: Wording) -> Iterator[Block]:
    yield told(
        _("All that was released on the day, by the clock of the zone %(zone)s.")
        % {"zone": settings.TIME_ZONE}
    )
    if day.withheld:
        yield told(
            ngettext(
                "%(count)s more statement went out that day, about an incident you may not open. "
                "It is left out here.",
                "%(count)s more statements went out that day, about incidents you may not open. "
                "They are left out here.",
                day.withheld,
            )
            % {"count": day.withheld}
        )
    if not day.parts:
        yield told(_("Nothing was released."))
    for incident, parts in day.parts:
        yield Heading(2, ours(incident.reference))
        for said in parts:
            with translation.override(said.language):
                part = list(_part(said))
            yield from part if said.language == language else spoken(said.language, part)
    references = ", ".join(incident.reference for incident, _parts in day.parts)
    yield from _about(references or "-", made, wording)


def _part(said: Told) -> Iterator[Block]:
    wording, statement = Wording(said.language), said.read.statement
    yield Heading(3, plain(statement.title))
    yield Paragraph(ours(_standing(said, wording), italic=True))
    if said.read.release:
        yield labelled(_("To:"), said.read.release.recipients)
    yield from (Paragraph(ours(mark, bold=True)) for mark in said.marks)
    yield from under(3, said.words)
    yield from said.record


def _standing(said: Told, wording: Wording) -> str:
    """What stands in the head: when it went out, or that it did not."""
    if said.read.release is None:
        return _("Draft, not released")
    statement = said.read.statement
    about = (statement.get_audience_display(), statement.get_channel_display())
    at = _("Released %(at)s") % {"at": wording.moment(said.read.release.released_at)}
    return " · ".join([at, *map(str, about)])


def _head(names: Iterable[str], line: str, made: Made, wording: Wording) -> tuple[str, ...]:
    """Without the approval record only what everybody may read stands on every page."""
    if made.log is None:
        return (line,)
    return (*names, line, log_line(made.log, wording))


def _about(reference: str, made: Made, wording: Wording) -> Iterator[Block]:
    if made.log:
        yield from about_export(reference, made.at, made.log, wording)


def _data() -> DataFile:
    return DataFile(SCHEMA, "statements.json", _("The same as data"))


def _facts(parts: Iterable[Told], made: Made) -> dict[str, Any]:
    """Moments and exact values for machines; people and words that may name them are left out."""
    log = made.log
    facts: dict[str, Any] = {"statements": [_fact(each, made) for each in parts]}
    if log:
        facts["log"] = {"size": log.size, "root": log.root.hex(), "signed_size": log.signed_size}
    return facts | {"made_at": iso(made.at)}


def _fact(said: Told, made: Made) -> dict[str, Any]:
    statement, release = said.read.statement, said.read.release
    facts = {
        "language": statement.language,
        "audience": statement.audience,
        "channel": statement.channel,
        "kind": statement.kind,
        "released_at": iso(release.released_at) if release else None,
        "digest": said.read.digest,
    }
    if not made.tells_approvals:
        return facts
    return facts | {
        "approved_at": [iso(each.approved_at) for each in said.read.approvals],
        "figures": [
            {
                "name": each.name,
                "words": each.words,
                "value": each.value,
                "as_of": each.as_of,
                "basis": list(each.basis),
            }
            for each in said.read.quoted
        ],
    }
