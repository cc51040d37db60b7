"""The stretches of an incident on a time axis: from its cause until everything ran again."""

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.formats import rough_duration
from incidents.models import Incident, Milestone
from incidents.models.incident import OVER
from incidents.selectors.timeline_entry import Time, Times, contradictions_in, length_in_words

NARROWEST = 6
_BOUNDARIES = (
    Milestone.CAUSE_BEGAN,
    Milestone.IMPACT_STARTED,
    Milestone.DETECTED,
    Milestone.MITIGATED,
)
_ENDS = (Milestone.RECOVERED, Milestone.RESOLVED)


@dataclass(frozen=True, slots=True)
class Phase:
    """From one of the incident's times to the next; `end` is None while it lasts."""

    start: Time
    end: Time | None
    length: timedelta

    @property
    def kind(self) -> str:
        """A short name for the look of it: the milestone it begins with."""
        return self.start.milestone.value

    @property
    def label(self) -> str:
        """What went on meanwhile; where a time between is not known, both ends are named."""
        if self.end is None:
            return _SINCE[self.start.milestone]()
        named = _BETWEEN.get((self.start.milestone, self.end.milestone))
        return named() if named else f"{self.start.milestone.label} - {self.end.milestone.label}"

    @property
    def told(self) -> str:
        """How long it took, no more exact than its ends are known; so far, in its largest unit."""
        language = get_language() or "en"
        if self.end:
            return length_in_words(self.start, self.end, language)
        return _("more than %(length)s") % {"length": rough_duration(self.length, language)}


_BETWEEN = {
    (Milestone.CAUSE_BEGAN, Milestone.IMPACT_STARTED): lambda: _("Cause at work"),
    (Milestone.IMPACT_STARTED, Milestone.DETECTED): lambda: _("Not yet detected"),
    (Milestone.DETECTED, Milestone.MITIGATED): lambda: _("Being mitigated"),
    (Milestone.MITIGATED, Milestone.RECOVERED): lambda: _("Recovering"),
    (Milestone.MITIGATED, Milestone.RESOLVED): lambda: _("Recovering"),
}
_SINCE = {
    Milestone.CAUSE_BEGAN: _BETWEEN[Milestone.CAUSE_BEGAN, Milestone.IMPACT_STARTED],
    Milestone.IMPACT_STARTED: _BETWEEN[Milestone.IMPACT_STARTED, Milestone.DETECTED],
    Milestone.DETECTED: _BETWEEN[Milestone.DETECTED, Milestone.MITIGATED],
    Milestone.MITIGATED: _BETWEEN[Milestone.MITIGATED, Milestone.RECOVERED],
}


def phases_of(incident: Incident, times: Times, now: datetime) -> list[Phase]:
    """The stretches between the known times, the last one until `now` while the incident lasts.

    None at all where the times contradict each other: there is no true picture then.
    """
    if contradictions_in(times):
        return []
    ended = next((times[end] for end in _ENDS if end in times), None)
    known = [times[boundary] for boundary in _BOUNDARIES if boundary in times]
    phases = [
        Phase(start, end, max(end.moment - start.moment, timedelta()))
        for start, end in itertools.pairwise([*known, ended] if ended else known)
    ]
    if known and not ended and incident.status not in OVER:
        phases.append(Phase(known[-1], None, max(now - known[-1].moment, timedelta())))
    return phases


class Drawn(NamedTuple):
    """A phase in the picture: where it begins and how wide it is."""

    phase: Phase
    left: str
    width: str
    middle: str


class Picture(NamedTuple):
    """The phases drawn beside each other; short ones are wider than they are, and that is said."""

    drawn: list[Drawn]
    is_to_scale: bool


def picture_of(phases: list[Phase]) -> Picture:
    """The phases that took any time, on one axis."""
    lasting = [phase for phase in phases if phase.length]
    shares = _shares([phase.length / timedelta(seconds=1) for phase in lasting])
    widths = [max(share, NARROWEST) for share in shares]
    is_to_scale = widths == shares
    widths = _shares(widths)
    lefts = [0.0, *itertools.accumulate(widths)]
    drawn = [
        Drawn(phase, f"{left:.2f}%", f"{width:.2f}%", f"{left + width / 2:.2f}%")
        for phase, left, width in zip(lasting, lefts, widths, strict=False)
    ]
    return Picture(drawn, is_to_scale)


def _shares(parts: list[float]) -> list[float]:
    whole = sum(parts)
    return [100 * part / whole for part in parts]
