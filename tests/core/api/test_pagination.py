import pytest

from incidents.services.incident import declare_incident
from tests.program import wrong


@pytest.fixture
def seven(commander):
    return [declare_incident(actor=commander, title=f"Number {n}").reference for n in range(7)]


def references(answer):
    return [incident["reference"] for incident in answer.json()["results"]]


def test_pages_follow_each_other_while_incidents_are_declared(api, commander, seven):
    page = api.ask("incidents?limit=3&text=Number")
    read = references(page)
    while address := page.json()["next"]:
        declare_incident(actor=commander, title="Number new")
        page = api.ask(address)
        assert page.status_code == 200
        read += references(page)
    assert read == seven[::-1]


def test_a_page_may_begin_before_any_place_there_might_be(api, seven):
    assert references(api.ask(f"incidents?before={seven[2]}")) == seven[1::-1]
    assert references(api.ask("incidents?before=INC-9999-999999999")) == seven[::-1]
    assert references(api.ask("incidents?before=INC-0001-1")) == []


def test_the_last_page_names_no_next(api, seven):
    assert api.ask("incidents?limit=7").json()["next"] is None
    assert api.ask("incidents?limit=6").json()["next"].endswith(f"before={seven[1]}&limit=6")


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("incidents?limit=0", "limit"),
        ("incidents?limit=201", "limit"),
        ("incidents?limit=ten", "limit"),
        ("incidents?limit=2&limit=3", "limit"),
        ("incidents?limit=", "limit"),
        ("incidents?text=", "text"),
        ("actions?state=", "state"),
        ("incidents?before=1", "before"),
        ("incidents?page=2", "page"),
        ("actions?before=0", "before"),
        ("actions?before=99999999999999999999", "before"),
        ("people?before=%00", "before"),
        ("services?limit=1", "limit"),
        ("me?fields=name", "fields"),
    ],
)
def test_what_cannot_be_asked_is_refused(api, address, field):
    answer = api.ask(address)
    assert (answer.status_code, list(wrong(answer))) == (422, [field])
