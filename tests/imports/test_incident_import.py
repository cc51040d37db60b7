"""A document opens an incident: looked at, corrected, imported in one act, and taken back in one."""

from dataclasses import replace

import pytest
from django.urls import reverse

from audit.models import LogEntry
from core.errors import Conflict, DomainError
from core.files.store import original
from imports.models import TimelineImport
from imports.selectors.draft import Choices, draft_in
from imports.selectors.opening import opening_of, sections_in
from imports.services.incident_import import import_incident, undo_incident_import
from imports.waiting import Brought, put_by, taken_up
from incidents.models import Incident, Service, Severity, Status
from incidents.services.timeline_entry import EntryContent, add_entry, correct_entry
from postmortems.models import SectionKey
from postmortems.selectors.section import sections_of

DOCUMENT = b"""# Logins failed after the nightly job

Severity: 2. Login and Card payments were hit.

## Summary

Nobody could log in for an hour. Kari Nord saw it first.

## Timeline

All times in UTC.

- 2024-03-05 10:00 Alert fired for Login
- 2024-03-05 10:20 Rolled back the job
- 2024-03-05 11:00 Incident resolved

## Lessons

Test the job.
"""


@pytest.fixture
def brought():
    return Brought(DOCUMENT, "logins.md")


@pytest.fixture
def login(db):
    return Service.objects.create(name="Login", version=1)


def imported(commander, brought, **changes):
    draft = draft_in(None, brought, Choices())
    said = {
        "opening": opening_of(draft, brought.name),
        "contents": [row.content for row in draft.rows if row.is_chosen],
        "sections": sections_in(draft),
    }
    return import_incident(actor=commander, brought=brought, **(said | changes))


def test_a_document_says_how_its_incident_begins(brought, login):
    draft = draft_in(None, brought, Choices())
    opening = opening_of(draft, brought.name)
    assert opening.title == "Logins failed after the nightly job"
    assert (opening.severity, opening.status) == (Severity.SEV2, Status.RESOLVED)
    assert (opening.services, opening.language) == ([login], "en")
    assert [row.content.milestone for row in draft.rows] == ["detected", "", "resolved"]


def test_a_document_opens_an_incident_in_the_year_it_happened(commander, brought, login):
    row = imported(commander, brought)
    incident = row.incident
    assert incident.reference == "INC-2024-0001"
    assert (incident.declared_at, list(incident.services.all())) == (None, [login])
    assert incident.timeline.count() == 3
    texts = {section.key: section.text for section in sections_of(incident.postmortem)}
    assert texts[SectionKey.LESSONS] == "## Lessons\n\nTest the job."
    assert incident.imported.source_id.startswith("logins.md ")


def test_the_file_is_attached_byte_for_byte_and_the_log_names_its_hash(commander, brought):
    row = imported(commander, brought)
    attachment = row.incident.attachments.get()
    assert row.attachment == attachment
    assert bytes(row.content) == b""
    with original(attachment.sha256) as file:
        assert file.read() == DOCUMENT
    logged = LogEntry.objects.filter(verb="timeline.imported").latest("index")
    assert logged.payload.content["after"]["sha256"] == attachment.sha256
    assert logged.payload.content["after"]["attachment"] == attachment.pk


def test_nothing_is_opened_when_one_part_is_refused(commander, brought):
    before = LogEntry.objects.count()
    with pytest.raises(DomainError):
        imported(commander, brought, sections={SectionKey.SUMMARY: "\0"})
    assert not Incident.objects.exists()
    assert LogEntry.objects.count() == before


def test_an_incident_is_taken_back_in_one_act_and_nothing_is_gone(commander, brought):
    row = imported(commander, brought)
    undo = {"actor": commander, "incident_id": row.incident_id, "import_id": row.pk}
    assert undo_incident_import(**undo, reason="Another company's") == []
    incident = Incident.objects.get()
    assert incident.status == Status.CLOSED
    assert incident.title == "Taken back: Logins failed after the nightly job"
    assert not incident.timeline.filter(replaced_by=None, is_retraction=False).exists()
    assert incident.timeline.filter(text="Alert fired for Login", is_retraction=False).exists()
    assert not any(section.text for section in sections_of(incident.postmortem))
    assert incident.attachments.get().withdrawn_at is None
    with pytest.raises(Conflict):
        undo_incident_import(**undo, reason="Once more")


def test_an_incident_that_others_work_in_stays_when_its_import_is_taken_back(commander, brought):
    row = imported(commander, brought)
    first = row.incident.timeline.first()
    content = EntryContent("Alert fired for the login", first.occurred_at)
    corrected = {"actor": commander, "incident_id": row.incident_id, "reason": "Better"}
    correct_entry(**corrected, entry_id=first.pk, content=content)
    undo = {"actor": commander, "incident_id": row.incident_id, "import_id": row.pk}
    assert undo_incident_import(**undo, reason="Wrong file") == [first]
    incident = Incident.objects.get()
    assert incident.title == "Logins failed after the nightly job"
    standing = incident.timeline.filter(replaced_by=None, is_retraction=False)
    assert [entry.text for entry in standing] == ["Alert fired for the login"]


