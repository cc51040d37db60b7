"""From the record to the document: what a postmortem report says, and in which order."""

import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from audit.checkpoints import LogHead
from core.formats import (
    Hedge,
    exact_number,
    format_date,
    format_duration,
    format_moment,
    format_range,
    format_share,
    press_number,
    unknown,
)
from core.markdown import Block, Heading, Items, blocks
from incidents.models import (
    ActionItem,
    ContributingFactor,
    GroupRelation,
    ImpactEstimate,
    Incident,
    Milestone,
    RoleHeld,
)
from incidents.selectors.impact import ReadGroup, totals_of
from incidents.selectors.incident import Neighbour
from incidents.selectors.timeline_entry import (
    ReadEntry,
    Times,
    contradictions_in,
    duration_between,
)
from postmortems.exports.document import SCHEMA, Document, levelled, paragraph, plain, table
from postmortems.exports.people import People
from postmortems.models import Postmortem, SectionKey


@dataclass(frozen=True, slots=True)
class Record:
    """Everything a report is made of, as its reader may see it."""

    incident: Incident
    postmortem: Postmortem
    sections: dict[str, str]
    timeline: list[ReadEntry]
    times: Times
    groups: list[ReadGroup]
    relations: list[GroupRelation]
    factors: list[ContributingFactor]
    actions: list[ActionItem]
    roles: list[RoleHeld]
    neighbours: list[Neighbour]
    people: People
    log: LogHead
    made_at: datetime


DURATIONS = (
    (Milestone.IMPACT_STARTED, Milestone.DETECTED),
    (Milestone.IMPACT_STARTED, Milestone.MITIGATED),
    (Milestone.IMPACT_STARTED, Milestone.RECOVERED),
    (Milestone.IMPACT_STARTED, Milestone.RESOLVED),
)


def document_of(record: Record, language: str) -> Document:
    """The report in a language; the translation to it must be active."""
    return Report(record, language).document()


