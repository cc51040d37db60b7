"""Programs bring a file, look at it, import what they saw, and take it back."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from incidents.models import Incident, Status
from incidents.services.timeline_entry import EntryContent, add_entry
from tests.program import V1, wrong

CHAT = b"23:58 Kari Nord: Incident declared\n00:03 Ola Dahl: Kari Nord is right\nsoon\n"
DOCUMENT = b"""# Old outage

## Timeline
All times in UTC.
- 2024-03-05 10:00 Alert fired
- 2024-03-05 11:00 Incident resolved

## Lessons
Test more.
"""
READ_SO = {"zone": "UTC", "day": "2026-11-04", "people": {"Kari Nord": "scribe"}}


@pytest.fixture
def brought(api, incident):
    file = SimpleUploadedFile("room.txt", CHAT)
    answer = api.post(f"{V1}incidents/{incident.reference}/imports", {"file": file})
    assert answer.status_code == 201
    return answer.headers["Location"]


@pytest.fixture
def waiting(api):
    answer = api.post(f"{V1}imports", {"file": SimpleUploadedFile("old.md", DOCUMENT)})
    assert answer.status_code == 201
    return answer.json()


def test_a_preview_tells_every_guess_and_what_was_not_understood(api, brought):
    seen = api.send("POST", f"{brought}/preview", READ_SO).json()
    assert (seen["form"], seen["encoding"], seen["zone"]) == ("chat", "utf-8", "UTC")
    assert seen["people"] == {"Kari Nord": "scribe", "Ola Dahl": "participant"}
    first, second = seen["rows"]
    assert (first["milestone"], first["text"]) == ("declared", "Scribe: Incident declared")
    assert (second["occurred_at"], second["is_next_day"]) == ("2026-11-05T00:03:00Z", True)


def test_what_was_seen_is_imported_and_taken_back(api, incident, brought):
    mark = api.send("POST", f"{brought}/preview", READ_SO).json()["mark"]
    rows = [{"number": 1}, {"number": 2, "occurred_at": None, "milestone": ""}]
    done = api.send("POST", f"{brought}/entries", READ_SO | {"mark": mark, "rows": rows})
    assert done.status_code == 201
    first, second = incident.timeline.order_by("pk")
    assert done.json()["entries"] == [first.pk, second.pk]
    assert (first.milestone, second.precision) == ("declared", "unknown")
    attached = api.ask(f"incidents/{incident.reference}/attachments").json()["results"]
    assert attached[0]["sha256"] == done.json()["sha256"]
    undone = api.send("POST", f"{brought}/undo", {"reason": "Wrong room"})
    assert undone.json()["undone_at"]
    assert not incident.timeline.filter(replaced_by=None, is_retraction=False).exists()


def test_what_is_read_otherwise_than_it_was_seen_is_not_imported(api, incident, brought):
    mark = api.send("POST", f"{brought}/preview", READ_SO).json()["mark"]
    otherwise = READ_SO | {"zone": "Asia/Tokyo", "mark": mark, "rows": [{"number": 1}]}
    refused = api.send("POST", f"{brought}/entries", otherwise)
    assert refused.status_code == 409
    assert not incident.timeline.exists()


def test_what_was_recorded_meanwhile_must_be_seen_first(api, commander, incident, brought):
    seen = api.send("POST", f"{brought}/preview", READ_SO).json()
    row = seen["rows"][0]
    add_entry(
        actor=commander,
        incident_id=incident.pk,
        content=EntryContent("Incident declared", datetime.fromisoformat(row["occurred_at"])),
    )
    rows = {"mark": seen["mark"], "rows": [{"number": 1}]}
    assert api.send("POST", f"{brought}/entries", READ_SO | rows).status_code == 409


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"people": {"Kari Nord": "hero"}}, "people"),
        ({"rows": [{"number": 3}]}, "rows"),
        ({"day": "2026-02-30"}, "day"),
    ],
)
def test_a_refusal_names_the_field(api, brought, change, field):
    mark = api.send("POST", f"{brought}/preview", READ_SO).json()["mark"]
    body = READ_SO | {"mark": mark, "rows": [{"number": 1}]} | change
    refused = api.send("POST", f"{brought}/entries", body)
    assert refused.status_code in (400, 422)
    assert field in str(wrong(refused))


def test_a_document_opens_an_incident_as_it_was_previewed(api, waiting):
    assert waiting["opening"]["title"] == "Old outage"
    assert list(waiting["sections"]) == ["summary", "timeline", "lessons"]
    rows = [{"number": row["number"]} for row in waiting["draft"]["rows"]]
    body = {"mark": waiting["draft"]["mark"], "rows": rows, "severity": "sev1"}
    at = f"imports/{waiting['waiting']}"
    done = api.send("POST", f"{at}/incident", body | {"sections": ["lessons"]})
    assert done.status_code == 201
    incident = Incident.objects.get()
    assert done.json()["incident"] == incident.reference == "INC-2024-0001"
    assert (incident.severity, incident.timeline.count()) == ("sev1", 2)
    undone = api.send("POST", f"{done.headers['Location']}/undo", {"reason": "Wrong"})
    assert undone.status_code == 200
    incident.refresh_from_db()
    assert incident.status == Status.CLOSED


def test_the_same_request_sent_twice_opens_one_incident(api, waiting):
    body = {"mark": waiting["draft"]["mark"], "rows": [{"number": 1}]}
    at = f"imports/{waiting['waiting']}/incident"
    answers = [api.send("POST", at, body, Idempotency_Key="once") for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert Incident.objects.count() == 1


def test_a_file_that_waits_no_longer_is_not_found(api):
    assert api.send("POST", "imports/made-up/preview").status_code == 404
