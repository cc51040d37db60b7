import pytest

from incidents.models import ImportedRecord
from tests.program import wrong

SAID = {"source": "statuspage", "source_id": "4711", "licence": "CC-BY-4.0", "original": "{}"}


@pytest.fixture
def origin(here):
    return f"{here}/origin"


def test_it_is_said_once_where_an_incident_comes_from(api, origin):
    assert api.ask(origin).status_code == 404
    answer = api.send("POST", origin, SAID)
    told = answer.json()
    assert (answer.status_code, told["source"], told["source_id"]) == (201, "statuspage", "4711")
    assert (told["licence"], told["defects"]) == ("CC-BY-4.0", [])
    assert api.ask(answer.headers["Location"]).json() == told
    assert api.send("POST", origin, SAID | {"source_id": "4712"}).status_code == 409
    assert ImportedRecord.objects.get().original == "{}"


def test_a_record_is_taken_over_into_one_incident_only(api, origin):
    api.send("POST", origin, SAID)
    other = api.send("POST", "incidents", {"title": "Payments fail"}).json()["reference"]
    answer = api.send("POST", f"incidents/{other}/origin", SAID)
    assert (answer.status_code, list(wrong(answer))) == (409, ["source_id"])


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"source": ""}, "source"),
        ({"source_id": "a" * 301}, "source_id"),
        ({"licence": 1}, "licence"),
    ],
)
def test_an_origin_that_cannot_be_kept_names_its_field(api, origin, said, field):
    answer = api.send("POST", origin, SAID | said)
    assert (answer.status_code, list(wrong(answer))) == (422, [field])


def test_who_may_only_read_says_nothing(viewer, origin):
    assert viewer.send("POST", origin, SAID).status_code == 403
