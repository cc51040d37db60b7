from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import LogEntry
from core.errors import Conflict, DomainError
from incidents.models import ActionItem
from incidents.selectors.contributing_factor import factors_of, unanswering
from incidents.services.action_item import (
    Plan,
    add_action,
    change_action,
    check_action,
    complete_action,
    reopen_action,
    withdraw_action,
)
from incidents.services.contributing_factor import Condition, add_factor, withdraw_factor
from incidents.states import action_state


@pytest.fixture
def to(commander, incident):
    action = add_action(
        actor=commander, incident_id=incident.pk, plan=Plan(title="Two-person release")
    )

    def act(service, **said):
        return service(actor=commander, incident_id=incident.pk, action_id=action.pk, **said)

    return act


def test_work_is_done_checked_and_taken_up_again(to):
    to(complete_action, evidence="Change 4711 is live")
    to(check_action, worked=False, basis="It was passed by in the drill")
    action = to(reopen_action, reason="It did not work")
    assert (action.completed_at, action.evidence, action.worked) == (None, "", None)
    entries = LogEntry.objects.filter(subject_type="action_item")
    assert list(entries.values_list("verb", flat=True)) == [
        "action.added",
        "action.completed",
        "action.checked",
        "action.reopened",
    ]


def test_work_is_not_done_without_evidence(to):
    with pytest.raises(DomainError) as refusal:
        to(complete_action, evidence=" ")
    assert refusal.value.field == "evidence"


def test_work_is_completed_once_only(to):
    to(complete_action, evidence="Live")
    with pytest.raises(Conflict):
        to(complete_action, evidence="Live again")


def test_open_work_cannot_be_said_to_have_worked(to):
    with pytest.raises(Conflict):
        to(check_action, worked=True, basis="Hope")


def test_a_factor_of_another_incident_is_refused(commander, incident):
    with pytest.raises(DomainError) as refusal:
        add_action(actor=commander, incident_id=incident.pk, plan=Plan(title="x", factor_id=999))
    assert refusal.value.field == "factor"


def test_work_that_is_not_to_be_done_after_all_is_withdrawn_and_taken_up_again(to):
    withdrawn = to(withdraw_action, reason="The old gateway is gone")
    assert (withdrawn.withdrawn_reason, withdrawn.is_open) == ("The old gateway is gone", False)
    again = to(reopen_action, reason="It is not")
    assert (again.withdrawn_at, again.withdrawn_reason, again.is_open) == (None, "", True)
    entries = LogEntry.objects.filter(subject_type="action_item")
    assert list(entries.values_list("verb", flat=True))[1:] == [
        "action.withdrawn",
        "action.reopened",
    ]


def test_work_is_not_withdrawn_without_a_reason(to):
    with pytest.raises(DomainError) as refusal:
        to(withdraw_action, reason=" ")
    assert refusal.value.field == "reason"
    assert ActionItem.objects.get().is_open


def test_what_is_done_is_not_withdrawn(to):
    to(complete_action, evidence="Live")
    with pytest.raises(Conflict):
        to(withdraw_action, reason="Needless")


@pytest.mark.parametrize(
    ("service", "said"),
    [
        (withdraw_action, {"reason": "Needless"}),
        (complete_action, {"evidence": "Live"}),
        (check_action, {"worked": True, "basis": "The drill"}),
        (change_action, {"version": 2, "plan": Plan("Another")}),
    ],
)
def test_withdrawn_work_is_taken_up_again_before_anything_else(to, service, said):
    to(withdraw_action, reason="Needless")
    with pytest.raises(Conflict):
        to(service, **said)


def test_withdrawn_work_is_neither_open_nor_overdue_nor_done(to):
    to(withdraw_action, reason="Needless")
    ActionItem.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    everything = ActionItem.objects.all()
    assert not everything.open().exists()
    assert not everything.overdue(timezone.localdate()).exists()
    assert not everything.done().exists()
    assert everything.withdrawn().get().awaited_on is None


def test_what_the_log_told_of_work_before_any_could_be_withdrawn_still_agrees(to):
    action = to(complete_action, evidence="Live")
    assert not action_state(action).keys() & {"withdrawn_at", "withdrawn_reason"}


def test_withdrawn_work_answers_no_factor(commander, incident):
    factor = add_factor(
        actor=commander, incident_id=incident.pk, condition=Condition("One could send to all")
    )
    action = add_action(
        actor=commander, incident_id=incident.pk, plan=Plan(title="Two", factor_id=factor.pk)
    )
    (read,) = factors_of(incident, [], [action])
    assert not read.lacks_answer
    withdrawn = withdraw_action(
        actor=commander, incident_id=incident.pk, action_id=action.pk, reason="Needless"
    )
    (read,) = factors_of(incident, [], [withdrawn])
    assert read.lacks_answer
    assert unanswering([read], [withdrawn]) == []


# --- on pages ------------------------------------------------------------------------------------


@pytest.fixture
def browser(client, commander):
    client.force_login(commander.user)
    return client


def page(name, action):
    return reverse(name, args=[action.incident.year, action.incident.number, action.pk])


