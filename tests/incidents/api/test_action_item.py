import pytest

from accounts.models import User
from incidents.models import ActionItem
from tests.program import wrong


@pytest.fixture
def actions(here):
    return f"{here}/actions"


@pytest.fixture
def action(api, actions):
    return api.send("POST", actions, {"title": "Two people release"}).json()


def plan(action, **said):
    """The action as a body that plans it anew."""
    owner = action["owner"] and action["owner"]["id"]
    names = ("title", "kind", "due_on", "factor", "tracker_url", "version")
    return {name: action[name] for name in names} | {"owner": owner} | said


def test_work_is_planned(api, here, actions, commander):
    factor = api.send("POST", f"{here}/factors", {"text": "One could send to all"}).json()["id"]
    said = {
        "title": "Two people release",
        "kind": "prevent",
        "owner": commander.user.pk,
        "due_on": "2026-03-01",
        "factor": factor,
        "tracker_url": "https://tracker.example.org/4711",
    }
    answer = api.send("POST", actions, said)
    assert answer.status_code == 201
    assert plan(answer.json()) == said | {"version": 1}
    assert api.ask(answer.headers["Location"]).json() == answer.json()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": ""}, "title"),
        ({"due_on": "2026-02-30"}, "due_on"),
        ({"due_on": "soon"}, "due_on"),
        ({"due_on": "2026-02-04T00:00:00Z"}, "due_on"),
        ({"factor": 4711}, "factor"),
        ({"tracker_url": "javascript:alert(1)"}, "tracker_url"),
        ({"owner": 4711}, "owner"),
        ({"version": 1}, "version"),
    ],
)
def test_work_that_cannot_be_planned_names_its_field(api, actions, said, field):
    answer = api.send("POST", actions, {"title": "Two people release"} | said)
    assert (answer.status_code, list(wrong(answer))) == (422, [field])
    assert not ActionItem.objects.exists()


def test_work_is_planned_anew_done_checked_and_taken_up_again(api, actions, action):
    one = f"{actions}/{action['id']}"
    action = api.send("PUT", one, plan(action, title="Three people release")).json()
    assert (action["title"], action["version"]) == ("Three people release", 2)
    said = {"evidence": "Change 4711 is live", "version": 2}
    action = api.send("POST", f"{one}/complete", said).json()
    assert (action["completed_at"] is not None, action["evidence"]) == (True, said["evidence"])
    said = {"worked": False, "basis": "It was passed by in the drill", "version": 3}
    action = api.send("POST", f"{one}/check", said).json()
    assert (action["worked"], action["worked_basis"]) == (False, said["basis"])
    action = api.send("POST", f"{one}/reopen", {"reason": "It did not work", "version": 4}).json()
    assert (action["completed_at"], action["evidence"], action["worked"]) == (None, "", None)
    assert action["version"] == 5


def test_an_owner_who_left_stays_when_the_rest_is_planned_anew(api, actions, responder, person):
    owner = person("responder", "leaves@example.org")
    action = api.send("POST", actions, {"title": "Two people", "owner": owner.pk}).json()
    User.objects.filter(pk=owner.pk).update(is_active=False)
    answer = api.send("PUT", f"{actions}/{action['id']}", plan(action, title="Three people"))
    assert (answer.status_code, answer.json()["owner"]["id"]) == (200, owner.pk)
    other = api.send("POST", actions, {"title": "Four people"}).json()
    answer = api.send("PUT", f"{actions}/{other['id']}", plan(other, owner=owner.pk))
    assert (answer.status_code, list(wrong(answer))) == (422, ["owner"])


