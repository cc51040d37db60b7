"""Going through a checklist: a tick is an entry of the timeline, once, and undone with it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from audit.actor import Actor
from audit.models import LogEntry
from checklists.models import Checklist
from checklists.selectors.begun_checklist import begun_in, progress_in
from checklists.selectors.checklist import offered_in
from checklists.services.begun_checklist import (
    begin_checklist,
    leave_step_out,
    set_checklist_aside,
    tick_step,
)
from checklists.services.checklist import change_checklist
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from incidents.models import TimelineEntry
from incidents.selectors.log_entry import read_entries
from incidents.services.incident import change_access, declare_incident
from incidents.services.line import undo_line
from incidents.services.timeline_entry import add_entry, retract_entry
from tests.full_record import ASKED, STEPS

pytestmark = pytest.mark.django_db
FIRST = "first-ten-minutes"


@pytest.fixture
def begun(commander, incident):
    return begin_checklist(actor=commander, incident_id=incident.pk, slug=FIRST, version=1)


@pytest.fixture
def at(commander, incident, begun):
    return {"actor": commander, "incident_id": incident.pk, "begun_id": begun.pk}


def steps(incident, place=0):
    return begun_in(incident)[place].steps


def test_a_tick_is_an_entry_with_its_moment_in_the_words_of_the_list(at, incident):
    entry = tick_step(**at, step=1)
    assert entry.text == (
        "Checklist First ten minutes: Somebody leads the incident, and everybody knows who"
    )
    assert (entry.kind, entry.author) == ("action", at["actor"].user)
    assert steps(incident)[0].settled == entry
    assert LogEntry.objects.latest("index").verb == "timeline.added"


def test_a_danish_list_is_told_in_danish_whoever_reads(commander, incident):
    begun = begin_checklist(
        actor=commander, incident_id=incident.pk, slug="overbelastet-login", version=1
    )
    entry = tick_step(actor=commander, incident_id=incident.pk, begun_id=begun.pk, step=1)
    assert entry.text.startswith("Tjekliste Overbelastet login: ")


def test_a_double_click_ticks_once(at, incident):
    assert tick_step(**at, step=1) == tick_step(**at, step=1)
    assert TimelineEntry.objects.filter(did__act="checklist").count() == 1


def test_whoever_comes_second_is_told_who_was_first(at, person):
    tick_step(**at, step=1)
    other = Actor(person("responder"), "web")
    with pytest.raises(Conflict, match="Commander ticked this step already"):
        tick_step(**at | {"actor": other}, step=1)
    with pytest.raises(Conflict, match="ticked this step already"):
        leave_step_out(**at, step=1, why="No")


def test_a_step_that_does_not_apply_is_a_decision_with_its_reason(at, incident, person):
    entry = leave_step_out(**at, step=2, why="One person is enough")
    assert entry.kind == "decision"
    assert entry.text.endswith("Somebody keeps the timeline. Reason: One person is enough")
    step = steps(incident)[1]
    assert step.settled
    assert not step.is_done
    with pytest.raises(Conflict, match="said already that this step does not apply"):
        tick_step(**at, step=2)


@pytest.mark.parametrize("take_back", [undo_line, retract_entry])
def test_a_step_waits_again_when_its_entry_is_taken_back(at, incident, take_back):
    entry = tick_step(**at, step=1)
    take_back(
        actor=at["actor"], incident_id=incident.pk, entry_id=entry.pk, reason="It was the next"
    )
    assert steps(incident)[0].settled is None
    assert tick_step(**at, step=1) != entry


@pytest.mark.parametrize("step", [0, -1, 12, 10**9])
def test_a_step_that_is_not_there_is_not_ticked(at, step):
    with pytest.raises(NotFound):
        tick_step(**at, step=step)


def test_a_list_of_another_incident_is_not_ticked_from_here(at, commander):
    other = declare_incident(actor=commander, title="Elsewhere")
    with pytest.raises(NotFound):
        tick_step(**at | {"incident_id": other.pk}, step=1)


def test_a_hidden_incident_is_none_and_a_reader_ticks_nothing(at, incident, commander, person):
    viewer = Actor(person("viewer"), "web")
    with pytest.raises(NotPermitted):
        tick_step(**at | {"actor": viewer}, step=1)
    change_access(
        actor=commander,
        incident_id=incident.pk,
        version=1,
        is_restricted=True,
        people=[commander.user],
        reason="Quiet",
    )
    responder = Actor(person("responder"), "web")
    with pytest.raises(NotFound):
        tick_step(**at | {"actor": responder}, step=1)
    with pytest.raises(NotFound):
        begin_checklist(actor=responder, incident_id=incident.pk, slug=FIRST, version=1)


def test_what_is_begun_keeps_its_version_and_says_that_there_is_a_newer(at, incident, begun):
    tick_step(**at, step=1)
    administrator = Actor(None, "command")
    change_checklist(actor=administrator, slug=FIRST, version=1, value=STEPS)
    read = begun_in(incident)[0]
    assert (read.begun.checklist.version, read.newest, len(read.steps)) == (1, 2, 11)
    with pytest.raises(Conflict, match="An earlier version"):
        begin_checklist(actor=at["actor"], incident_id=incident.pk, slug=FIRST, version=2)
    set_checklist_aside(**at, reason="The new one is better")
    begin_checklist(actor=at["actor"], incident_id=incident.pk, slug=FIRST, version=2)
    newer, earlier = begun_in(incident)
    assert (newer.settled, len(newer.steps), earlier.settled) == (0, 3, 1)


def test_a_list_that_was_set_aside_is_ticked_no_more_and_keeps_its_entries(at, incident):
    entry = tick_step(**at, step=1)
    set_checklist_aside(**at, reason="Another fits better")
    for act in (lambda: tick_step(**at, step=2), lambda: set_checklist_aside(**at, reason="No")):
        with pytest.raises(Conflict, match="set aside"):
            act()
    assert incident.timeline.filter(pk=entry.pk).exists()
    assert FIRST in {each.slug for each in offered_in(incident)}


def test_beginning_twice_is_beginning_once(begun, commander, incident):
    again = begin_checklist(actor=commander, incident_id=incident.pk, slug=FIRST, version=1)
    assert again == begun


def test_what_was_changed_while_somebody_looked_is_not_begun_unseen(commander, incident):
    change_checklist(actor=Actor(None, "command"), slug=FIRST, version=1, value=STEPS)
    with pytest.raises(Conflict, match="changed meanwhile"):
        begin_checklist(actor=commander, incident_id=incident.pk, slug=FIRST, version=1)


def test_what_fits_is_offered_the_readers_language_and_what_is_for_all_first(commander):
    mistaken = declare_incident(
        actor=commander, title="Sent", severity="sev2", category="mistaken_communication"
    )
    quiet = declare_incident(actor=commander, title="Odd", severity="sev4", category="data")
    assert [each.slug for each in offered_in(mistaken)] == [
        "first-ten-minutes",
        "mistaken-mass-message",
        "de-foerste-ti-minutter",
        "fejlsendt-massebesked",
    ]
    assert offered_in(quiet) == []


def test_the_head_tells_how_far_each_list_is_and_what_comes_next(at, incident):
    tick_step(**at, step=1)
    leave_step_out(**at, step=3, why="One room")
    (told,) = progress_in(incident)
    assert (told.settled, told.steps, told.next.words) == (2, 11, "Somebody keeps the timeline")
    assert progress_in(type(incident).objects.get(pk=incident.pk)) == [told]


def test_a_step_waits_too_long_counted_from_the_declaration(at, incident):
    assert [each.is_overdue for each in steps(incident)] == [False] * 11
    incident.declared_at -= (steps(incident)[9].due_at - incident.declared_at) * 1.5
    assert [each.is_overdue for each in steps(incident)] == [*[True] * 10, False]
    incident.declared_at = None
    assert {each.due_at for each in steps(incident)} == {None}


def test_reasons_are_asked_for(at):
    for act in (
        lambda: leave_step_out(**at, step=1, why="  "),
        lambda: set_checklist_aside(**at, reason="  "),
    ):
        with pytest.raises(DomainError) as refusal:
            act()
        assert refusal.value.field == "reason"


@pytest.mark.django_db(transaction=True)
def test_two_who_tick_at_once_make_one_entry(at, person):
    other = Actor(person("responder"), "web")

    def tick(actor):
        try:
            tick_step(**at | {"actor": actor}, step=1)
        except Conflict:
            return "conflict"
        finally:
            connection.close()
        return "ticked"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(tick, [at["actor"], other])) == ["conflict", "ticked"]
    assert TimelineEntry.objects.filter(did__act="checklist").count() == 1


def test_the_given_ones_come_in_pairs_of_both_languages():
    given = Checklist.objects.newest()
    assert sorted(each.language for each in given) == ["da"] * 3 + ["en"] * 3
    assert sorted(len(each.steps) for each in given) == [11, 11, 11, 11, 14, 14]


def test_the_log_says_in_words_what_an_entry_did(at, incident, person):
    tick_step(**at, step=1)
    leave_step_out(**at, step=2, why="One is enough")
    add_entry(
        actor=at["actor"],
        incident_id=incident.pk,
        content=ASKED,
        did={"act": "status", "before": "investigating", "after": "monitoring"},
    )
    entries = LogEntry.objects.select_related("payload").filter(verb="timeline.added")
    told = read_entries(entries.order_by("index"), person("auditor"))
    assert [
        each.after for read in told for each in read.differences if each.label == "What was done"
    ] == [
        "Step 1 of the checklist: done",
        "Step 2 of the checklist: does not apply",
        "Status",
    ]
