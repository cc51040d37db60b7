import pytest

from incidents.models import Service
from tests.program import wrong


@pytest.fixture
def keeper(program, person):
    return program(person("administrator"))


@pytest.fixture
def service(keeper):
    return keeper.send("POST", "services", {"name": "Sign-in"}).json()


def test_a_service_is_entered_changed_and_read(keeper, api):
    answer = keeper.send("POST", "services", {"name": " Push  messages ", "is_critical": True})
    told = answer.json()
    assert (answer.status_code, told["name"], told["is_critical"]) == (201, "Push messages", True)
    one = f"services/{told['id']}"
    assert answer.headers["Location"].endswith(one)
    said = {"name": "Messages", "is_critical": False, "is_authorised": True, "version": 1}
    changed = keeper.send("PUT", one, said).json()
    assert changed == told | said | {"version": 2}
    assert api.ask(one).json() == changed
    assert api.ask("services").json() == {"results": [changed]}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": "SIGN-IN"}, "name"),
        ({"name": ""}, "name"),
        ({"name": "a" * 101}, "name"),
        ({"is_critical": 1}, "is_critical"),
    ],
)
def test_a_service_that_cannot_be_entered_is_named(keeper, service, said, field):
    answer = keeper.send("POST", "services", {"name": "Payments"} | said)
    assert (answer.status_code, list(wrong(answer))) == (422, [field])
    assert Service.objects.count() == 1


def test_a_service_somebody_else_changed_is_left_alone(keeper, service):
    one = f"services/{service['id']}"
    said = {"name": "Login", "is_critical": False, "is_authorised": False}
    assert keeper.send("PUT", one, said).status_code == 428
    assert keeper.send("PUT", one, said | {"version": 1}).status_code == 200
    assert keeper.send("PUT", one, said | {"name": "Mine", "version": 1}).status_code == 409
    assert keeper.ask(one).json()["name"] == "Login"


def test_a_change_leaves_nothing_out(keeper, service):
    answer = keeper.send("PUT", f"services/{service['id']}", {"name": "Login", "version": 1})
    assert list(wrong(answer)) == ["is_critical", "is_authorised"]


def test_the_catalogue_is_kept_by_who_may_keep_it(api, service):
    assert api.send("POST", "services", {"name": "Payments"}).status_code == 403
    said = {"name": "Login", "is_critical": False, "is_authorised": False, "version": 1}
    assert api.send("PUT", f"services/{service['id']}", said).status_code == 403


def test_a_service_of_no_such_number_is_not_there(keeper):
    said = {"name": "Login", "is_critical": False, "is_authorised": False, "version": 1}
    assert keeper.ask("services/4711").status_code == 404
    assert keeper.send("PUT", "services/4711", said).status_code == 404
