"""A statement as it is told outside: its marks, its words and, where asked for, its record."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import translation
from django.utils.translation import gettext as _

from core.documents.document import reworded_block, typed_among
from core.markdown import Block, Runs, blocks
from incidents.exports.appearing import people_by_role
from incidents.exports.people import People
from incidents.exports.wording import Wording
from incidents.models import Incident
from incidents.selectors.figure import figures_in
from incidents.selectors.impact import groups_of
from incidents.selectors.incident import roles_in
from incidents.selectors.timeline_entry import timeline_of
from statements.exports.approval_record import approval_record
from statements.models import Statement
from statements.selectors.grounds import Grounds
from statements.selectors.statement import ReadStatement, Standing, read_statements

Record = Callable[[People], Iterable[Block]]


@dataclass(frozen=True, slots=True)
class Told:
    """A statement in its own language.

    `marks` say what whoever passes it on must know: that it is a draft, that it is no longer right.
    """

    read: ReadStatement
    marks: tuple[str, ...]
    words: tuple[Block, ...]
    record: tuple[Block, ...] = ()

    @property
    def language(self) -> str:
        """The language of all of it."""
        return self.read.statement.language


def told_statements(
    incident: Incident, statements: Iterable[Statement], *, with_approvals: bool, level: int = 2
) -> list[Told]:
    """The incident's statements in their order; records stand below a heading of this level."""
    wanted = list(statements)
    released = Statement.objects.filter(release__isnull=False)
    prefetch_related_objects(wanted, Prefetch("corrected_by", released))
    found: dict[int, Told] = {}
    records: dict[int, Record] = {}
    for language in sorted({each.language for each in wanted}):
        with translation.override(language):
            timeline, groups = timeline_of(incident), groups_of(incident)
            figures = {incident.pk: figures_in(incident, timeline, groups)}
            grounds = Grounds(incident, timeline, groups)
            same = [each for each in wanted if each.language == language]
            for read in read_statements(same, figures):
                found[read.statement.pk] = _told(read)
                records[read.statement.pk] = partial(_record, read, grounds, level)
    told = [found[each.pk] for each in wanted]
    return _with_records(incident, told, records) if with_approvals else told


def _told(read: ReadStatement) -> Told:
    said = read.release.words if read.release else read.resolved.words
    return Told(read, tuple(_marks(read)), blocks(said))


def _marks(read: ReadStatement) -> Iterator[str]:
    if read.release is None:
        yield _("Draft, not released")
        if read.standing is Standing.VOID:
            yield _("What was approved is not what it says now.")
    for moved in read.moved:
        yield _("No longer right: %(told)s") % {"told": moved.told}
    for later in read.statement.corrected_by.all():
        yield _("It was put right later: %(title)s") % {"title": later.title}


def _record(read: ReadStatement, grounds: Grounds, level: int, people: People) -> Iterator[Block]:
    return approval_record(read, grounds, Wording(read.statement.language, people), level)


def _with_records(incident: Incident, told: list[Told], records: dict[int, Record]) -> list[Told]:
    """Each with its record, in which nobody is named. The words are as they were said."""
    roles, appearing = roles_in(incident), list(_appearing(told))
    by_language: dict[str, People] = {}
    for language in {each.language for each in told}:
        with translation.override(language):
            by_language[language] = people_by_role(incident, appearing, roles)
    written: dict[int, tuple[Block, ...]] = {}
    for each in told:
        with translation.override(each.language):
            pk = each.read.statement.pk
            written[pk] = tuple(records[pk](by_language[each.language]))
    typed = list(typed_among(block for record in written.values() for block in record))
    for language, people in by_language.items():
        with translation.override(language):
            people.meet(typed)
    return [_nameless(each, written[each.read.statement.pk], by_language) for each in told]


def _nameless(told: Told, record: Iterable[Block], people: dict[str, People]) -> Told:
    say: Callable[[Runs], Runs] = people[told.language].without_names
    with translation.override(told.language):
        blameless = tuple(reworded_block(block, say) for block in record)
    return Told(told.read, told.marks, told.words, blameless)


def _appearing(told: Iterable[Told]) -> Iterator[int | None]:
    """Who the records tell of, in the order they do."""
    for each in told:
        release = each.read.release
        if release:
            yield from (release.released_by_id, release.reviewed_by_id)
        yield from (approval.approver_id for approval in each.read.given)
        yield from (wording.author_id for wording in each.read.wordings)
