"""The fact sheet: each line has a source and a moment, whoever wrote it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from audit.actor import Actor
from core.errors import Conflict, DomainError
from incidents.services.incident import change_incident
from statements.selectors.fact_sheet import fact_sheet_of
from statements.services.fact import FactLine, add_fact, change_fact, withdraw_fact

NOW = timezone.now()
QUESTION = FactLine(
    "unknown", "Whether payments were cut off", "The desk", expected_at=NOW + timedelta(hours=2)
)


@pytest.fixture
def writer(person):
    return Actor(person("communications"), "web")


@pytest.fixture
def fact(writer, incident):
    return add_fact(actor=writer, incident_id=incident.pk, value=QUESTION)


def told(lines):
    return [line.words for line in lines]


def test_a_question_stands_under_what_is_not_known_with_the_time_of_its_answer(incident, fact):
    (line,) = [each for each in fact_sheet_of(incident, "en").unknown if each.fact]
    assert (line.words, line.source) == (QUESTION.text, "The desk")
    assert line.expected_at == QUESTION.expected_at
    assert line.as_of is not None


def test_an_answered_question_moves_to_what_is_known(writer, incident, fact):
    known = FactLine("known", "No payment was cut off", "The payment log")
    change_fact(actor=writer, incident_id=incident.pk, fact_id=fact.pk, version=1, value=known)
    sheet = fact_sheet_of(incident, "en")
    assert "No payment was cut off" in told(sheet.known)
    assert QUESTION.text not in told(sheet.unknown)


def test_a_line_that_is_taken_off_is_off_and_not_changed_any_more(writer, incident, fact):
    on = {"actor": writer, "incident_id": incident.pk, "fact_id": fact.pk}
    withdraw_fact(**on, version=1, reason="It does not matter")
    assert QUESTION.text not in told(fact_sheet_of(incident, "en").unknown)
    with pytest.raises(Conflict):
        change_fact(**on, version=2, value=QUESTION)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 2_001}, "text"),
        ({"source": " "}, "source"),
        ({"kind": "perhaps"}, "kind"),
        ({"kind": "known"}, "expected_at"),
        ({"as_of": NOW + timedelta(days=1)}, "as_of"),
        ({"expected_at": datetime.max.replace(tzinfo=UTC)}, "expected_at"),
        ({"expected_at": datetime.min.replace(tzinfo=UTC)}, "expected_at"),
    ],
)
def test_a_line_that_cannot_be_so_is_refused_at_its_field(writer, incident, wrong, field):
    with pytest.raises(DomainError) as refusal:
        add_fact(actor=writer, incident_id=incident.pk, value=replace(QUESTION, **wrong))
    assert refusal.value.field == field


def test_status_and_category_say_since_when_and_malice_what_it_rests_on(commander, incident):
    before = fact_sheet_of(incident, "en").known
    assert [line.source for line in before[:2]] == ["the record"] * 2
    assert all(line.as_of for line in before[:2])
    change_incident(
        actor=commander,
        incident_id=incident.pk,
        version=1,
        changes={"malice": "no", "malice_basis": "The release was traced"},
    )
    incident.refresh_from_db()
    line = next(each for each in fact_sheet_of(incident, "en").known if each.label == "Malicious")
    assert line.source == "The release was traced"
    assert line.as_of > before[0].as_of
