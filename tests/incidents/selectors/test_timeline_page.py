from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.selectors.timeline_entry import timeline_of, times_of
from incidents.selectors.timeline_page import marked_of, numbers_of
from incidents.services.incident import take_over_incident
from incidents.services.timeline_entry import (
    EntryContent,
    add_entries,
    correct_entry,
    retract_entry,
)

THREE = datetime(2026, 11, 4, 15, tzinfo=UTC)
MILESTONES = ("", "cause_began", "", "impact_started", "detected", "", "detected", "mitigated")


@pytest.fixture
def taken_over(commander):
    return take_over_incident(
        actor=commander, year=2020, title="Old", severity="sev2", status="closed"
    )


@pytest.fixture(params=["incident", "taken_over"])
def kept(request, commander):
    """Entries with and without milestones, some corrected to carry one or none, one taken back."""
    incident = request.getfixturevalue(request.param)
    on = {"actor": commander, "incident_id": incident.pk}
    contents = [
        EntryContent(f"No. {number}", THREE + timedelta(minutes=number), milestone=milestone)
        for number, milestone in enumerate(MILESTONES)
    ]
    contents.append(EntryContent("Some time", None, precision="unknown"))
    added = add_entries(**on, contents=contents)
    for place, milestone in ((0, "aware"), (1, ""), (6, "detected")):
        content = EntryContent("Better", THREE - timedelta(minutes=5), milestone=milestone)
        correct_entry(**on, entry_id=added[place].pk, content=content, reason="Looked again")
    retract_entry(**on, entry_id=added[7].pk, reason="Not so")
    return incident


def test_times_told_by_the_marked_entries_are_those_of_the_whole_timeline(kept):
    assert times_of(kept, marked_of(kept)) == times_of(kept, timeline_of(kept))


def test_a_page_shows_each_entry_as_the_whole_timeline_does(kept):
    whole = {read.entry.pk: read for read in timeline_of(kept)}
    numbers = numbers_of(kept)
    assert sorted(numbers) == sorted(whole)
    shown = {read.entry.pk: read for read in marked_of(kept, numbers[:3])}
    assert set(numbers[:3]) <= set(shown)
    assert all(whole[number] == read for number, read in shown.items())


def test_entries_that_tell_no_time_are_not_read_for_the_head(kept):
    with CaptureQueriesContext(connection) as asked:
        read = marked_of(kept)
    assert len(asked) == 1
    assert "No. 2" not in {each.entry.text for each in read}
