import pytest

from audit.models import LogEntry
from core.errors import Conflict, DomainError
from incidents.services.action_item import (
    Plan,
    add_action,
    check_action,
    complete_action,
    reopen_action,
)


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
