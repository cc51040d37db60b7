import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.models import Incident
from tests.program import wrong

DEEP = '{"title": ' + "[" * 19 + "]" * 19 + "}"
DEEPER = '{"title": ' + "[" * 20 + "]" * 20 + "}"


FINITE = st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | FINITE | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@pytest.fixture
def declare(api):
    return lambda body, **headers: api.send("POST", "incidents", body, **headers)


@pytest.mark.parametrize(
    "body",
    [
        "{",
        '{"title": }',
        '{"title": "a"} {"title": "b"}',
        '{"title": NaN}',
        '{"title": -Infinity}',
        '{"title": ' + "9" * 5000 + "}",
        b'{"title": "\xff"}',
        b'\xef\xbb\xbf{"title": "a"}',
        '{"title": "a"}'.encode("utf-16"),
        DEEPER,
        "[" * 100_000 + "]" * 100_000,
        '{"a":' * 100_000,
    ],
    ids=lambda body: repr(body[:20]),
)
def test_what_is_not_json_is_malformed(declare, body):
    answer = declare(body)
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:havari:problem:malformed")
    assert not Incident.objects.exists()


def test_json_may_be_nested_as_deep_as_is_said(declare):
    assert wrong(declare(DEEP, idempotency_key="deep")) == {"title": "Not a valid string."}


@pytest.mark.parametrize("body", ["[]", '["title"]', "null", "true", "1", '"title"', '"\\ud800"'])
def test_what_is_no_object_is_refused(declare, body):
    answer = declare(body)
    assert (answer.status_code, list(wrong(answer))) == (422, ["body"])


def test_a_name_given_twice_is_refused(declare):
    assert wrong(declare('{"title": "a", "title": "a"}')) == {"title": "This name is given twice."}


def test_a_name_that_is_no_text_is_refused(declare):
    assert list(wrong(declare('{"title": "a", "\\ud800\\u0000": 1}'))) == ["\ud800\0"]


@pytest.mark.parametrize("letter", ["\\u0000", "\\ud800", "\\udfff x", "\\udc00\\ud800"])
def test_a_text_that_cannot_be_kept_is_refused_as_on_the_page(declare, letter):
    said = wrong(declare('{"title": "ab' + letter + '"}'))
    assert said["title"].startswith("Character 3 cannot be stored.")
    assert not Incident.objects.exists()


def test_a_body_of_eight_mebibytes_is_read_and_one_byte_more_is_not(declare):
    frame = len('{"title": ""}')
    most = '{"title": "' + "a" * (8 * 2**20 - frame) + '"}'
    assert wrong(declare(most)) == {
        "title": f"These are {8 * 2**20 - frame} characters. Write at most 200."
    }
    assert declare(most + " ").status_code == 413


def test_a_list_of_a_million_is_refused_at_once(declare):
    body = '{"title": "a", "services": [' + "1," * 1_000_000 + "1]}"
    assert wrong(declare(body)) == {"services": "Give at most 200."}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=VALUES)
def test_whatever_stands_in_a_field_is_kept_or_refused(declare, content):
    answer = declare({"title": content, "summary": content, "services": content})
    assert answer.status_code in {201, 422}
    if answer.status_code == 201:
        assert answer.json()["summary"] == content.strip()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=st.binary(max_size=60))
def test_whatever_bytes_are_sent_are_refused(declare, body):
    assert declare(body).status_code in {400, 422}
