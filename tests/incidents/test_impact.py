from dataclasses import replace
from datetime import UTC, datetime

import pytest

from audit.models import LogEntry
from core.errors import DomainError
from incidents.models import ImpactEstimate
from incidents.services.impact import Estimate, Group, add_group, revise_estimate

FIRST = Estimate(
    low=1_500_000,
    best=1_600_000,
    high=1_700_000,
    as_of=datetime(2026, 11, 4, 16, 55, tzinfo=UTC),
    source="Press chief",
)
UNKNOWN = replace(FIRST, low=None, best=None, high=None)


@pytest.fixture
def group(commander, incident):
    return add_group(
        actor=commander,
        incident_id=incident.pk,
        value=Group(name="Recipients", population=4_000_000, population_source="Press chief"),
    )


@pytest.fixture
def revise(commander, incident, group):
    def act(value, reason=""):
        return revise_estimate(
            actor=commander,
            incident_id=incident.pk,
            group_id=group.pk,
            based_on=group.estimates.count(),
            value=value,
            reason=reason,
        )

    return act


def test_the_earlier_estimate_stays_readable(revise, group):
    revise(FIRST)
    revise(replace(FIRST, best=1_580_000), reason="The provider's log was counted")
    assert list(group.estimates.values_list("revision", "best")) == [(1, 1_600_000), (2, 1_580_000)]
    assert LogEntry.objects.last().verb == "impact.revised"


def test_unknown_is_a_value(revise):
    assert revise(UNKNOWN).is_unknown


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (replace(FIRST, low=None), "best"),
        (replace(FIRST, best=1), "best"),
        (replace(FIRST, high=4_000_001), "high"),
        (replace(FIRST, is_actual=True), "is_actual"),
        (replace(UNKNOWN, is_actual=True), "is_actual"),
        (replace(FIRST, source=" "), "source"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_its_field(revise, value, field):
    with pytest.raises(DomainError) as refusal:
        revise(value)
    assert refusal.value.field == field
    assert not ImpactEstimate.objects.exists()


def test_a_revision_needs_a_reason(revise):
    revise(FIRST)
    with pytest.raises(DomainError) as refusal:
        revise(UNKNOWN)
    assert refusal.value.field == "reason"
