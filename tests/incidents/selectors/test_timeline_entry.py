import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.actor import Actor
from incidents.models import Incident, Milestone, Precision, TimelineEntry
from incidents.selectors.timeline_entry import (
    LATE,
    ReadEntry,
    Time,
    contradictions_in,
    declared_in,
    length_in_words,
    stretch,
    timeline_of,
    times_of,
)
from incidents.selectors.timeline_page import numbers_of
from incidents.services.incident import take_over_incident
from incidents.services.timeline_entry import (
    EntryContent,
    add_entry,
    correct_entry,
    retract_entry,
)

THREE = datetime(2026, 11, 4, 15, tzinfo=UTC)
EXACT = [precision for precision in Precision if precision != Precision.UNKNOWN]
moments = st.timedeltas(timedelta(days=1), timedelta(days=20_000)).map(
    lambda since: datetime(1970, 1, 1, tzinfo=UTC) + since
)
precisions = st.sampled_from(EXACT)


@pytest.fixture
def say(commander, incident):
    def act(text="Seen", at=THREE, milestone="", precision="minute"):
        return add_entry(
            actor=commander,
            incident_id=incident.pk,
            content=EntryContent(text, at, precision=precision, milestone=milestone),
        )

    return act


@pytest.fixture
def correct(commander, incident):
    def act(entry, text="Better", at=THREE, milestone="", precision="minute"):
        return correct_entry(
            actor=commander,
            incident_id=incident.pk,
            entry_id=entry.pk,
            content=EntryContent(text, at, precision=precision, milestone=milestone),
            reason="Looked again",
        )

    return act


@pytest.fixture
def retract(commander, incident):
    return lambda entry: retract_entry(
        actor=commander, incident_id=incident.pk, entry_id=entry.pk, reason="Wrong"
    )


def times(incident):
    return times_of(incident, timeline_of(incident))


def test_entries_of_one_moment_keep_the_order_they_were_written_in(say, incident):
    written = [say(f"No. {number}").pk for number in range(5)]
    assert [read.entry.pk for read in timeline_of(incident)] == written


def test_what_has_no_time_stands_at_the_end_either_way_round(say, incident):
    unknown = say("Some time", at=None, precision="unknown")
    later = say("Later", at=THREE + timedelta(hours=1))
    first = say("First")
    timeline = timeline_of(incident)
    assert [read.entry for read in timeline] == [first, later, unknown]
    assert numbers_of(incident) == [later.pk, first.pk, unknown.pk]


def test_earlier_versions_are_read_newest_first_with_their_own_authors(
    say, correct, commander, incident, person
):
    first = say("One")
    second = correct_entry(
        actor=Actor(person("responder"), "web"),
        incident_id=incident.pk,
        entry_id=first.pk,
        content=EntryContent("Two", THREE),
        reason="Looked again",
    )
    third = correct(second, "Three")
    (read,) = timeline_of(incident)
    assert [str(entry.author) for entry in (read.entry, *read.earlier)] == [
        "Commander",
        "Responder",
        "Commander",
    ]
    assert (read.entry, read.earlier) == (third, (second, first))


def test_an_entry_is_late_when_first_written_long_after_it_had_surely_happened():
    def read(hours, precision="minute", earlier=()):
        return ReadEntry(
            TimelineEntry(
                occurred_at=THREE,
                precision=precision,
                recorded_at=THREE + timedelta(hours=hours, minutes=2),
            ),
            earlier,
        )

    assert not read(0.5).is_late
    assert read(1).is_late
    assert not read(1, "hour").is_late
    assert read(2, "hour").is_late
    assert not read(8, "day").is_late
    assert not ReadEntry(TimelineEntry(precision="unknown", recorded_at=THREE), ()).is_late
    written_in_time = read(0.5).entry
    assert not read(9, earlier=(written_in_time,)).is_late