def test_a_file_that_was_taken_back_can_open_another_incident(commander, brought):
    row = imported(commander, brought)
    undo = {"actor": commander, "incident_id": row.incident_id, "import_id": row.pk}
    undo_incident_import(**undo, reason="Read in the wrong zone")
    again = imported(commander, brought)
    assert again.incident.imported.source_id.endswith(" #2")


def test_who_imports_a_restricted_incident_is_named_in_it(person, commander, brought):
    draft = draft_in(None, brought, Choices())
    opening = replace(opening_of(draft, brought.name), is_restricted=True)
    incident = imported(commander, brought, opening=opening).incident
    assert not Incident.objects.visible_to(person("responder")).exists()
    assert Incident.objects.visible_to(commander.user).get() == incident


def test_authors_are_told_by_role_in_sections_too(brought):
    chat = DOCUMENT.replace(b"10:20 Rolled", b"10:20 | Kari Nord | Rolled")
    table = b"""# Outage

## Summary
Kari Nord saw it first.

## Timeline
| Time | Who | What |
|---|---|---|
| 2024-03-05 10:00 | Kari Nord | Saw it |
"""
    assert chat != table
    sections = sections_in(draft_in(None, Brought(table, "a.md"), Choices()))
    assert "Kari" not in str(sections.values())
    assert "participant saw it first" in sections[SectionKey.SUMMARY]


def test_a_file_waits_for_half_a_day_and_its_address_cannot_be_made_up(brought):
    word = put_by(brought)
    assert taken_up(word) == replace(brought, form="markdown")
    assert taken_up(word[:-1] + ("A" if word[-1] != "A" else "B")) is None


def test_a_document_is_imported_on_its_pages(
    client, commander, login, django_assert_max_num_queries
):
    client.force_login(commander.user)
    listed = client.get(reverse("incident_list")).content.decode()
    assert reverse("incident_bring") in listed
    answer = client.post(reverse("incident_bring"), {"pasted": DOCUMENT.decode(), "form": ""})
    page = answer.headers["Location"]
    with django_assert_max_num_queries(12):
        seen = client.get(page)
    assert "Logins failed after the nightly job" in seen.content.decode()
    chosen = {
        "import": "1",
        "mark": seen.context["draft"].mark,
        "key": "once",
        "zone": "UTC",
        "day": "2024-03-05",
        "title": "Logins failed",
        "severity": "sev1",
        "status": "resolved",
        "category": "outage",
        "services": [login.pk],
        "language": "da",
        "sections": ["lessons"],
        "row-1-take": "on",
        "row-1-at": "2024-03-05T11:00",
        "row-1-milestone": "detected",
    }
    refused = client.post(page, chosen | {"title": " "})
    assert refused.status_code == 422
    assert not Incident.objects.exists()
    done = client.post(page, chosen)
    again = client.post(page, chosen)
    incident = Incident.objects.get()
    assert (
        done.headers["Location"]
        == again.headers["Location"]
        == reverse("incident_detail", args=[incident.year, incident.number])
    )
    assert (incident.title, incident.severity) == ("Logins failed", Severity.SEV1)
    assert incident.timeline.get().milestone == "detected"
    assert [s.key for s in sections_of(incident.postmortem) if s.text] == ["lessons"]
    row = TimelineImport.objects.get()
    undo = reverse("import_undo", args=[incident.year, incident.number, row.pk])
    assert "its title says so" in client.get(undo).content.decode()
    assert client.post(undo, {"reason": "Wrong file"}).status_code == 302
    incident.refresh_from_db()
    assert incident.status == Status.CLOSED


def test_the_import_is_found_in_the_incident_it_opened(client, commander, brought):
    row = imported(commander, brought)
    client.force_login(commander.user)
    at = [row.incident.year, row.incident.number]
    seen = client.get(reverse("import_bring", args=at)).content.decode()
    assert reverse("import_undo", args=[*at, row.pk]) in seen


def test_a_file_that_opened_an_incident_is_known_to_whoever_may_see_it(
    client, commander, person, brought
):
    word = put_by(brought)
    draft = draft_in(None, brought, Choices())
    opening = replace(opening_of(draft, brought.name), is_restricted=True)
    imported(commander, brought, opening=opening)
    known = "This very file was imported already"
    client.force_login(commander.user)
    assert known in client.get(reverse("incident_import", args=[word])).content.decode()
    client.force_login(person("responder"))
    assert known not in client.get(reverse("incident_import", args=[word])).content.decode()


def test_an_entry_added_meanwhile_keeps_the_incident(commander, brought):
    row = imported(commander, brought)
    add_entry(
        actor=commander,
        incident_id=row.incident_id,
        content=EntryContent("Found in the archive", None, "unknown"),
    )
    undo = {"actor": commander, "incident_id": row.incident_id, "import_id": row.pk}
    undo_incident_import(**undo, reason="Wrong file")
    assert Incident.objects.get().status == Status.RESOLVED
