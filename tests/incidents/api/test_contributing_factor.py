import pytest

from incidents.models import ContributingFactor
from tests.program import wrong


@pytest.fixture
def factors(here):
    return f"{here}/factors"


@pytest.fixture
def factor(api, factors):
    return api.send("POST", factors, {"text": "One person could send to everybody"}).json()


def test_a_condition_is_written_down_reworded_and_withdrawn(api, factors, factor):
    one = f"{factors}/{factor['id']}"
    assert (factor["version"], factor["withdrawn_at"]) == (1, None)
    said = {"text": "Nobody else looked before sending", "version": 1}
    reworded = api.send("PUT", one, said).json()
    assert (reworded["text"], reworded["version"]) == (said["text"], 2)
    withdrawn = api.send("POST", f"{one}/withdraw", {"reason": "Two did look", "version": 2}).json()
    assert withdrawn["withdrawn_reason"] == "Two did look"
    assert api.ask(one).json() == withdrawn
    assert api.ask(factors).json() == {"results": [withdrawn]}


def test_a_new_condition_is_found_where_it_is_said_to_be(api, factors):
    answer = api.send("POST", factors, {"text": "Nobody looked"})
    assert answer.status_code == 201
    assert api.ask(answer.headers["Location"]).json() == answer.json()


@pytest.mark.parametrize("said", [{}, {"text": " "}, {"text": 1}, {"text": "a\0"}])
def test_a_condition_without_words_is_refused(api, factors, said):
    answer = api.send("POST", factors, said)
    assert (answer.status_code, list(wrong(answer))) == (422, ["text"])
    assert not ContributingFactor.objects.exists()


@pytest.mark.parametrize(
    ("method", "act", "said"), [("PUT", "", {"text": "x"}), ("POST", "/withdraw", {"reason": "x"})]
)
def test_a_condition_somebody_else_reworded_is_left_alone(api, factors, factor, method, act, said):
    one = f"{factors}/{factor['id']}"
    tag = api.ask(one).headers["ETag"]
    api.send("PUT", one, {"text": "Better", "version": 1})
    assert api.send(method, one + act, said).status_code == 428
    assert api.send(method, one + act, said | {"version": 1}).status_code == 409
    assert api.send(method, one + act, said, if_match=tag).status_code == 412
    assert api.ask(one).json()["text"] == "Better"


def test_a_withdrawn_condition_stays_withdrawn(api, factors, factor):
    one = f"{factors}/{factor['id']}"
    api.send("POST", f"{one}/withdraw", {"reason": "x", "version": 1})
    assert api.send("PUT", one, {"text": "Again", "version": 2}).status_code == 409


def test_who_may_only_read_writes_nothing_down(viewer, factors):
    assert viewer.send("POST", factors, {"text": "x"}).status_code == 403


def test_a_condition_of_no_such_number_is_not_there(api, factors):
    assert api.ask(f"{factors}/4711").status_code == 404
    said = {"text": "x", "version": 1}
    assert api.send("PUT", f"{factors}/4711", said).status_code == 404
