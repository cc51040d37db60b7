import re
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from audit.actor import Actor
from audit.models import LogEntry
from core.errors import DomainError, NotPermitted
from incidents.models import ActionItem
from incidents.services.action_item import Plan, add_action, change_action, complete_action
from incidents.services.incident import change_access, declare_incident
from incidents.services.several_actions import (
    MOST,
    Asked,
    Chosen,
    NotYetShown,
    SomeRefused,
    change_actions,
    mark_of,
)

DAY = date(2027, 1, 15)


@pytest.fixture
def planned(commander, incident):
    """Three actions, the last of another incident."""
    other = declare_incident(actor=commander, title="Cards fail")
    return [
        add_action(actor=commander, incident_id=place.pk, plan=Plan(title=title))
        for place, title in ((incident, "One"), (incident, "Two"), (other, "Three"))
    ]


def read(actions):
    return [Chosen(action.pk, action.version) for action in actions]


def logged(verb):
    return LogEntry.objects.filter(verb=verb).count()


def test_owner_and_day_of_several_are_planned_anew_with_one_entry_of_the_log_each(
    commander, planned, person
):
    owner = person("responder")
    asked = Asked("plan", {"owner": owner, "due_on": DAY})
    acted = change_actions(actor=commander, chosen=read(planned), asked=asked)
    assert {(each.owner, each.due_on) for each in ActionItem.objects.all()} == {(owner, DAY)}
    assert [each.after.title for each in acted] == ["One", "Two", "Three"]
    assert logged("action.changed") == 3


def test_what_a_plan_does_not_name_stays(commander, planned):
    change_actions(actor=commander, chosen=read(planned[:1]), asked=Asked("plan", {"due_on": DAY}))
    change_actions(
        actor=commander,
        chosen=[Chosen(planned[0].pk, 2)],
        asked=Asked("plan", {"owner": commander.user}),
    )
    action = ActionItem.objects.get(pk=planned[0].pk)
    assert (action.title, action.owner, action.due_on) == ("One", commander.user, DAY)


@pytest.mark.parametrize(
    ("asked", "verb"),
    [
        (Asked("complete", evidence="The drill of May"), "action.completed"),
        (Asked("withdraw", reason="The gateway is gone"), "action.withdrawn"),
    ],
)
def test_several_are_finished_or_withdrawn_and_taken_up_again(commander, planned, asked, verb):
    change_actions(actor=commander, chosen=read(planned), asked=asked)
    assert not ActionItem.objects.all().open().exists()
    assert logged(verb) == 3
    again = [Chosen(each.pk, 2) for each in planned]
    change_actions(actor=commander, chosen=again, asked=Asked("reopen", reason="It came back"))
    assert ActionItem.objects.all().open().count() == 3


def test_one_that_is_refused_is_named_and_nothing_is_done_with_the_others(commander, planned):
    first, second, third = planned
    done = complete_action(
        actor=commander, incident_id=second.incident_id, action_id=second.pk, evidence="Live"
    )
    with pytest.raises(SomeRefused) as refusal:
        change_actions(
            actor=commander,
            chosen=read([first, done, third]),
            asked=Asked("withdraw", reason="Needless"),
        )
    (refused,) = refusal.value.refused
    assert (refused.action, refused.is_stale) == (done, False)
    assert "done" in refused.why
    assert not ActionItem.objects.all().withdrawn().exists()
    assert logged("action.withdrawn") == 0


def test_one_that_somebody_changed_since_it_was_read_is_told_as_such(commander, planned):
    change_action(
        actor=commander,
        incident_id=planned[0].incident_id,
        action_id=planned[0].pk,
        version=1,
        plan=Plan("One, better"),
    )
    with pytest.raises(SomeRefused) as refusal:
        change_actions(actor=commander, chosen=read(planned), asked=Asked("plan", {"due_on": DAY}))
    assert [(one.action.title, one.is_stale) for one in refusal.value.refused] == [
        ("One, better", True)
    ]
    assert not ActionItem.objects.filter(due_on=DAY).exists()


