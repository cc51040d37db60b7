"""Whom it hit, how many, how we know, and what was believed before."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.documents.document import (
    Words,
    labelled,
    ours,
    plain,
    sentence,
    table,
    text_of,
    told,
)
from core.formats import Hedge, format_range, format_share, press_number, unknown
from core.markdown import Block, Heading, Paragraph, Runs
from incidents.exports.people import capital
from incidents.exports.wording import Wording
from incidents.models import GroupRelation, ImpactEstimate, Relation
from incidents.selectors.impact import ReadGroup, totals_of
from postmortems.exports.record import Record, unit_words


def impact(record: Record, wording: Wording) -> Iterator[Block]:
    """Every group, how they stand to each other, and the totals of what counts the same."""
    for read in record.groups:
        yield from _group(read, wording)
    totals = totals_of(record.groups, record.relations)
    if record.relations or totals:
        yield Heading(3, ours(_("The groups together")))
    for relation in record.relations:
        yield told(_relation(relation))
    for total in totals:
        unit = capital(str(total.unit.label))
        yield labelled(f"{unit}:", ours(total.words(wording.language)))


def _group(read: ReadGroup, wording: Wording) -> Iterator[Block]:
    yield Heading(3, plain(read.group.name))
    yield Paragraph(ours(_headline(read, wording), bold=True))
    if read.group.definition:
        yield labelled(_("Counted:"), read.group.definition)
    yield told(_whole(read, wording))
    if read.estimates:
        yield table(
            (
                _("Revision"),
                _("As of"),
                _("Count"),
                _("Share"),
                _("Source, method and reason"),
                _("Written down"),
            ),
            [_revision(estimate, read, wording) for estimate in read.estimates],
        )


def _headline(read: ReadGroup, wording: Wording) -> str:
    latest = read.latest
    if latest is None or latest.best is None:
        return _("Not known how many %(unit)s") % {"unit": unit_words(read.group.unit, 2)}
    unit = unit_words(read.group.unit, latest.best)
    count = (
        wording.number(latest.best)
        if latest.is_actual
        else press_number(latest.best, wording.language, Hedge.ABOUT).text
    )
    share = _share(latest, read, wording)
    words = _("%(count)s %(unit)s") % {"count": capital(count), "unit": unit}
    return _("%(words)s, %(share)s of all") % {"words": words, "share": share} if share else words


def _whole(read: ReadGroup, wording: Wording) -> Runs:
    group = read.group
    if group.population is None:
        return ours(_("How many there are in all is not known."))
    whole = ours(wording.number(group.population))
    source = plain(group.population_source)
    if group.population_as_of is None:
        return sentence(
            _("Of %(whole)s in all, according to: %(source)s"), whole=whole, source=source
        )
    return sentence(
        _("Of %(whole)s in all as of %(at)s, according to: %(source)s"),
        whole=whole,
        source=source,
        at=ours(wording.moment(group.population_as_of)),
    )


def _revision(estimate: ImpactEstimate, read: ReadGroup, wording: Wording) -> list[Words]:
    return [
        ours(str(estimate.revision)),
        ours(wording.moment(estimate.as_of)),
        ours(_count(estimate, wording)),
        ours(_share(estimate, read, wording) or unknown(wording.language)),
        _basis(estimate),
        ours(
            _("%(at)s by %(person)s")
            % {
                "at": wording.moment(estimate.recorded_at),
                "person": wording.by(estimate.author_id),
            }
        ),
    ]


def _count(estimate: ImpactEstimate, wording: Wording) -> str:
    if estimate.best is None or estimate.low is None:
        return unknown(wording.language)
    best = wording.number(estimate.best)
    if estimate.is_actual:
        return _("%(count)s, counted") % {"count": best}
    between = format_range(estimate.low, estimate.high, wording.language)
    if between == best:
        return _("%(count)s, estimate") % {"count": best}
    return _("%(count)s, estimate (%(range)s)") % {"count": best, "range": between}


def _basis(estimate: ImpactEstimate) -> Runs:
    said = plain("; ".join(filter(None, (estimate.source, estimate.method))))
    if not estimate.reason:
        return said
    stop = "" if text_of(said).endswith((".", "!", "?")) else "."
    return (*said, *ours(f"{stop} {_('Reason:')} "), *plain(estimate.reason))


def _share(estimate: ImpactEstimate, read: ReadGroup, wording: Wording) -> str:
    if estimate.best is None or not read.group.population:
        return ""
    return format_share(estimate.best, read.group.population, wording.language)


def _relation(relation: GroupRelation) -> Runs:
    pattern = {
        Relation.DISJOINT: _('Nobody is both in "%(first)s" and in "%(second)s".'),
        Relation.NESTED: _('"%(first)s" lies wholly within "%(second)s".'),
        Relation.OVERLAPPING: _(
            'Some are both in "%(first)s" and in "%(second)s"; how many is not known.'
        ),
    }[Relation(relation.relation)]
    return sentence(pattern, first=relation.first.name, second=relation.second.name)
