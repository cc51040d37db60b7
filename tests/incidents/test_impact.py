from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest

from audit.models import LogEntry
from core.errors import Conflict, DomainError
from incidents.models import ImpactEstimate
from incidents.services.impact import (
    Estimate,
    Group,
    add_group,
    change_group,
    relate_groups,
    revise_estimate,
)
from tests.together import at_once, refusals

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


@pytest.mark.django_db(transaction=True)
def test_of_those_who_revise_the_same_estimate_at_once_one_succeeds(revise, group):
    results = at_once(*(partial(revise, replace(FIRST, low=low)) for low in range(4)))
    assert refusals(results) == [Conflict] * 3
    assert ImpactEstimate.objects.count() == 1


def test_a_whole_cannot_be_smaller_than_what_is_believed_of_its_part(
    commander, incident, group, revise
):
    revise(FIRST)
    with pytest.raises(DomainError) as refusal:
        change_group(
            actor=commander,
            incident_id=incident.pk,
            group_id=group.pk,
            version=1,
            value=Group(name="Recipients", population=1_699_999, population_source="Guess"),
            reason="Fewer",
        )
    assert refusal.value.field == "population"


def test_groups_that_count_different_things_are_not_related(commander, incident, group):
    on = {"actor": commander, "incident_id": incident.pk}
    lost = add_group(**on, value=Group(name="Lost", unit="messages"))
    with pytest.raises(DomainError) as refusal:
        relate_groups(**on, first_id=lost.pk, second_id=group.pk, relation="nested")
    assert refusal.value.field == "second"
    other = add_group(**on, value=Group(name="Others"))
    relate_groups(**on, first_id=other.pk, second_id=group.pk, relation="disjoint")
    with pytest.raises(DomainError) as refusal:
        change_group(
            **on,
            group_id=other.pk,
            version=1,
            value=Group(name="Others", unit="devices"),
            reason="Devices were counted",
        )
    assert refusal.value.field == "unit"
