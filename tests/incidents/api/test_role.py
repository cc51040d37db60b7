import pytest

from tests.program import wrong


@pytest.fixture
def roles(here):
    return f"{here}/roles"


@pytest.fixture
def scribe(person):
    return person("responder", "scribe@example.org")


@pytest.fixture
def held(api, roles, scribe):
    return api.send("POST", roles, {"role": "scribe", "person": scribe.pk}).json()


def test_a_role_is_given_handed_over_and_laid_down(api, roles, scribe, held, commander):
    assert held["person"]["id"] == scribe.pk
    said = {"to": commander.user.pk, "note": "Nothing open"}
    answer = api.send("POST", f"{roles}/{held['id']}/hand-over", said)
    now = answer.json()
    assert (answer.status_code, now["person"]["id"]) == (201, commander.user.pk)
    assert api.ask(answer.headers["Location"]).json() == now
    earlier = api.ask(f"{roles}/{held['id']}").json()
    assert earlier["held_until"] == now["held_from"]
    ended = api.send("POST", f"{roles}/{now['id']}/end").json()
    assert ended["held_until"] is not None
    assert api.ask(roles).json() == {"results": [earlier, ended]}


def test_a_role_somebody_holds_is_handed_over_not_given(api, roles, held, commander):
    answer = api.send("POST", roles, {"role": "scribe", "person": commander.user.pk})
    assert (answer.status_code, list(wrong(answer))) == (409, ["role"])


@pytest.mark.parametrize("act", ["hand-over", "end"])
def test_a_role_that_ended_does_not_end_again(api, roles, held, commander, act):
    api.send("POST", f"{roles}/{held['id']}/end")
    said = {"to": commander.user.pk} if act == "hand-over" else {}
    assert api.send("POST", f"{roles}/{held['id']}/{act}", said).status_code == 409


@pytest.mark.parametrize(
    ("said", "field"),
    [({"role": "king"}, "role"), ({"person": 4711}, "person"), ({"note": "x"}, "note")],
)
def test_a_role_that_cannot_be_given_is_named(api, roles, scribe, said, field):
    answer = api.send("POST", roles, {"role": "scribe", "person": scribe.pk} | said)
    assert (answer.status_code, list(wrong(answer))) == (422, [field])


@pytest.mark.parametrize(
    ("said", "field"), [({}, "to"), ({"to": 4711}, "to"), ({"note": "a" * 301}, "note")]
)
def test_a_role_that_cannot_be_handed_over_is_named(api, roles, held, commander, said, field):
    whole = {"to": commander.user.pk} if "to" not in said and said else {}
    answer = api.send("POST", f"{roles}/{held['id']}/hand-over", whole | said)
    assert (answer.status_code, list(wrong(answer))) == (422, [field])
    assert api.ask(f"{roles}/{held['id']}").json()["held_until"] is None


def test_who_holds_a_role_may_pass_it_on_and_others_who_keep_the_record_may_not(
    program, responder, roles, scribe, held, commander
):
    said = {"to": commander.user.pk}
    address = f"{roles}/{held['id']}/hand-over"
    assert responder.send("POST", address, said).status_code == 403
    assert program(scribe).send("POST", address, said).status_code == 201


def test_who_does_not_lead_gives_no_role(responder, roles, scribe):
    answer = responder.send("POST", roles, {"role": "expert", "person": scribe.pk})
    assert answer.status_code == 403


def test_a_role_of_no_such_number_is_not_there(api, roles, commander):
    assert api.ask(f"{roles}/4711").status_code == 404
    assert api.send("POST", f"{roles}/4711/end").status_code == 404
    said = {"to": commander.user.pk}
    assert api.send("POST", f"{roles}/4711/hand-over", said).status_code == 404


def test_many_roles_are_listed_with_few_queries(api, roles, person, django_assert_max_num_queries):
    for n in range(5):
        expert = person("responder", f"expert{n}@example.org")
        api.send("POST", roles, {"role": "expert", "person": expert.pk})
    with django_assert_max_num_queries(7):
        answer = api.ask(roles)
    assert len(answer.json()["results"]) == 5
