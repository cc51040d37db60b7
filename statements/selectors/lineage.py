"""What was said about an incident over all channels, and what each sentence rests on."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language

from incidents.models import Incident
from incidents.selectors.figure import figures_in
from incidents.selectors.impact import groups_of
from incidents.selectors.timeline_entry import timeline_of
from statements.models import Release, Statement
from statements.selectors.grounds import Ground, Grounds
from statements.selectors.statement import ReadStatement, read_wordings, worded
from statements.texts.resolving import Quoted


@dataclass(frozen=True, slots=True)
class Sourced:
    """A figure as it was said, and what it rests on."""

    quoted: Quoted
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement that went out: its figures, what it puts right, and what put it right since."""

    read: ReadStatement
    release: Release
    figures: list[Sourced]
    corrects: Statement | None
    corrected_by: list[Statement]


def lineage_of(incident: Incident) -> list[Said]:
    """Every release about the incident in the order of time, with as few questions as for one."""
    timeline, groups = timeline_of(incident), groups_of(incident)
    released = worded(incident.statements.filter(release__isnull=False))
    figures = {incident.pk: figures_in(incident, timeline, groups)}
    found = [(read, read.release) for read in read_wordings(released, figures)]
    out = [(read, release) for read, release in found if release]
    out.sort(key=lambda pair: (pair[1].released_at, pair[1].pk))
    prefetch_related_objects([release for _read, release in out], "mentions")
    grounds, language = Grounds(incident, timeline, groups), get_language() or "en"
    known = {read.statement.pk: read.statement for read, _release in out}
    corrections: dict[int, list[Statement]] = defaultdict(list)
    for statement in known.values():
        if statement.corrects_id:
            corrections[statement.corrects_id].append(statement)
    return [
        Said(
            read,
            release,
            [Sourced(each, grounds.of(each.basis, language)) for each in read.quoted],
            known.get(read.statement.corrects_id or 0),
            corrections[read.statement.pk],
        )
        for read, release in out
    ]
