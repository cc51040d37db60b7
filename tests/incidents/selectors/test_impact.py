from dataclasses import replace

import pytest

from incidents.models import GroupRelation
from incidents.selectors.impact import groups_of, relations_in, totals_of
from incidents.services.impact import (
    Group,
    add_group,
    change_group,
    relate_groups,
    revise_estimate,
)
from tests.full_record import GUESS

pytestmark = pytest.mark.django_db
WHOLE = {"population": 100, "population_source": "The register"}


@pytest.fixture
def on(commander, incident):
    return {"actor": commander, "incident_id": incident.pk}


@pytest.fixture
def count(on):
    """Name a group and say between which numbers it lies; None when nobody knows."""

    def act(name, low=None, high=None, **group):
        named = add_group(**on, value=Group(name=name, **group))
        value = replace(GUESS, low=low, best=low, high=high)
        revise_estimate(**on, group_id=named.pk, based_on=0, value=value)
        return named

    return act


@pytest.fixture
def relate(on):
    return lambda first, second, relation: relate_groups(
        **on, first_id=first.pk, second_id=second.pk, relation=relation
    )


@pytest.fixture
def totals(incident):
    return lambda: [
        total.words("en") for total in totals_of(groups_of(incident), relations_in(incident))
    ]


def test_one_group_is_no_total_and_units_are_never_added(count, totals):
    count("Recipients", 5, 7)
    count("Lost messages", 3, 4, unit="messages")
    assert totals() == []


def test_the_same_number_from_another_source_is_another_whole(count, relate, totals):
    ours = count("Ours", 80, 80, **WHOLE)
    theirs = count("Theirs", 70, 70, **WHOLE | {"population_source": "The partner's register"})
    assert totals()[0].startswith("80-150.")
    relate(ours, theirs, "disjoint")
    assert totals()[0].startswith("150. At least the groups that share nobody, added.")


def test_without_relations_the_total_lies_between_the_largest_and_the_sum(count, totals):
    count("Recipients", 50, 70)
    count("Locked out", 30, 40)
    (words,) = totals()
    assert words == (
        "50-110. At least the largest group, since the others may lie within it. "
        "At most all groups added, since how far they overlap is not known."
    )


def test_each_relation_narrows_the_total_and_says_so(count, relate, totals):
    whole, part = count("Recipients", 50, 70), count("Locked out", 30, 40)
    relate(part, whole, "nested")
    assert totals()[0].startswith("50-70. ")
    assert "do not lie within another" in totals()[0]
    relate(whole, part, "disjoint")
    assert totals()[0] == (
        "80-110. At least the groups that share nobody, added. "
        "At most all groups added, since they share nobody."
    )
    relate(part, whole, "overlapping")
    assert totals()[0].startswith("50-110. ")
    assert GroupRelation.objects.count() == 1


def test_whoever_is_surely_in_two_groups_is_counted_once(count, relate, totals):
    one, two, both = count("Paid", 30, 60), count("Saved", 30, 60), count("Did both", 20, 25)
    relate(both, one, "nested")
    relate(both, two, "nested")
    assert totals()[0].startswith("30-100. ")
    assert "surely in several of them counted once" in totals()[0]


def test_nobody_is_counted_beyond_the_whole_of_which_all_are_a_part(count, totals):
    count("Recipients", 50, 70, **WHOLE)
    count("Locked out", **WHOLE)
    assert totals()[0].startswith("50-100. ")
    assert "At most everybody there is." in totals()[0]


def test_groups_of_different_wholes_have_no_common_one(count, totals):
    count("Recipients", 50, 70, **WHOLE)
    count("Locked out", 30, 40, **WHOLE | {"population": 90})
    assert totals()[0].startswith("50-110. ")


def test_what_nobody_knows_makes_the_most_unknown_and_never_zero(count, totals):
    count("Recipients", 50, 70)
    count("Locked out")
    assert totals()[0] == (
        "At least 50. At least the largest group, since the others may lie within it. "
        "How many at most is unknown, since one of the groups is."
    )


def test_a_group_nobody_counted_yet_is_unknown_too(on, count, totals):
    count("Recipients", 50, 70)
    add_group(**on, value=Group(name="Locked out"))
    assert totals()[0].startswith("At least 50. ")


def test_what_cannot_all_be_true_has_no_total(count, relate, totals):
    whole, part = count("Recipients", 50, 70), count("Locked out", 80, 90)
    relate(part, whole, "nested")
    assert totals() == ["What is said of these groups cannot all be true, so there is no total."]


def test_a_revised_estimate_changes_the_total_and_the_earlier_stays(on, count, totals, incident):
    group = count("Recipients", 50, 70)
    count("Locked out", 30, 40)
    value = replace(GUESS, low=60, best=60, high=60, is_actual=True)
    revise_estimate(**on, group_id=group.pk, based_on=1, value=value, reason="Counted")
    assert totals()[0].startswith("60-100. ")
    read = groups_of(incident)[0]
    assert [estimate.revision for estimate in read.estimates] == [2, 1]
    assert (read.latest.best, read.estimates[1].high) == (60, 70)


def test_a_better_word_for_a_group_leaves_its_numbers(on, count, incident):
    group = count("Recipients", 50, 70)
    value = Group(name="Recipients of the message", **WHOLE)
    change_group(**on, group_id=group.pk, version=1, value=value, reason="Clearer")
    (read,) = groups_of(incident)
    assert (read.group.name, read.group.population, read.latest.high) == (value.name, 100, 70)
