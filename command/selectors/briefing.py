"""What somebody needs to know in one minute: a few lines under each heading, made from the record.

On the page people are named, since one must find them; the text that is copied or sent elsewhere
has them by role alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from command.selectors.newest import newest_in
from command.selectors.open import Open, missing_among, open_in
from core.formats import (
    Hedge,
    exact_number,
    format_date,
    format_moment,
    format_range,
    press_number,
    unknown,
)
from incidents.models import Incident, RoleHeld
from incidents.selectors.impact import ReadGroup, groups_of
from incidents.selectors.incident import roles_in
from incidents.selectors.phases import phases_of
from incidents.selectors.timeline_entry import ReadEntry, Times, contradictions_in, times_of

LONGEST_SUMMARY, LONGEST_ENTRY = 600, 200


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a briefing; `who` is the person it is about, named on the page only."""

    words: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What is to be known of one matter; `key` names it for programs."""

    key: str
    heading: str
    lines: tuple[Line, ...]

    @property
    def words(self) -> list[str]:
        """Its lines without a person's name."""
        return [line.words for line in self.lines]


@dataclass(frozen=True, slots=True)
class Briefing:
    """How an incident stands at a moment, in the reader's language and time zone."""

    incident: Incident
    as_of: datetime
    sections: tuple[Section, ...]

    @property
    def head(self) -> str:
        """How serious it is and how far, and when that was so."""
        severity, status = self.incident.severity.upper(), self.incident.get_status_display()
        at = _moment(self.as_of)
        return f"{severity} · {status} · {_('as of %(moment)s') % {'moment': at}}"

    @property
    def text(self) -> str:
        """The whole as plain words, ready to be pasted; people by role."""
        parts = [f"{self.incident}\n{self.head}"]
        for section in self.sections:
            lines = "\n".join(f"- {words}" for words in section.words)
            parts.append(f"{section.heading}\n{lines}")
        return "\n\n".join(parts)


def briefing_of(incident: Incident) -> Briefing:
    """The briefing as of now."""
    now, groups = timezone.now(), groups_of(incident)
    entries, timeline = newest_in(incident)
    found, times = open_in(incident, groups), times_of(incident, timeline)
    told = [
        ("happened", _("What happened"), _happened(incident, times, now)),
        ("hit", _("Who is hit"), map(_hit, groups)),
        ("newest", _("Newest entries"), _written(entries)),
        ("roles", _("Roles"), _roles(roles_in(incident))),
        ("said", _("What was said outside"), _said(found)),
        ("open", _("What is open"), _open(found)),
    ]
    sections = (
        Section(key, heading, tuple(lines) or (Line(_nothing(key)),))
        for key, heading, lines in told
    )
    return Briefing(incident, now, tuple(sections))


def _nothing(key: str) -> str:
    return {
        "happened": _("Nothing is written down yet."),
        "hit": unknown(_language()),
        "newest": _("Nothing is written down yet."),
        "roles": _("Nobody holds a role yet."),
        "said": _("nothing was said yet"),
        "open": _("Nothing is open."),
    }[key]


def _happened(incident: Incident, times: Times, now: datetime) -> Iterator[Line]:
    if incident.summary:
        yield Line(_short(incident.summary, LONGEST_SUMMARY))
    for earlier, later in contradictions_in(times):
        yield Line(
            _("The times contradict each other: %(later)s before %(earlier)s.")
            % {"later": later.label, "earlier": earlier.label}
        )
    for time in times.values():
        yield Line(f"{time.milestone.label}: {_moment(time.moment, time.precision)}")
    for phase in phases_of(incident, times, now):
        yield Line(f"{phase.label}: {phase.told}")


def _hit(read: ReadGroup) -> Line:
    latest, language = read.latest, _language()
    if latest is None or latest.best is None or latest.low is None:
        return Line(f"{read.group.name}: {unknown(language)}")
    unit, known = read.group.get_unit_display(), _known(latest.as_of, latest.source)
    if latest.is_actual:
        count = exact_number(latest.best, language)
        return Line(f"{read.group.name}: {count} {unit} ({_('counted')}; {known})")
    count = press_number(latest.best, language, Hedge.ABOUT).text
    between = _("estimate, %(range)s") % {"range": format_range(latest.low, latest.high, language)}
    return Line(f"{read.group.name}: {count} {unit} ({between}; {known})")


def _known(as_of: datetime, source: str) -> str:
    return f"{_('as of %(moment)s') % {'moment': _moment(as_of)}}, {source}"


def _written(entries: list[ReadEntry]) -> Iterator[Line]:
    for read in entries:
        entry = read.entry
        if not entry.is_retraction:
            at = _moment(entry.occurred_at, entry.precision)
            yield Line(f"{at}: {_short(entry.text, LONGEST_ENTRY)}")


def _roles(roles: list[RoleHeld]) -> Iterator[Line]:
    for held in roles:
        if held.held_until is None:
            since = _("since %(at)s") % {"at": _moment(held.held_from)}
            awaited = f", {_('not yet confirmed')}" if held.is_awaited else ""
            yield Line(f"{held.get_role_display()}: {since}{awaited}", who=str(held.person))
    for role in missing_among(roles):
        yield Line(f"{role.label}: {_('nobody yet')}")


def _said(found: Open) -> Iterator[Line]:
    for statement in found.said:
        at = _moment(statement.release.released_at)
        yield Line(f"{statement.get_audience_display()}, {at}: {statement.title}")
    for promise in found.promised:
        audience = promise.statement.get_audience_display()
        yield Line(f"{_('Next update promised')}, {audience}: {_moment(promise.at)}")


def _open(found: Open) -> Iterator[Line]:
    for statement in found.unreleased:
        yield Line(f"{_('Statement that is not out')}: {statement.title}")
    for action in found.actions:
        due = f" ({format_date(action.due_on, _language())})" if action.due_on else ""
        yield Line(f"{action.title}{due}", who=str(action.owner or ""))


def _moment(moment: datetime | None, precision: str = "minute") -> str:
    zone = timezone.get_current_timezone()
    return format_moment(moment, precision, _language(), zone, with_zone=True)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _short(text: str, most: int) -> str:
    return Truncator(" ".join(text.split())).chars(most)