def test_work_is_not_done_twice_nor_checked_before_it_is_done(api, actions, action):
    one = f"{actions}/{action['id']}"
    said = {"worked": True, "basis": "Hope", "version": 1}
    assert api.send("POST", f"{one}/check", said).status_code == 409
    done = {"evidence": "Live", "version": 1}
    assert api.send("POST", f"{one}/complete", done).status_code == 200
    assert api.send("POST", f"{one}/complete", done | {"version": 2}).status_code == 409
    assert api.send("PUT", one, plan(action, version=2)).status_code == 409


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("complete", {"evidence": "Live"}),
        ("check", {"worked": True, "basis": "The drill"}),
        ("reopen", {"reason": "x"}),
    ],
)
def test_what_somebody_else_said_of_the_work_is_not_overwritten(api, actions, action, act, said):
    one = f"{actions}/{action['id']}"
    tag = api.ask(one).headers["ETag"]
    api.send("PUT", one, plan(action, title="Three people release"))
    address = f"{one}/{act}"
    assert api.send("POST", address, said).status_code == 428
    assert api.send("POST", address, said | {"version": 1}).status_code == 409
    assert api.send("POST", address, said, if_match=tag).status_code == 412
    assert api.ask(one).json()["version"] == 2


def test_who_may_only_read_plans_nothing(viewer, actions, action):
    assert viewer.send("POST", actions, {"title": "x"}).status_code == 403
    assert viewer.send("PUT", f"{actions}/{action['id']}", plan(action)).status_code == 403


def test_actions_are_found_across_incidents(api, actions, action, commander, responder):
    other = api.send("POST", "incidents", {"title": "Payments fail"}).json()["reference"]
    mine = {"title": "Warn before sending", "owner": commander.user.pk, "due_on": "2026-01-01"}
    api.send("POST", f"incidents/{other}/actions", mine)

    def found(query):
        return [found["title"] for found in api.ask(f"actions?{query}").json()["results"]]

    assert found("") == ["Warn before sending", "Two people release"]
    assert found(f"owner={commander.user.pk}") == ["Warn before sending"]
    assert found(f"incident={other}") == ["Warn before sending"]
    assert found("state=overdue") == ["Warn before sending"]
    done = {"evidence": "Live", "version": 1}
    api.send("POST", f"{actions}/{action['id']}/complete", done)
    assert found("state=done") == ["Two people release"]
    assert found("state=open") == ["Warn before sending"]
    assert len(responder.ask("actions").json()["results"]) == 2


@pytest.mark.parametrize("query", ["state=late", "owner=4711", "owner=me", "incident=1"])
def test_a_filter_that_means_nothing_is_named(api, query):
    answer = api.ask(f"actions?{query}")
    assert (answer.status_code, list(wrong(answer))) == (422, [query.split("=")[0]])


@pytest.mark.parametrize("address", ["actions", "{actions}"])
def test_fifty_actions_are_listed_with_few_queries(
    api, actions, commander, incident, address, django_assert_max_num_queries
):
    ActionItem.objects.bulk_create(
        ActionItem(incident=incident, title=f"Number {n}", kind="learn", owner=commander.user)
        for n in range(50)
    )
    with django_assert_max_num_queries(7):
        answer = api.ask(address.format(actions=actions))
    assert len(answer.json()["results"]) == 50


def test_pages_of_actions_follow_each_other_while_some_are_planned(api, actions):
    for n in range(5):
        api.send("POST", actions, {"title": f"Number {n}"})
    page, read = api.ask("actions?limit=2").json(), []
    while True:
        read += [action["title"] for action in page["results"]]
        if page["next"] is None:
            break
        api.send("POST", actions, {"title": "New"})
        page = api.ask(page["next"]).json()
    assert read == [f"Number {n}" for n in (4, 3, 2, 1, 0)]


def test_done_work_is_found_until_its_effect_was_checked(api, actions, action, commander):
    at = f"{actions}/{action['id']}"
    said = {"evidence": "Live", "check_due_on": "2099-01-01", "version": 1}
    assert api.send("POST", f"{at}/complete", said).json()["check_due_on"] == "2099-01-01"
    assert len(api.ask("actions?state=to_be_checked").json()["results"]) == 1
    said = {"worked": True, "basis": "The drill", "version": 2}
    checked = api.send("POST", f"{at}/check", said).json()
    assert checked["checked_by"]["id"] == commander.user.pk
    assert api.ask("actions?state=to_be_checked").json()["results"] == []
