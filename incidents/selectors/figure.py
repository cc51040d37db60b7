"""Figures that texts quote from the record: counts, shares, times and durations.

A text says `{count:recipients}`, `{share:recipients}`, `{time:mitigated}`, `{moment:mitigated}` or
`{duration:impact_started-mitigated}`; what stands there for a reader is worked out from the record
each time, until the text is approved.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.formats import (
    Hedge,
    exact_number,
    format_clock,
    format_moment,
    format_range,
    format_share,
    hedged,
    press_number,
    unknown,
)
from incidents.models import ImpactEstimate, ImpactGroup, Incident, Precision
from incidents.selectors.impact import ReadGroup, counted, groups_of
from incidents.selectors.timeline_entry import (
    ReadEntry,
    Time,
    Times,
    contradictions_in,
    length_in_words,
    timeline_of,
    timelines_of,
    times_of,
)

REFERENCE = re.compile(r"\{(?P<name>(?:count|share|time|moment|duration):[a-z0-9_-]+)\}")


@dataclass(frozen=True, slots=True)
class Figure:
    """Something the record knows that a text can quote.

    `basis` names the revisions it rests on ("impact_estimate:7"): another basis is another figure.
    `value` is the exact number, range or moment; `source` says who told, `as_of` when it was so.
    """

    name: str
    naming: Callable[[], str]
    basis: tuple[str, ...]
    source: str
    as_of: datetime | None
    wording: Callable[[str], str]
    exact: Callable[[str], str]
    _said: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def label(self) -> str:
        """What it is a figure of, in the reader's language."""
        return self.naming()

    @property
    def reference(self) -> str:
        """What an author writes."""
        return f"{{{self.name}}}"

    def words(self, language: str) -> str:
        """What a reader of the text reads: rounded and hedged as the press does.

        In the text's language, whatever that of whoever looks: approvals are of these words.
        """
        # A hundred statements may quote one figure.
        if language not in self._said:
            with translation.override(language):
                self._said[language] = self.wording(language)
        return self._said[language]

    def value(self, language: str) -> str:
        """The exact value behind the words."""
        with translation.override(language):
            return self.exact(language)


def figures_of(incident: Incident) -> dict[str, Figure]:
    """Every figure of the incident by its name, in the order of the record."""
    return figures_in(incident, timeline_of(incident), groups_of(incident))


def figures_of_each(
    incidents: Collection[Incident], timelines: Mapping[int, list[ReadEntry]] | None = None
) -> dict[int, dict[str, Figure]]:
    """The figures of several incidents, by the incident's key, with as few questions as for one.

    `timelines` are those of the incidents, where they are read already.
    """
    timelines = timelines_of(incidents) if timelines is None else timelines
    groups: dict[int, list[ReadGroup]] = defaultdict(list)
    for read in counted(ImpactGroup.objects.filter(incident__in=incidents)):
        groups[read.group.incident_id].append(read)
    return {each.pk: figures_in(each, timelines[each.pk], groups[each.pk]) for each in incidents}


def figures_in(
    incident: Incident, timeline: list[ReadEntry], groups: list[ReadGroup]
) -> dict[str, Figure]:
    """The figures of an incident whose timeline and groups are read already."""
    times = times_of(incident, timeline)
    said_by = dict(_milestone_entries(timeline))
    found = [
        *_of_groups(groups),
        *(figure for time in times.values() for figure in _of_time(time, said_by)),
        *_of_durations(times, said_by),
    ]
    return {figure.name: figure for figure in found}


def _milestone_entries(timeline: Iterable[ReadEntry]) -> Iterator[tuple[str, int]]:
    for read in sorted(timeline, key=lambda read: (read.said_at, read.entry.pk)):
        entry = read.entry
        if entry.milestone and not entry.is_retraction and entry.occurred_at:
            yield entry.milestone, entry.pk