def test_a_moment_moved_back_by_a_correction_makes_the_entry_late():
    original = TimelineEntry(
        occurred_at=THREE, precision="minute", recorded_at=THREE + timedelta(minutes=1)
    )
    corrected = TimelineEntry(
        occurred_at=THREE - timedelta(hours=5),
        precision="minute",
        recorded_at=THREE + timedelta(hours=1),
    )
    assert ReadEntry(corrected, (original,)).is_late


def test_the_moment_said_last_counts(say, incident):
    say(milestone="mitigated", at=THREE + timedelta(hours=2))
    say(milestone="mitigated", at=THREE)
    assert times(incident)[Milestone.MITIGATED].moment == THREE


def test_better_words_alone_do_not_bring_an_overtaken_moment_back(say, correct, incident):
    overtaken = say(milestone="mitigated")
    say(milestone="mitigated", at=THREE + timedelta(hours=2))
    correct(overtaken, "Same moment, better words", milestone="mitigated")
    assert times(incident)[Milestone.MITIGATED].moment == THREE + timedelta(hours=2)


def test_a_corrected_moment_counts_from_its_correction(say, correct, incident):
    first = say(milestone="mitigated")
    say(milestone="mitigated", at=THREE + timedelta(hours=2))
    correct(first, milestone="mitigated", at=THREE + timedelta(hours=1))
    assert times(incident)[Milestone.MITIGATED].moment == THREE + timedelta(hours=1)


def test_a_correction_can_take_the_milestone_off(say, correct, incident):
    correct(say(milestone="mitigated"), milestone="")
    assert Milestone.MITIGATED not in times(incident)


def test_a_retracted_moment_gives_way_to_the_one_before(say, retract, incident):
    say(milestone="mitigated")
    wrong = say(milestone="mitigated", at=THREE + timedelta(hours=2))
    assert times(incident)[Milestone.MITIGATED].moment == THREE + timedelta(hours=2)
    retract(wrong)
    assert times(incident)[Milestone.MITIGATED].moment == THREE


def test_a_milestone_without_a_moment_fixes_no_time(say, incident):
    say(milestone="detected", at=None, precision="unknown")
    assert Milestone.DETECTED not in times(incident)


def test_the_declaration_fixes_when_it_was_declared_unless_an_entry_does(say, incident):
    assert times(incident)[Milestone.DECLARED].moment == incident.declared_at
    say(milestone="declared")
    assert times(incident)[Milestone.DECLARED].moment == THREE


@given(st.lists(st.tuples(st.sampled_from(Milestone), moments, precisions)))
def test_times_stand_in_their_natural_order_and_only_what_was_said(said):
    timeline = [
        ReadEntry(
            TimelineEntry(
                pk=number,
                milestone=milestone,
                occurred_at=at,
                precision=precision,
                recorded_at=THREE,
            ),
            (),
        )
        for number, (milestone, at, precision) in enumerate(said)
    ]
    found = times_of(Incident(), timeline)
    assert list(found) == [milestone for milestone in Milestone if milestone in found]
    last = {milestone: (at, precision) for milestone, at, precision in said}
    assert {m: (time.moment, time.precision) for m, time in found.items()} == last


@given(moments, precisions)
def test_a_moment_lies_within_its_stretch(moment, precision):
    start, end = stretch(moment, precision)
    assert start <= moment < end
    assert stretch(start, precision) == (start, end)


@given(moments)
def test_a_finer_stretch_lies_within_a_coarser_one(moment):
    stretches = [stretch(moment, precision) for precision in EXACT]
    for finer, coarser in itertools.pairwise(stretches):
        assert coarser[0] <= finer[0]
        assert finer[1] <= coarser[1]


def time(milestone, moment, precision=Precision.MINUTE):
    return {milestone: Time(milestone, moment, precision)}


@given(st.lists(moments, min_size=len(Milestone), max_size=len(Milestone)), st.data())
def test_what_happened_in_order_is_no_contradiction_however_exactly_it_is_known(moved, data):
    found = {
        milestone: Time(milestone, moment, data.draw(precisions))
        for milestone, moment in zip(Milestone, sorted(moved), strict=True)
    }
    assert contradictions_in(found) == []