def test_what_one_may_not_see_is_told_as_what_there_is_not(commander, planned, person):
    responder = Actor(person("responder"), "web")
    change_access(
        actor=commander,
        incident_id=planned[2].incident_id,
        version=1,
        is_restricted=True,
        people=[],
        groups=[],
        reason="Until it is public",
    )
    with pytest.raises(SomeRefused) as refusal:
        change_actions(
            actor=responder,
            chosen=[*read(planned), Chosen(4711, 1)],
            asked=Asked("withdraw", reason="Needless"),
        )
    hidden, missing = refusal.value.refused
    assert (hidden.action_id, missing.action_id) == (planned[2].pk, 4711)
    assert (hidden.action, hidden.why) == (missing.action, missing.why)


def test_an_owner_who_may_not_see_one_of_the_incidents_is_refused_there(commander, planned, person):
    change_access(
        actor=commander,
        incident_id=planned[2].incident_id,
        version=1,
        is_restricted=True,
        people=[],
        groups=[],
        reason="Until it is public",
    )
    with pytest.raises(SomeRefused) as refusal:
        change_actions(
            actor=commander,
            chosen=read(planned),
            asked=Asked("plan", {"owner": person("responder")}),
        )
    assert [one.action for one in refusal.value.refused] == [planned[2]]


@pytest.mark.parametrize(
    ("chosen", "asked", "field"),
    [
        ([], Asked("withdraw", reason="x"), "actions"),
        ([Chosen(1, 1), Chosen(1, 2)], Asked("withdraw", reason="x"), "actions"),
        ([Chosen(n, 1) for n in range(MOST + 1)], Asked("withdraw", reason="x"), "actions"),
        (None, Asked("forget", reason="x"), "act"),
        (None, Asked("plan"), "act"),
        (None, Asked("withdraw"), "reason"),
        (None, Asked("complete"), "evidence"),
    ],
)
def test_what_is_wrong_for_all_alike_is_said_once(commander, planned, chosen, asked, field):
    with pytest.raises(DomainError) as refusal:
        change_actions(
            actor=commander, chosen=read(planned) if chosen is None else chosen, asked=asked
        )
    assert refusal.value.field == field


def test_who_may_not_keep_the_record_changes_none(planned, person):
    with pytest.raises(NotPermitted):
        change_actions(
            actor=Actor(person("viewer"), "web"),
            chosen=read(planned),
            asked=Asked("withdraw", reason="x"),
        )


def test_nothing_is_done_before_it_was_shown_and_another_wish_is_shown_anew(commander, planned):
    asked = Asked("withdraw", reason="Needless")
    with pytest.raises(NotYetShown) as unseen:
        change_actions(actor=commander, chosen=read(planned), asked=asked, shown="")
    assert [each.after.withdrawn_reason for each in unseen.value.would] == ["Needless"] * 3
    assert ActionItem.objects.all().open().count() == 3
    other = replace(asked, reason="Too dear")
    with pytest.raises(NotYetShown):
        change_actions(actor=commander, chosen=read(planned), asked=other, shown=unseen.value.mark)
    assert mark_of(read(planned), asked) == unseen.value.mark
    change_actions(actor=commander, chosen=read(planned), asked=asked, shown=unseen.value.mark)
    assert ActionItem.objects.all().withdrawn().count() == 3


# --- on pages ------------------------------------------------------------------------------------


@pytest.fixture
def browser(client, commander):
    client.force_login(commander.user)
    return client


PLACE = "/actions/together"


def boxes(actions):
    return [f"{action.pk}.{action.version}" for action in actions]


