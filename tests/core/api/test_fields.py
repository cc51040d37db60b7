import pytest

from tests.program import wrong

ENTRY = {"text": "Seen by many", "occurred_at": "2026-02-04T14:10:00+01:00"}


@pytest.fixture
def add(api, incident):
    return lambda **said: api.send("POST", f"incidents/{incident.reference}/entries", ENTRY | said)


@pytest.mark.parametrize("sent", [1, 1.5, True, None, ["a"], {"a": 1}])
def test_words_are_nothing_but_text(add, sent):
    answer = add(text=sent)
    assert (answer.status_code, list(wrong(answer))) == (422, ["text"])


@pytest.fixture
def give_to(api, incident):
    def give(owner):
        body = f'{{"title": "Two people release", "owner": {owner}}}'
        return api.send("POST", f"incidents/{incident.reference}/actions", body)

    return give


@pytest.mark.parametrize(
    "sent", ['"1"', "1.5", "true", "false", "[1]", "{}", "1e400", "0", "-1", "9223372036854775808"]
)
def test_numbers_of_rows_are_nothing_but_whole_numbers(give_to, sent):
    answer = give_to(sent)
    assert (answer.status_code, list(wrong(answer))) == (422, ["owner"])


def test_a_whole_number_may_be_written_with_a_point(give_to, commander):
    assert give_to(f"{commander.user.pk}.0").json()["owner"]["id"] == commander.user.pk


@pytest.mark.parametrize("sent", ["true", 1, 0, None, [], "on"])
def test_yes_and_no_are_nothing_but_true_and_false(api, sent):
    answer = api.send("POST", "incidents", {"title": "Logins fail", "is_restricted": sent})
    assert (answer.status_code, list(wrong(answer))) == (422, ["is_restricted"])


@pytest.mark.parametrize("sent", ["Note", 1, None, [], ["note"], {}, "", "note\x00"])
def test_a_choice_is_one_of_those_there_are(add, sent):
    answer = add(kind=sent)
    assert (answer.status_code, list(wrong(answer))) == (422, ["kind"])


def test_a_choice_that_may_be_left_open_may_be_empty(add):
    assert add(milestone="").json()["entry"]["milestone"] == ""


@pytest.mark.parametrize(
    ("sent", "answered"),
    [
        ("2026-02-04T14:10:00+01:00", "2026-02-04T13:10:00Z"),
        ("2026-02-04T13:10:00Z", "2026-02-04T13:10:00Z"),
        ("2026-02-04 13:10:00.25Z", "2026-02-04T13:10:00.250000Z"),
    ],
)
def test_a_moment_is_answered_in_utc(add, sent, answered):
    assert add(occurred_at=sent).json()["entry"]["occurred_at"] == answered


@pytest.mark.parametrize(
    "sent",
    [
        "2026-02-04T13:10:00",
        "2026-02-04",
        "14:10",
        "yesterday",
        "",
        1770210600,
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "1969-12-31T23:59:59Z",
        "2999-01-01T00:00:00Z",
    ],
)
def test_a_moment_without_offset_or_that_cannot_be_is_refused(add, sent):
    answer = add(occurred_at=sent)
    assert (answer.status_code, list(wrong(answer))) == (422, ["occurred_at"])


def test_more_links_than_are_kept_are_refused_as_on_the_page(add):
    links = ["https://graphs.example.org/logins"] * 21
    assert wrong(add(evidence_links=links)) == {"evidence_links": "Give at most 20 links."}


@pytest.mark.parametrize("sent", [["javascript:alert(1)"], ["graph"], "https://a.example", [1], {}])
def test_a_link_is_a_web_address(add, sent):
    answer = add(evidence_links=sent)
    assert answer.status_code == 422
    assert all(field.startswith("evidence_links") for field in wrong(answer))


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("incidents/{here}/access", {"is_restricted": False, "reason": "x", "version": 1}),
        ("incidents/{here}/entries/1/correct", ENTRY | {"reason": "x"}),
    ],
)
def test_what_takes_the_place_of_something_leaves_nothing_out(api, incident, address, body):
    method = "PUT" if "version" in body else "POST"
    answer = api.send(method, address.format(here=incident.reference), body)
    assert answer.status_code == 422
    assert set(wrong(answer).values()) == {"This field is required."}
