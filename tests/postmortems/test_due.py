"""Working days, and which reports are late."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from audit.actor import system
from incidents.services.contributing_factor import Condition, add_factor
from incidents.services.imported_record import note_origin
from incidents.services.incident import change_access, change_status
from incidents.services.timeline_entry import EntryContent, add_entry
from postmortems.selectors.due import due_of, is_working_day, working_days_after
from postmortems.services.due_rule import Deadline, set_due_rule
from postmortems.services.postmortem import complete_postmortem, start_postmortem
from tests.full_record import ORIGIN

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
CALENDARS = st.sampled_from(["DK", "GB-ENG"])


@pytest.mark.parametrize(
    ("ended", "count", "calendar", "due"),
    [
        (date(2026, 11, 4), 5, "DK", date(2026, 11, 11)),
        # Maundy Thursday, Good Friday and Easter Monday 2026.
        (date(2026, 4, 1), 1, "DK", date(2026, 4, 7)),
        (date(2026, 4, 1), 2, "GB-ENG", date(2026, 4, 7)),
        # The Great Day of Prayer is a working day since 2024.
        (date(2023, 5, 4), 1, "DK", date(2023, 5, 8)),
        (date(2026, 4, 30), 1, "DK", date(2026, 5, 1)),
        (date(2026, 12, 23), 1, "GB-ENG", date(2026, 12, 24)),
        (date(2026, 12, 24), 1, "GB-ENG", date(2026, 12, 29)),
    ],
)
def test_holidays_and_weekends_are_no_working_days(ended, count, calendar, due):
    assert working_days_after(ended, count, calendar) == due


@given(DAYS, st.integers(1, 30), CALENDARS)
def test_so_many_working_days_lie_between(day, count, calendar):
    due = working_days_after(day, count, calendar)
    between = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert sum(is_working_day(each, calendar) for each in between) == count
    assert is_working_day(due, calendar)


@pytest.fixture
def over(commander, incident):
    """An incident that was resolved long ago."""
    on = {"actor": commander, "incident_id": incident.pk}
    resolved = datetime(2026, 11, 4, 15, tzinfo=UTC)
    add_entry(**on, content=EntryContent("Over", resolved, milestone="resolved"))
    incident.refresh_from_db()
    change_status(**on, version=incident.version, status="resolved")
    return incident


def test_a_report_that_is_late_says_so_until_it_is_completed(over, commander):
    (due,) = due_of(commander.user)
    assert due.due_on == date(2026, 11, 11)
    assert due.is_overdue == (timezone.localdate() > date(2026, 11, 11))
    on = {"actor": commander, "incident_id": over.pk}
    start_postmortem(**on, written={"summary": "It was told."})
    add_factor(**on, condition=Condition("One door"))
    complete_postmortem(**on, version=1)
    (done,) = due_of(commander.user)
    assert (done.is_finished, done.is_overdue) == (True, False)


def test_a_rule_moves_the_day_and_none_asks_for_nothing(over, commander):
    severity = over.severity
    set_due_rule(actor=system(), severity=severity, version=0, deadline=Deadline(2))
    assert due_of(commander.user)[0].due_on == date(2026, 11, 6)
    set_due_rule(actor=system(), severity=severity, version=1, deadline=Deadline(None))
    assert due_of(commander.user)[0].due_on is None


def test_a_report_begun_while_the_incident_goes_on_is_listed_and_not_due(
    client, commander, incident
):
    assert due_of(commander.user) == []
    start_postmortem(actor=commander, incident_id=incident.pk)
    ended = EntryContent("Over, it seemed", datetime(2026, 11, 4, tzinfo=UTC), milestone="resolved")
    add_entry(actor=commander, incident_id=incident.pk, content=ended)
    (due,) = due_of(commander.user)
    assert (due.incident, due.due_on, due.is_overdue) == (incident, None, False)
    client.force_login(commander.user)
    assert "the incident is not over yet" in client.get(reverse("postmortem_list")).content.decode()


def test_nobody_reads_of_an_incident_they_may_not_know(client, over, commander, person):
    reader = person("viewer")
    client.force_login(reader)
    assert over.reference in client.get(reverse("postmortem_list")).content.decode()
    over.refresh_from_db()
    change_access(
        actor=commander,
        incident_id=over.pk,
        version=over.version,
        is_restricted=True,
        reason="Secret",
    )
    assert over.reference not in client.get(reverse("postmortem_list")).content.decode()


def test_of_what_another_system_recorded_none_is_awaited_until_somebody_starts_one(over, commander):
    note_origin(actor=commander, incident_id=over.pk, origin=ORIGIN)
    assert due_of(commander.user) == []
    start_postmortem(actor=commander, incident_id=over.pk)
    assert [due.incident for due in due_of(commander.user)] == [over]