def test_all_on_the_page_are_chosen_by_a_link(browser, planned):
    listed = browser.get(reverse("action_list"), {"all": "1"}).text
    assert all(f'value="{box}"' in listed for box in boxes(planned))
    assert len(re.findall(r'name="chosen"[^>]*\schecked', listed)) == 3
    assert not re.findall(r'name="chosen"[^>]*\schecked', browser.get(reverse("action_list")).text)


def test_the_chosen_are_shown_what_will_be_done_and_then_it_is_done(browser, planned):
    opened = browser.get(PLACE, {"chosen": boxes(planned), "show": "open"}).text
    assert all(action.title in opened for action in planned)
    said = {
        "chosen": boxes(planned),
        "show": "open",
        "wish": "withdraw",
        "reason": "The gateway is gone",
    }
    shown = browser.post(PLACE, said)
    assert "This will be done:" in shown.text
    assert ActionItem.objects.all().open().count() == 3
    done = browser.post(PLACE, said | {"shown": shown.context["form"]["shown"].value()})
    assert (done.status_code, done["Location"]) == (302, "/actions?show=open")
    assert ActionItem.objects.all().withdrawn().count() == 3


def test_a_box_taken_out_leaves_that_one_as_it_is(browser, planned):
    said = {"chosen": boxes(planned[:2]), "wish": "due_on", "due_on": "2027-01-15"}
    shown = browser.post(PLACE, said)
    browser.post(PLACE, said | {"shown": shown.context["form"]["shown"].value()})
    assert ActionItem.objects.filter(due_on=DAY).count() == 2


def test_what_was_typed_and_chosen_is_kept_when_one_is_refused(browser, planned, commander):
    change_action(
        actor=commander,
        incident_id=planned[0].incident_id,
        action_id=planned[0].pk,
        version=1,
        plan=Plan("One, better"),
    )
    said = {"chosen": boxes(planned), "wish": "withdraw", "reason": "The gateway is gone"}
    answer = browser.post(PLACE, said)
    assert answer.status_code == 422
    assert "Somebody changed it since you read it" in answer.text
    assert "The gateway is gone" in answer.text
    assert f'value="{planned[0].pk}.2"' in answer.text
    again = browser.post(PLACE, said | {"chosen": [f"{planned[0].pk}.2"]})
    assert "This will be done:" in again.text


@pytest.mark.parametrize("said", [{"wish": "withdraw"}, {"wish": "complete"}, {}])
def test_a_wish_that_lacks_something_says_what(browser, planned, said):
    answer = browser.post(PLACE, said | {"chosen": boxes(planned)})
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert ActionItem.objects.all().open().count() == 3


def test_what_names_no_action_chooses_none(browser):
    assert "You chose no action" in browser.get(PLACE, {"chosen": ["x", "1", "1.x", "-1.2"]}).text


# --- by API --------------------------------------------------------------------------------------


def test_a_program_changes_several_or_tries_it(api, planned):
    body = {
        "actions": [{"id": action.pk, "version": 1} for action in planned],
        "act": "withdraw",
        "reason": "The gateway is gone",
    }
    tried = api.send("POST", "/api/v1/actions/together", body | {"dry_run": True})
    assert tried.status_code == 200
    assert ActionItem.objects.all().open().count() == 3
    done = api.send("POST", "/api/v1/actions/together", body)
    assert [each["withdrawn_reason"] for each in done.json()["results"]] == [body["reason"]] * 3
    refused = api.send("POST", "/api/v1/actions/together", body)
    assert refused.status_code == 409
    assert [each["field"] for each in refused.json()["errors"]] == [
        f"actions.{action.pk}" for action in planned
    ]


def test_a_program_plans_only_what_it_names(api, planned, commander):
    body = {"actions": [{"id": planned[0].pk, "version": 1}], "act": "plan"}
    body |= {"owner": commander.user.pk}
    (told,) = api.send("POST", "/api/v1/actions/together", body).json()["results"]
    assert (told["owner"]["id"], told["due_on"], told["title"]) == (commander.user.pk, None, "One")
