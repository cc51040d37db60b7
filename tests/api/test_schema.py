from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

SNAPSHOT = Path(__file__).with_name("schema.yml")
RENEW = "python manage.py spectacular --validate --fail-on-warn --file tests/api/schema.yml"


@pytest.fixture(scope="module")
def schema(tmp_path_factory):
    path = tmp_path_factory.mktemp("schema") / "schema.yml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", path)
    return path.read_text()


def operations(described):
    return [operation for address in described["paths"].values() for operation in address.values()]


def test_the_api_is_what_was_agreed(schema):
    assert schema == SNAPSHOT.read_text(), (
        f"The API changed. If that is meant, renew its description and look at the difference:"
        f"\n    {RENEW}\n    git diff {SNAPSHOT.name}"
    )


def test_the_description_is_served_to_anybody_in_yaml_and_json(client, schema):
    described = yaml.safe_load(schema)
    answer = client.get("/api/schema")
    assert (answer.status_code, yaml.safe_load(answer.content)) == (200, described)
    answer = client.get("/api/schema", headers={"accept": "application/vnd.oai.openapi+json"})
    assert answer.json() == described


def test_the_description_is_english_whoever_asks(client, schema):
    answer = client.get("/api/schema?lang=da", headers={"accept-language": "da"})
    assert yaml.safe_load(answer.content) == yaml.safe_load(schema)


def test_every_refusal_is_described_as_a_problem(schema):
    described = yaml.safe_load(schema)
    for operation in operations(described):
        for status, response in operation["responses"].items():
            if status >= "400":
                name = response["$ref"].rpartition("/")[2]
                content = described["components"]["responses"][name]["content"]
                assert list(content) == ["application/problem+json"]


def test_every_operation_needs_who_asks_and_says_what_it_does(schema):
    for operation in operations(yaml.safe_load(schema)):
        assert operation["security"] == [{"token": []}, {"cookieAuth": []}]
        assert operation["description"]
        assert "401" in operation["responses"]