class Report:
    """Writes one record in one language."""

    def __init__(self, record: Record, language: str) -> None:
        self.record = record
        self.language = language
        self.zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)

    def document(self) -> Document:
        """The whole report."""
        incident = self.record.incident
        version = _("version %(number)s") % {"number": self.record.postmortem.version}
        return Document(
            title=f"{incident.reference} {incident.title}",
            language=self.language,
            reference=incident.reference,
            head=(incident.reference, version, self._log_words()),
            blocks=levelled(self._blocks()),
            facts=self._facts(),
        )

    def _blocks(self) -> Iterator[Block]:
        yield self._about()
        yield from self._roles()
        yield from self._links()
        facts = {
            SectionKey.SUMMARY: self._summary,
            SectionKey.IMPACT: self._impact,
            SectionKey.TIMELINE: self._timeline,
            SectionKey.FACTORS: self._factors,
            SectionKey.ACTIONS: self._actions,
        }
        for key in SectionKey:
            yield Heading(2, plain(str(key.label)))
            said = [*blocks(self.record.sections.get(key, "")), *facts.get(key, _nothing)()]
            yield from said or [paragraph(_("Nothing was written here."))]
        yield Heading(2, plain(_("About this export")))
        yield paragraph(self._provenance())

    def _about(self) -> Block:
        incident = self.record.incident
        malice = str(incident.get_malice_display())
        if incident.malice_basis:
            malice = f"{malice}: {incident.malice_basis}"
        services = ", ".join(service.name for service in incident.services.all())
        return table(
            (_("Fact"), _("In the record")),
            [
                (_("Severity"), str(incident.get_severity_display())),
                (_("Status"), str(incident.get_status_display())),
                (_("Category"), str(incident.get_category_display())),
                (_("Malicious"), malice),
                (_("Services"), services or _("none named")),
                (_("Restricted"), _("Yes") if incident.is_restricted else _("No")),
                (_("Postmortem"), str(self.record.postmortem.get_status_display())),
            ],
        )

    def _roles(self) -> Iterator[Block]:
        if self.record.roles:
            yield table(
                (_("Role"), _("Held by"), _("From"), _("Until")),
                [
                    (
                        str(held.get_role_display()),
                        self.record.people.label(held.person_id),
                        self._moment(held.held_from),
                        self._moment(held.held_until) if held.held_until else _("still held"),
                    )
                    for held in self.record.roles
                ],
            )

    def _links(self) -> Iterator[Block]:
        this = self.record.incident.reference
        lines = [
            f"{this} {near.link.get_kind_display()} {near.other}"
            if near.is_source
            else f"{near.other} {near.link.get_kind_display()} {this}"
            for near in self.record.neighbours
        ]
        if lines:
            yield Items(tuple((paragraph(line),) for line in lines))

    def _summary(self) -> Iterator[Block]:
        yield from blocks(self.record.incident.summary)

    def _impact(self) -> Iterator[Block]:
        for read in self.record.groups:
            yield Heading(3, plain(read.group.name))
            yield paragraph(self._headline(read))
            if read.group.definition:
                yield paragraph(f"{_('Counted:')} {read.group.definition}")
            yield paragraph(self._whole(read))
            if read.estimates:
                yield self._revisions(read)
        for relation in self.record.relations:
            yield paragraph(
                f"{relation.first.name} / {relation.second.name}: {relation.get_relation_display()}"
            )
        for total in totals_of(self.record.groups, self.record.relations):
            yield paragraph(f"{total.unit.label}: {total.words(self.language)}")

    def _headline(self, read: ReadGroup) -> str:
        latest, unit = read.latest, str(read.group.get_unit_display())
        if latest is None or latest.best is None:
            return f"{unknown(self.language)}, {unit}"
        if latest.is_actual:
            return f"{exact_number(latest.best, self.language)} {unit}"
        words = f"{press_number(latest.best, self.language, Hedge.ABOUT).text} {unit}"
        share = self._share(latest, read)
        return f"{words} ({share})" if share else words

    def _whole(self, read: ReadGroup) -> str:
        group = read.group
        if group.population is None:
            return _("How many there are in all is not known.")
        whole = exact_number(group.population, self.language)
        words = _("Of %(whole)s in all, according to: %(source)s") % {
            "whole": whole,
            "source": group.population_source,
        }
        if group.population_as_of:
            words = f"{words}, {_('as of')} {self._moment(group.population_as_of)}"
        return words

    def _revisions(self, read: ReadGroup) -> Block:
        return table(
            (
                _("Revision"),
                _("As of"),
                _("Best"),
                _("Range"),
                _("Share"),
                _("Kind"),
                _("Source and method"),
                _("Reason"),
            ),
            [self._revision(estimate, read) for estimate in read.estimates],
        )

    def _revision(self, estimate: ImpactEstimate, read: ReadGroup) -> list[str]:
        between = best = unknown(self.language)
        if estimate.low is not None and estimate.best is not None:
            best = exact_number(estimate.best, self.language)
            between = format_range(estimate.low, estimate.high, self.language)
        return [
            str(estimate.revision),
            self._moment(estimate.as_of),
            best,
            between,
            self._share(estimate, read) or unknown(self.language),
            _("counted") if estimate.is_actual else _("estimate"),
            "; ".join(filter(None, (estimate.source, estimate.method))),
            estimate.reason,
        ]

    def _share(self, estimate: ImpactEstimate, read: ReadGroup) -> str:
        if estimate.best is None or not read.group.population:
            return ""
        return format_share(estimate.best, read.group.population, self.language)

    def _timeline(self) -> Iterator[Block]:
        times = self.record.times
        if times:
            yield table(
                (_("Milestone"), _("Time")),
                [
                    (str(time.milestone.label), self._moment(time.moment, time.precision))
                    for time in times.values()
                ],
            )
            yield table((_("Duration"), _("Length")), self._durations())
        for earlier, later in contradictions_in(times):
            yield paragraph(
                _(
                    "%(later)s is told to lie before %(earlier)s: "
                    "one of the two times cannot be right."
                )
                % {"later": later.label, "earlier": earlier.label}
            )
        for read in self.record.timeline:
            yield from self._entry(read)

    def _durations(self) -> list[tuple[str, str]]:
        return [
            (
                f"{start.label} - {end.label}",
                format_duration(length, self.language) if length else unknown(self.language),
            )
            for start, end in DURATIONS
            for length in [duration_between(self.record.times, start, end)]
        ]

    def _entry(self, read: ReadEntry) -> Iterator[Block]:
        entry = read.entry
        marks = [str(entry.get_kind_display()), self.record.people.label(entry.author_id)]
        if entry.milestone and not entry.is_retraction:
            marks.insert(0, str(entry.get_milestone_display()))
        if read.is_late:
            marks.append(f"{_('written down later')}, {self._moment(entry.recorded_at)}")
        when = self._moment(entry.occurred_at, entry.precision)
        yield Heading(3, plain(f"{when} - {', '.join(marks)}"))
        if entry.is_retraction:
            yield paragraph(f"{_('Taken back:')} {entry.reason}")
            yield paragraph(_("It said:"))
        yield from blocks(entry.text)
        for link in entry.evidence_links:
            yield paragraph(f"{_('Evidence:')} {link}")
        yield from self._corrections(read)

    def _corrections(self, read: ReadEntry) -> Iterator[Block]:
        if read.earlier and not read.entry.is_retraction:
            yield paragraph(f"{_('Corrected:')} {read.entry.reason}")
        for earlier in read.earlier[1:] if read.entry.is_retraction else read.earlier:
            when = self._moment(earlier.occurred_at, earlier.precision)
            yield paragraph(
                _("Earlier version, written %(at)s, told of %(when)s:")
                % {"at": self._moment(earlier.recorded_at), "when": when}
            )
            yield from blocks(earlier.text)

    def _factors(self) -> Iterator[Block]:
        standing = [factor for factor in self.record.factors if not factor.withdrawn_at]
        withdrawn = [factor for factor in self.record.factors if factor.withdrawn_at]
        if standing:
            yield Items(tuple((paragraph(factor.text),) for factor in standing))
        for factor in withdrawn:
            yield paragraph(f"{_('Withdrawn:')} {factor.text} ({factor.withdrawn_reason})")

    def _actions(self) -> Iterator[Block]:
        if self.record.actions:
            yield table(
                (_("Action"), _("Kind"), _("Owner"), _("Due"), _("State"), _("Answers")),
                [self._action(action) for action in self.record.actions],
            )

    def _action(self, action: ActionItem) -> list[str]:
        owner = self.record.people.label(action.owner_id) if action.owner_id else _("nobody")
        title = f"{action.title} {action.tracker_url}".strip()
        return [
            title,
            str(action.get_kind_display()),
            owner,
            format_date(action.due_on, self.language) if action.due_on else _("no date"),
            self._state(action),
            action.factor.text if action.factor else "",
        ]

    def _state(self, action: ActionItem) -> str:
        if not action.completed_at:
            return _("Open")
        words = f"{_('Done:')} {action.evidence}"
        if action.worked is None:
            return words
        answer = _("It worked:") if action.worked else _("It did not work:")
        return f"{words} {answer} {action.worked_basis}"

    def _moment(self, moment: datetime | None, precision: str = "minute") -> str:
        return format_moment(moment, precision, self.language, self.zone, with_zone=True)

    def _log_words(self) -> str:
        return _("log of %(size)s entries, root %(root)s") % {
            "size": exact_number(self.record.log.size, self.language),
            "root": self.record.log.root.hex()[:16],
        }

    def _provenance(self) -> str:
        log = self.record.log
        signed = (
            _("The last signed checkpoint covers %(size)s entries.")
            % {"size": exact_number(log.signed_size, self.language)}
            if log.signed_size
            else _("No checkpoint was signed yet.")
        )
        return " ".join(
            [
                _("Made %(at)s from the record, in the time zone %(zone)s.")
                % {"at": self._moment(self.record.made_at), "zone": settings.TIME_ZONE},
                _("The log then held %(size)s entries with the root %(root)s.")
                % {"size": exact_number(log.size, self.language), "root": log.root.hex()},
                signed,
            ]
        )

    def _facts(self) -> dict[str, Any]:
        record, incident = self.record, self.record.incident
        return {
            "schema": SCHEMA,
            "reference": incident.reference,
            "severity": incident.severity,
            "status": incident.status,
            "category": incident.category,
            "malice": incident.malice,
            "times": {
                time.milestone.value: {"at": _iso(time.moment), "precision": time.precision.value}
                for time in record.times.values()
            },
            "groups": [_group_facts(read) for read in record.groups],
            "timeline": [_entry_facts(read) for read in record.timeline],
            "log": {"size": record.log.size, "root": record.log.root.hex()},
            "made_at": _iso(record.made_at),
        }


def _nothing() -> list[Block]:
    return []


def _group_facts(read: ReadGroup) -> dict[str, Any]:
    return {
        "name": read.group.name,
        "unit": read.group.unit,
        "population": read.group.population,
        "estimates": [
            {
                "revision": estimate.revision,
                "low": estimate.low,
                "best": estimate.best,
                "high": estimate.high,
                "is_actual": estimate.is_actual,
                "as_of": _iso(estimate.as_of),
            }
            for estimate in read.estimates
        ],
    }


def _entry_facts(read: ReadEntry) -> dict[str, Any]:
    entry = read.entry
    return {
        "at": _iso(entry.occurred_at) if entry.occurred_at else None,
        "precision": entry.precision,
        "kind": entry.kind,
        "milestone": entry.milestone,
        "recorded_at": _iso(entry.recorded_at),
        "is_retraction": entry.is_retraction,
        "versions": 1 + len(read.earlier),
        "text": entry.text,
    }


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
