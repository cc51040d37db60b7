from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest

from audit.models import LogEntry
from audit.verification import verify
from core.errors import Conflict, DomainError
from incidents.models import TimelineEntry
from incidents.services.timeline_entry import (
    EntryContent,
    add_entry,
    correct_entry,
    retract_entry,
)
from tests.together import at_once, refusals

SEEN = EntryContent(
    text="Login attempts doubled", occurred_at=datetime(2026, 11, 4, 15, tzinfo=UTC)
)
BETTER = EntryContent(text="Nine times the usual", occurred_at=SEEN.occurred_at)


@pytest.fixture
def entry(commander, incident):
    return add_entry(actor=commander, incident_id=incident.pk, content=SEEN)


def test_a_correction_leaves_the_original_readable(commander, incident, entry):
    newer = correct_entry(
        actor=commander,
        incident_id=incident.pk,
        entry_id=entry.pk,
        content=BETTER,
        reason="Counted",
    )
    entry.refresh_from_db()
    assert (entry.text, newer.replaces) == (SEEN.text, entry)
    entries = LogEntry.objects.filter(incident_id=incident.pk)
    assert list(entries.values_list("verb", flat=True)) == [
        "incident.declared",
        "timeline.added",
        "timeline.corrected",
    ]


def test_an_entry_is_replaced_once_only(commander, incident, entry):
    retract_entry(actor=commander, incident_id=incident.pk, entry_id=entry.pk, reason="Wrong room")
    with pytest.raises(Conflict):
        correct_entry(
            actor=commander, incident_id=incident.pk, entry_id=entry.pk, content=BETTER, reason="x"
        )
    assert TimelineEntry.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (EntryContent(text=" ", occurred_at=SEEN.occurred_at), "text"),
        (EntryContent(text="x", occurred_at=None), "occurred_at"),
        (EntryContent(text="x", occurred_at=SEEN.occurred_at, precision="unknown"), "occurred_at"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_saved(commander, incident, content, field):
    with pytest.raises(DomainError) as refusal:
        add_entry(actor=commander, incident_id=incident.pk, content=content)
    assert refusal.value.field == field
    assert not TimelineEntry.objects.exists()


def test_a_correction_needs_a_reason(commander, incident, entry):
    with pytest.raises(DomainError) as refusal:
        retract_entry(actor=commander, incident_id=incident.pk, entry_id=entry.pk, reason=" ")
    assert refusal.value.field == "reason"


@pytest.mark.django_db(transaction=True)
def test_the_log_verifies_after_real_work(commander, incident, entry):
    assert verify().problem is None


@pytest.mark.django_db(transaction=True)
def test_of_those_who_correct_or_retract_an_entry_at_once_one_succeeds(commander, incident, entry):
    on = {"actor": commander, "incident_id": incident.pk, "entry_id": entry.pk, "reason": "Counted"}
    acts = [partial(correct_entry, **on, content=replace(BETTER, text=str(n))) for n in range(3)]
    assert refusals(at_once(*acts, partial(retract_entry, **on))) == [Conflict] * 3
    assert TimelineEntry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_everybody_may_write_at_once_and_nothing_is_lost(commander, incident):
    on = {"actor": commander, "incident_id": incident.pk}
    acts = [partial(add_entry, **on, content=replace(SEEN, text=str(n))) for n in range(8)]
    at_once(*acts)
    assert {entry.text for entry in TimelineEntry.objects.all()} == set("01234567")
    assert verify().problem is None
