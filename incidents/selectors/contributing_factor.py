"""The conditions of an incident with what shows them and what answers them, and the open ends."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q, Value

from incidents.models import ActionItem, ContributingFactor, Incident
from incidents.selectors.timeline_entry import ReadEntry


@dataclass(frozen=True, slots=True)
class ReadFactor:
    """A condition, the standing entries that show it in the order of time, and its actions.

    An entry that was corrected is read as it stands now; one that was taken back shows nothing, and
    an action that was withdrawn answers nothing.
    """

    factor: ContributingFactor
    evidence: tuple[ReadEntry, ...]
    answers: tuple[ActionItem, ...]

    @property
    def lacks_evidence(self) -> bool:
        """Whether nothing in the timeline shows it."""
        return not self.factor.withdrawn_at and not self.evidence

    @property
    def lacks_answer(self) -> bool:
        """Whether nothing is done about it and nobody said why."""
        is_open = not self.factor.withdrawn_at and not self.factor.accepted_reason
        return is_open and not self.answers


def factors_of(
    incident: Incident, timeline: Sequence[ReadEntry], actions: Sequence[ActionItem]
) -> list[ReadFactor]:
    """Every condition in the order they were written down, withdrawn ones last."""
    named = ArrayAgg("evidence", filter=Q(evidence__isnull=False), default=Value([]))
    factors = incident.factors.annotate(named=named).order_by(
        F("withdrawn_at").asc(nulls_first=True), "pk"
    )
    return [
        ReadFactor(
            factor,
            _shown_by(set(factor.named), timeline),
            tuple(action for action in _to_be_done(actions) if action.factor_id == factor.pk),
        )
        for factor in factors
    ]


def _shown_by(numbers: set[int], timeline: Sequence[ReadEntry]) -> tuple[ReadEntry, ...]:
    return tuple(
        read
        for read in timeline
        if not read.entry.is_retraction and not numbers.isdisjoint(read.numbers)
    )


def unanswering(factors: Sequence[ReadFactor], actions: Sequence[ActionItem]) -> list[ActionItem]:
    """The actions that answer no condition that stands; not those that were withdrawn."""
    standing = {read.factor.pk for read in factors if not read.factor.withdrawn_at}
    return [action for action in _to_be_done(actions) if action.factor_id not in standing]


def _to_be_done(actions: Sequence[ActionItem]) -> list[ActionItem]:
    return [action for action in actions if not action.withdrawn_at]
