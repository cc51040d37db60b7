from dataclasses import asdict

import pytest

from incidents.models import ImpactEstimate, ImpactGroup
from tests.full_record import GUESS, THREE
from tests.program import wrong

RECIPIENTS = {"name": "Recipients", "population": 4_000_000, "population_source": "Press chief"}
ABOUT = {
    "low": 1_500_000,
    "best": 1_600_000,
    "high": 1_700_000,
    "as_of": "2026-02-04T13:10:00Z",
    "source": "Press chief",
}
UNKNOWN = ABOUT | {"low": None, "best": None, "high": None}


@pytest.fixture
def groups(here):
    return f"{here}/groups"


@pytest.fixture
def group(api, groups):
    return api.send("POST", groups, RECIPIENTS).json()


def revised(group, **said):
    """The group as a body that says it better."""
    names = ("name", "definition", "unit", "population", "population_source", "population_as_of")
    return {name: group[name] for name in names} | {"version": group["version"]} | said


def test_a_group_is_named(api, groups):
    answer = api.send("POST", groups, RECIPIENTS)
    told = answer.json()
    assert (answer.status_code, told["unit"], told["estimates"]) == (201, "customers", [])
    assert told["population"] == 4_000_000
    assert api.ask(answer.headers["Location"]).json() == told
    assert api.ask(groups).json() == {"results": [told]}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Recipients"}, "name"),
        ({"name": "a" * 121}, "name"),
        ({"unit": "people"}, "unit"),
        ({"population": 0}, "population"),
        ({"population": -1}, "population"),
        ({"population": 10**15 + 1}, "population"),
        ({"population": 10**300}, "population"),
        ({"population": 1.5}, "population"),
        ({"population_source": ""}, "population_source"),
        ({"population_as_of": "2026-02-04"}, "population_as_of"),
    ],
)
def test_a_group_that_cannot_be_is_refused(api, groups, group, said, field):
    answer = api.send("POST", groups, RECIPIENTS | {"name": "Locked out"} | said)
    assert (answer.status_code, list(wrong(answer))) == (422, [field])
    assert ImpactGroup.objects.count() == 1


def test_a_group_is_said_better_as_a_whole(api, groups, group):
    one = f"{groups}/{group['id']}"
    said = revised(group, population=4_100_000, reason="Counted")
    told = api.send("PUT", one, said).json()
    assert (told["population"], told["version"]) == (4_100_000, 2)
    assert api.send("PUT", one, said).status_code == 409
    del said["population"]
    assert list(wrong(api.send("PUT", one, said))) == ["population"]


def test_an_estimate_is_revised_and_the_earlier_stays_readable(api, groups, group):
    address = f"{groups}/{group['id']}/estimates"
    first = api.send("POST", address, ABOUT | {"based_on": 0}).json()["estimates"]
    assert [(one["revision"], one["best"]) for one in first] == [(1, 1_600_000)]
    better = ABOUT | {"high": 1_650_000, "reason": "Counted again", "based_on": 1}
    answer = api.send("POST", address, better)
    estimates = answer.json()["estimates"]
    assert answer.status_code == 200
    assert [(one["revision"], one["high"]) for one in estimates] == [(2, 1_650_000), (1, 1_700_000)]
    assert api.ask(f"{groups}/{group['id']}").json() == answer.json()


def test_unknown_is_a_value(api, groups, group):
    said = UNKNOWN | {"based_on": 0, "source": "Nobody counted"}
    told = api.send("POST", f"{groups}/{group['id']}/estimates", said).json()
    assert [told["estimates"][0][name] for name in ("low", "best", "high")] == [None] * 3


def test_an_estimate_on_an_older_revision_changes_nothing(api, groups, group):
    address = f"{groups}/{group['id']}/estimates"
    api.send("POST", address, ABOUT | {"based_on": 0})
    answer = api.send("POST", address, ABOUT | {"based_on": 0, "reason": "Late"})
    assert (answer.status_code, list(wrong(answer))) == (409, ["based_on"])
    assert ImpactEstimate.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"low": None}, "best"),
        ({"low": 1_650_000}, "best"),
        ({"high": 4_000_001}, "high"),
        ({"high": 10**15 + 1}, "high"),
        ({"low": -1}, "low"),
        ({"low": "1500000"}, "low"),
        ({"is_actual": True}, "is_actual"),
        ({"source": ""}, "source"),
        ({"as_of": "2999-01-01T00:00:00Z"}, "as_of"),
        ({"as_of": None}, "as_of"),
        ({"based_on": -1}, "based_on"),
        ({"based_on": 2**31}, "based_on"),
    ],
)
def test_an_estimate_that_cannot_be_is_refused(api, groups, group, said, field):
    answer = api.send("POST", f"{groups}/{group['id']}/estimates", ABOUT | {"based_on": 0} | said)
    assert (answer.status_code, list(wrong(answer))) == (422, [field])
    assert not ImpactEstimate.objects.exists()


