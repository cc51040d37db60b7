from pathlib import Path

import pytest
from django.core.management import call_command

SNAPSHOT = Path(__file__).with_name("schema.yml")
RENEW = "python manage.py spectacular --validate --fail-on-warn --file tests/api/schema.yml"
JSON = {"accept": "application/vnd.oai.openapi+json"}


@pytest.fixture
def described(client):
    return client.get("/api/schema", headers=JSON).json()


@pytest.fixture
def operations(described):
    return [operation for address in described["paths"].values() for operation in address.values()]


def test_the_api_is_what_was_agreed_and_described_without_doubt(tmp_path):
    path = tmp_path / "schema.yml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", path)
    assert path.read_text() == SNAPSHOT.read_text(), (
        f"The API changed. If that is meant, renew its description and look at the difference:"
        f"\n    {RENEW}\n    git diff {SNAPSHOT.name}"
    )


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_description_is_served_to_anybody_in_english(client, language):
    answer = client.get(f"/api/schema?lang={language}", headers={"accept-language": language})
    assert (answer.status_code, answer.content.decode()) == (200, SNAPSHOT.read_text())


def test_every_refusal_is_described_as_a_problem(described, operations):
    for operation in operations:
        for status, response in operation["responses"].items():
            if status >= "400":
                name = response["$ref"].rpartition("/")[2]
                content = described["components"]["responses"][name]["content"]
                assert list(content) == ["application/problem+json"]


def test_every_operation_needs_who_asks_and_says_what_it_does(operations):
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    for operation in operations:
        own = [{"alertSource": []}] if operation["operationId"] == "alerts_receive" else []
        assert operation["security"] == [*own, {"token": []}, {"cookieAuth": []}]
        assert operation["description"]
        assert "401" in operation["responses"]


def test_bodies_are_closed_and_answers_leave_nothing_out(described):
    for name, schema in described["components"]["schemas"].items():
        if name.endswith("Body"):
            assert schema["additionalProperties"] is False
        elif name.endswith(("Answer", "Listed", "Page", "List")):
            assert schema["properties"].keys() == set(schema["required"]), name
