"""A file is brought, looked at, imported in one act, and taken back in one."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from audit.models import LogEntry
from core.errors import Conflict, DomainError
from imports.models import TimelineImport
from imports.selectors.draft import Choices, draft_of, earlier_import_of
from imports.services.timeline_import import bring_file, import_entries, undo_import
from incidents.models import TimelineEntry
from incidents.services.timeline_entry import EntryContent, correct_entry

CHAT = b"""23:58 Kari Nord: Incident declared, @Ola Dahl looks
00:03 Ola Dahl: Kari Nord is right
soon more
"""
DAY = date(2026, 11, 4)


@pytest.fixture
def brought(commander, incident):
    return bring_file(actor=commander, incident_id=incident.pk, content=CHAT, name="room.txt")


def contents_of(brought, **choices):
    draft = draft_of(brought, Choices(zone="Z", day=DAY, **choices))
    return [row.content for row in draft.rows if row.is_chosen]


def imported(commander, incident, brought):
    contents = contents_of(brought)
    return import_entries(
        actor=commander, incident_id=incident.pk, import_id=brought.pk, contents=contents
    )


def test_a_draft_shows_its_guesses(brought):
    draft = draft_of(brought, Choices(zone="Z", day=DAY))
    first, second = draft.rows
    assert first.content.occurred_at == datetime(2026, 11, 4, 23, 58, tzinfo=UTC)
    assert second.content.occurred_at == datetime(2026, 11, 5, 0, 3, tzinfo=UTC)
    assert (first.is_next_day, second.is_next_day) == (False, True)
    assert first.content.milestone == "declared"


def test_authors_become_roles_in_what_is_imported(brought):
    people = {"Kari Nord": "scribe", "Ola Dahl": "expert"}
    told = [content.text for content in contents_of(brought, people=people)]
    assert told == [
        "Scribe: Incident declared, expert looks",
        "Expert: scribe is right\nsoon more",
    ]
    left = contents_of(brought, people={"Kari Nord": "left_out"})
    assert len(left) == 1
    assert "Kari" not in left[0].text


def test_an_import_is_one_act(commander, incident, brought):
    imported(commander, incident, brought)
    verbs = [entry.verb for entry in LogEntry.objects.order_by("index")]
    assert verbs[-3:] == ["timeline.added", "timeline.added", "timeline.imported"]
    with pytest.raises(Conflict):
        imported(commander, incident, brought)
    assert incident.timeline.count() == 2


def test_nothing_is_imported_when_one_entry_is_refused(commander, incident, brought):
    wrong = [*contents_of(brought), EntryContent(text=" ", occurred_at=datetime.now(UTC))]
    with pytest.raises(DomainError):
        import_entries(
            actor=commander, incident_id=incident.pk, import_id=brought.pk, contents=wrong
        )
    assert not incident.timeline.exists()
    brought.refresh_from_db()
    assert brought.imported_at is None


def test_the_same_file_again_is_said_to_be_so_and_ticks_nothing(commander, incident, brought):
    imported(commander, incident, brought)
    again = bring_file(actor=commander, incident_id=incident.pk, content=CHAT, name="room.txt")
    assert again != brought
    assert earlier_import_of(again) == brought
    assert all(row.is_twin for row in draft_of(again, Choices(zone="Z", day=DAY)).rows)
    assert contents_of(again, people={"Ola Dahl": "scribe"}) == contents_of(again)[:0]


def test_a_file_that_waits_is_not_kept_twice(commander, incident, brought):
    again = bring_file(actor=commander, incident_id=incident.pk, content=CHAT, name="room.txt")
    assert again == brought
    assert bytes(TimelineImport.objects.get().content) == CHAT


def test_an_import_is_taken_back_but_for_what_was_corrected_since(commander, incident, brought):
    imported(commander, incident, brought)
    entry = incident.timeline.first()
    correct_entry(
        actor=commander,
        incident_id=incident.pk,
        entry_id=entry.pk,
        content=EntryContent(text="Better", occurred_at=entry.occurred_at),
        reason="Read again",
    )
    on = {"actor": commander, "incident_id": incident.pk, "import_id": brought.pk}
    assert undo_import(**on, reason="Wrong incident") == [entry]
    standing = TimelineEntry.objects.filter(replaced_by=None, is_retraction=False)
    assert [each.text for each in standing] == ["Better"]
    with pytest.raises(Conflict):
        undo_import(**on, reason="Once more")


def test_what_was_brought_is_chosen_and_imported_on_its_pages(
    client, commander, incident, django_assert_max_num_queries
):
    client.force_login(commander.user)
    at = [incident.year, incident.number]
    answer = client.post(reverse("import_bring", args=at), {"pasted": CHAT.decode(), "form": ""})
    page = answer.headers["Location"]
    with django_assert_max_num_queries(12):
        seen = client.get(page).content.decode()
    assert "Kari Nord" in seen
    read = {"zone": "UTC", "day": "2026-11-04", "who_0": "scribe", "who_1": "expert"}
    assert "Scribe: Incident declared" in client.post(page, read | {"read": "1"}).content.decode()
    chosen = {"import": "1", "row-2-take": "on", "row-2-at": "2026-11-05T00:04", "row-1-at": ""}
    unseen = client.post(page, read | chosen | {"mark": "of another reading"})
    assert unseen.status_code == 422
    assert not incident.timeline.exists()
    chosen["mark"] = unseen.context["draft"].mark
    answer = client.post(page, read | chosen)
    assert answer.status_code == 302
    entry = incident.timeline.get()
    assert entry.text.startswith("Expert: scribe is right")
    refused = client.post(page, read | chosen | {"row-2-at": "soon"})
    assert refused.status_code == 422
    assert "soon" in refused.content.decode()