def test_a_revision_needs_a_reason(api, groups, group):
    address = f"{groups}/{group['id']}/estimates"
    api.send("POST", address, ABOUT | {"based_on": 0})
    answer = api.send("POST", address, ABOUT | {"best": 1_550_000, "based_on": 1})
    assert wrong(answer) == {"reason": "Say why the estimate is revised."}


def test_totals_lie_between_honest_bounds(api, here, groups, group):
    other = api.send("POST", groups, {"name": "Locked out"}).json()
    for number in (group["id"], other["id"]):
        api.send("POST", f"{groups}/{number}/estimates", ABOUT | {"based_on": 0})
    (total,) = api.ask(f"{here}/totals").json()["results"]
    assert (total["unit"], total["low"], total["high"]) == ("customers", 1_500_000, 3_400_000)
    assert (total["why_low"], total["why_high"]) == ("largest", "sum")
    assert "At most all groups added" in total["words"]
    relation = {"first": other["id"], "second": group["id"], "relation": "nested"}
    answer = api.send("POST", f"{here}/relations", relation)
    assert (answer.status_code, answer.json()) == (200, relation)
    assert api.ask(f"{here}/relations").json() == {"results": [relation]}
    (total,) = api.ask(f"{here}/totals").json()["results"]
    assert (total["high"], total["why_high"]) == (1_700_000, "nested")


def test_what_contradicts_itself_has_no_total(api, here, groups, group):
    other = api.send("POST", groups, {"name": "Locked out"}).json()
    more = ABOUT | {"low": 1_800_000, "best": 1_800_000, "high": 1_800_000}
    api.send("POST", f"{groups}/{group['id']}/estimates", ABOUT | {"based_on": 0})
    api.send("POST", f"{groups}/{other['id']}/estimates", more | {"based_on": 0})
    relation = {"first": other["id"], "second": group["id"], "relation": "nested"}
    api.send("POST", f"{here}/relations", relation)
    (total,) = api.ask(f"{here}/totals").json()["results"]
    assert total["is_contradiction"]
    assert (total["low"], total["high"], total["why_low"], total["why_high"]) == (None,) * 4


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"second": "itself"}, "second"),
        ({"second": 4711}, "second"),
        ({"first": 4711}, "first"),
        ({"first": 2**63}, "first"),
        ({"relation": "cousin"}, "relation"),
    ],
)
def test_a_relation_that_cannot_be_is_refused(api, here, groups, group, said, field):
    other = api.send("POST", groups, {"name": "Locked out"}).json()["id"]
    said = {name: group["id"] if value == "itself" else value for name, value in said.items()}
    relation = {"first": group["id"], "second": other, "relation": "nested"} | said
    answer = api.send("POST", f"{here}/relations", relation)
    assert (answer.status_code, list(wrong(answer))) == (422, [field])


def test_who_may_only_read_counts_nothing(viewer, groups, group):
    assert viewer.send("POST", groups, {"name": "x"}).status_code == 403
    address = f"{groups}/{group['id']}/estimates"
    assert viewer.send("POST", address, ABOUT | {"based_on": 0}).status_code == 403


@pytest.mark.parametrize("act", ["", "/estimates"])
def test_a_group_of_no_such_number_is_not_there(api, groups, act):
    address = f"{groups}/4711{act}"
    said = ABOUT | {"based_on": 0}
    answer = api.send("POST", address, said) if act else api.ask(address)
    assert answer.status_code == 404


@pytest.mark.parametrize("address", ["{groups}", "{here}/totals", "{here}/relations"])
def test_fifty_groups_are_read_with_few_queries(
    api, here, groups, commander, incident, address, django_assert_max_num_queries
):
    made = ImpactGroup.objects.bulk_create(
        ImpactGroup(incident=incident, name=f"Number {n}", key=f"n-{n}", unit="customers")
        for n in range(50)
    )
    ImpactEstimate.objects.bulk_create(
        ImpactEstimate(
            group=group, revision=1, author=commander.user, recorded_at=THREE, **asdict(GUESS)
        )
        for group in made
    )
    with django_assert_max_num_queries(9):
        api.ask(address.format(here=here, groups=groups))