def _of_groups(groups: Iterable[ReadGroup]) -> Iterator[Figure]:
    for read in groups:
        latest, group = read.latest, read.group
        basis = (f"impact_estimate:{latest.pk}",) if latest else (f"impact_group:{group.pk}",)
        source = latest.source if latest else ""
        as_of = latest.as_of if latest else None
        yield Figure(
            f"count:{group.key}",
            partial(str, group.name),
            basis,
            source,
            as_of,
            partial(_count_words, latest),
            partial(_count_exactly, latest),
        )
        if group.population:
            yield Figure(
                f"share:{group.key}",
                partial(_share_of, group),
                (*basis, f"impact_group:{group.pk}:{group.population}"),
                "; ".join(filter(None, (source, group.population_source))),
                as_of,
                partial(_share_words, latest, group.population),
                partial(_share_exactly, latest, group.population),
            )


def _share_of(group: ImpactGroup) -> str:
    return _("%(group)s, share of all") % {"group": group.name}


def _count_words(latest: ImpactEstimate | None, language: str) -> str:
    if latest is None or latest.best is None:
        return unknown(language)
    return press_number(latest.best, language, _hedge(latest)).text


def _hedge(estimate: ImpactEstimate) -> Hedge | None:
    """What was counted is hedged only where rounding demands it."""
    return None if estimate.is_actual else Hedge.ABOUT


def _count_exactly(latest: ImpactEstimate | None, language: str) -> str:
    if latest is None or latest.best is None or latest.low is None:
        return unknown(language)
    best = exact_number(latest.best, language)
    if latest.low == latest.high:
        return best
    return f"{best} ({format_range(latest.low, latest.high, language)})"


def _share_words(latest: ImpactEstimate | None, population: int, language: str) -> str:
    if latest is None or latest.best is None:
        return unknown(language)
    share = format_share(latest.best, population, language, press=True)
    return share if latest.is_actual else hedged(Hedge.ABOUT, share, language)


def _share_exactly(latest: ImpactEstimate | None, population: int, language: str) -> str:
    if latest is None or latest.best is None:
        return unknown(language)
    share = format_share(latest.best, population, language)
    part, whole = exact_number(latest.best, language), exact_number(population, language)
    return _("%(share)s: %(part)s of %(whole)s") % {"share": share, "part": part, "whole": whole}


def _of_time(time: Time, said_by: dict[str, int]) -> Iterator[Figure]:
    label = partial(str, time.milestone.label)
    basis, zone = (_basis(time, said_by),), timezone.get_default_timezone()
    exact = partial(_moment_words, time)
    if time.precision != Precision.DAY:
        yield Figure(
            f"time:{time.milestone.value}",
            label,
            basis,
            _("the timeline"),
            time.moment,
            lambda language: format_clock(time.moment, time.precision, language, zone),
            exact,
        )
    yield Figure(
        f"moment:{time.milestone.value}",
        label,
        basis,
        _("the timeline"),
        time.moment,
        exact,
        exact,
    )


def _moment_words(time: Time, language: str) -> str:
    return format_moment(time.moment, time.precision, language, timezone.get_default_timezone())


def _basis(time: Time, said_by: dict[str, int]) -> str:
    known = said_by.get(time.milestone.value)
    return f"timeline_entry:{known}" if known else "incident:declared_at"


def _of_durations(times: Times, said_by: dict[str, int]) -> Iterator[Figure]:
    contradicting = set(contradictions_in(times))
    known = list(times.values())
    for place, start in enumerate(known):
        for end in known[place + 1 :]:
            pair = (start.milestone, end.milestone)
            if pair in contradicting or end.moment < start.moment:
                continue
            words = partial(length_in_words, start, end)
            yield Figure(
                f"duration:{start.milestone.value}-{end.milestone.value}",
                partial(_from_to, start, end),
                (_basis(start, said_by), _basis(end, said_by)),
                _("the timeline"),
                end.moment,
                words,
                words,
            )


def _from_to(start: Time, end: Time) -> str:
    ends = {"start": start.milestone.label, "end": end.milestone.label}
    return _("from %(start)s to %(end)s") % ends