@given(moments, precisions, precisions, st.timedeltas(timedelta(days=2), timedelta(days=900)))
def test_what_ended_days_before_it_began_is_a_contradiction(moment, one, other, apart):
    began = time(Milestone.IMPACT_STARTED, moment + apart, one)
    ended = time(Milestone.MITIGATED, moment, other)
    assert contradictions_in(began | ended) == [(Milestone.IMPACT_STARTED, Milestone.MITIGATED)]


@pytest.mark.parametrize(
    ("started", "mitigated", "contradicts"),
    [
        ((15, 30, "minute"), (15, 29, "minute"), True),
        ((15, 30, "minute"), (15, 30, "minute"), False),
        ((15, 30, "minute"), (15, 0, "hour"), False),
        ((15, 30, "minute"), (14, 0, "hour"), True),
        ((15, 30, "minute"), (3, 0, "day"), False),
        ((15, 0, "hour"), (14, 59, "minute"), True),
    ],
)
def test_contradictions_respect_how_exactly_each_moment_is_known(started, mitigated, contradicts):
    def at(hour, minute, precision):
        return THREE.replace(hour=hour, minute=minute), Precision(precision)

    found = contradictions_in(
        time(Milestone.IMPACT_STARTED, *at(*started)) | time(Milestone.MITIGATED, *at(*mitigated))
    )
    assert bool(found) == contradicts


def test_the_hour_that_the_clock_repeats_does_not_contradict_itself():
    first_two = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    again_two = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert stretch(again_two, Precision.HOUR)[0] == stretch(first_two, Precision.HOUR)[1]
    ordered = time(Milestone.IMPACT_STARTED, first_two) | time(Milestone.MITIGATED, again_two)
    assert contradictions_in(ordered) == []


def test_a_cause_may_be_mended_before_the_last_customer_is_served():
    resolved = time(Milestone.RESOLVED, THREE)
    addressed = time(Milestone.CAUSE_ADDRESSED, THREE - timedelta(hours=2))
    assert contradictions_in(resolved | addressed) == []
    began = time(Milestone.CAUSE_BEGAN, THREE)
    assert contradictions_in(began | addressed) == [
        (Milestone.CAUSE_BEGAN, Milestone.CAUSE_ADDRESSED)
    ]


def test_what_came_along_with_an_incident_is_not_late_and_what_is_added_after_is(commander):
    taken_over = take_over_incident(
        actor=commander, year=2020, title="Old", severity="sev2", status="closed"
    )
    content = EntryContent(text="Seen", occurred_at=THREE)
    first = add_entry(actor=commander, incident_id=taken_over.pk, content=content)
    assert not timeline_of(taken_over)[0].is_late
    add_entry(actor=commander, incident_id=taken_over.pk, content=content)
    TimelineEntry.objects.filter(pk=first.pk).update(recorded_at=first.recorded_at - LATE * 2)
    assert [read.is_late for read in timeline_of(taken_over)] == [False, True]


def test_a_list_tells_of_the_declaration_what_the_page_tells(commander, incident):
    def declared() -> datetime:
        return declared_in([incident])[incident.pk]

    assert declared() == incident.declared_at
    for hour in (14, 15):
        add_entry(
            actor=commander,
            incident_id=incident.pk,
            content=EntryContent(
                text="Declared on the phone",
                occurred_at=datetime(2026, 11, 4, hour, tzinfo=UTC),
                milestone="declared",
            ),
        )
        assert declared() == times_of(incident, timeline_of(incident))["declared"].moment
    assert declared().hour == 15


def test_a_second_within_the_minute_that_came_before_is_no_negative_length():
    started = Time(Milestone.IMPACT_STARTED, THREE + timedelta(seconds=40), Precision.SECOND)
    detected = Time(Milestone.DETECTED, THREE, Precision.MINUTE)
    known = {time.milestone: time for time in (started, detected)}
    assert contradictions_in(known) == []
    assert length_in_words(started, detected, "en") == "at most 20 s"