def as_opened(answer):
    """What the browser would send back of a form that nobody touched."""
    form = answer.context["form"]
    return {bound.name: bound.value() or "" for bound in form}


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("action_complete", {"evidence": "Change 4711 is live"}),
        ("action_withdraw", {"reason": "The old gateway is gone"}),
        ("action_check", {"worked": "yes", "basis": "The drill of May"}),
        ("action_reopen", {"reason": "It did not hold"}),
    ],
)
def test_what_is_said_of_work_that_changed_meanwhile_is_kept_and_compared_first(
    browser, to, commander, name, typed
):
    of_open_work = name in {"action_complete", "action_withdraw"}
    action = to(renamed) if of_open_work else to(complete_action, evidence="Live")
    said = as_opened(browser.get(page(name, action))) | typed
    action = (
        to(check_action, worked=False, basis="Passed by") if action.completed_at else to(renamed)
    )
    answer = browser.post(page(name, action), said)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert all(text in shown for text in ("Somebody else changed this", *typed.values()))
    assert ("Passed by" if action.completed_at else action.title) in shown
    assert ActionItem.objects.get().version == action.version
    assert browser.post(page(name, action), as_opened(answer)).status_code == 302
    assert ActionItem.objects.get().version == action.version + 1


def renamed(*, actor, incident_id, action_id):
    action = ActionItem.objects.get(pk=action_id)
    plan = Plan(title=f"{action.title}, anew")
    return change_action(
        actor=actor,
        incident_id=incident_id,
        action_id=action_id,
        version=action.version,
        plan=plan,
    )


def test_an_owner_who_left_and_a_factor_withdrawn_since_stay_when_the_rest_is_changed(
    browser, commander, incident, person
):
    owner = person("responder")
    factor = add_factor(
        actor=commander, incident_id=incident.pk, condition=Condition("One could send to all")
    )
    plan = Plan(title="Two-person release", owner=owner, factor_id=factor.pk)
    action = add_action(actor=commander, incident_id=incident.pk, plan=plan)
    withdraw_factor(
        actor=commander, incident_id=incident.pk, factor_id=factor.pk, version=1, reason="No"
    )
    User.objects.filter(pk=owner.pk).update(is_active=False)
    said = as_opened(browser.get(page("action_change", action))) | {"title": "Three people"}
    assert browser.post(page("action_change", action), said).status_code == 302
    action = ActionItem.objects.get()
    assert (action.title, action.owner, action.factor) == ("Three people", owner, factor)


def test_the_effect_of_done_work_is_to_be_checked_six_weeks_later(to):
    action = to(complete_action, evidence="Live")
    assert action.check_due_on == timezone.localdate() + timedelta(weeks=6)
    assert list(ActionItem.objects.all().to_be_checked()) == [action]


def test_whoever_completes_the_work_may_choose_the_day_of_the_check(to):
    day = timezone.localdate() + timedelta(days=1)
    assert to(complete_action, evidence="Live", check_due_on=day).check_due_on == day


def test_a_day_that_has_passed_is_refused_for_the_check_and_nothing_is_done(to):
    with pytest.raises(DomainError) as refusal:
        day = timezone.localdate() - timedelta(days=1)
        to(complete_action, evidence="Live", check_due_on=day)
    assert refusal.value.field == "check_due_on"
    assert ActionItem.objects.get().completed_at is None


def test_who_checked_is_kept_and_an_early_answer_may_be_answered_again(to, commander):
    to(complete_action, evidence="Live")
    first = to(check_action, worked=True, basis="The drill")
    assert first.checked_by == commander.user
    same = to(check_action, worked=True, basis="The drill")
    assert (same.checked_at, same.version) == (first.checked_at, first.version)
    again = to(check_action, worked=False, basis="It came again")
    assert again.checked_at > first.checked_at
    assert not ActionItem.objects.all().to_be_checked().exists()


def test_work_taken_up_again_has_no_check(to):
    to(complete_action, evidence="Live")
    to(check_action, worked=False, basis="It came again")
    action = to(reopen_action, reason="It did not work")
    assert (action.check_due_on, action.checked_by, action.checked_at) == (None, None, None)


def test_an_overdue_check_is_listed_and_shown_as_overdue(to, client, commander):
    to(complete_action, evidence="Live")
    passed = timezone.localdate() - timedelta(days=1)
    ActionItem.objects.update(check_due_on=passed)
    client.force_login(commander.user)
    assert "Check overdue" in client.get(reverse("action_list"), {"show": "check"}).text
    to(check_action, worked=True, basis="The drill")
    assert "Two-person release" not in client.get(reverse("action_list"), {"show": "check"}).text


def test_what_the_log_told_of_work_before_there_were_checks_still_agrees(to):
    action = to(complete_action, evidence="Live")
    action.check_due_on = None
    assert not action_state(action).keys() & {"check_due_on", "checked_by", "checked_at"}


def test_withdrawn_work_stands_under_its_own_heading_and_says_why(to, browser):
    action = to(withdraw_action, reason="The old gateway is gone")
    assert "Two-person release" not in browser.get(reverse("action_list")).text
    shown = browser.get(reverse("action_list"), {"show": "withdrawn"}).text
    assert "The old gateway is gone" in shown
    assert page("action_reopen", action) in shown
    assert page("action_complete", action) not in shown
