import json
import os
import signal
import subprocess
import sys
import threading
import time
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings

from audit.actor import system
from audit.models import LogEntry
from audit.verification import verify
from incidents.models import ImportedRecord, Incident, IncidentLink, Service
from postmortems.models import SectionText
from postmortems.services.export import export_postmortem
from tests.audit.test_verification import address
from tests.postmortems.importing.test_record import RECORDS, WHOLE


@pytest.fixture
def file(tmp_path):
    """Write records, or lines as they are, to a file."""

    def written(*records):
        path = tmp_path / "incidents.jsonl"
        lines = [r if isinstance(r, str) else json.dumps(r) for r in records]
        path.write_text("\n".join(lines) + "\n")
        return path

    return written


def take_over(path, *options):
    out = StringIO()
    call_command("import_incidents", str(path), *options, stdout=out)
    return out.getvalue()


def many(number):
    return [WHOLE | {"id": f"dfds:{i}", "title": f"Outage {i}"} for i in range(number)]


def test_a_record_becomes_an_incident_with_everything_in_it(db, file):
    said = take_over(file(WHOLE | {"affected_count": 305}))
    incident = Incident.objects.get()
    assert (incident.year, incident.title, incident.status) == (2024, WHOLE["title"], "resolved")
    assert incident.declared_at is None
    assert [service.name for service in incident.services.all()] == ["ci.example.org"]
    assert incident.timeline.count() == 4
    assert incident.impact_groups.get().estimates.get().best == 305
    assert incident.actions.get().title == WHOLE["actions"][0]["text"]
    assert incident.postmortem.texts.get().text == WHOLE["body_markdown"]
    assert (incident.imported.licence, json.loads(incident.imported.original)["id"]) == (
        "MIT",
        WHOLE["id"],
    )
    assert set(LogEntry.objects.values_list("channel", flat=True)) == {"command"}
    assert "1 taken over" in said


def test_every_defect_is_printed_and_kept(db, file):
    said = take_over(file(WHOLE | {"timezone": None, "started_at": "2024-03-13T10:01"}))
    kept = [found["kind"] for found in ImportedRecord.objects.get().defects]
    assert {"zone_of_others", "other_severity", "no_action_kind"} == set(kept)
    assert "line 1, dfds:PM2024-001:" in said
    assert "started_at 2024-03-13T10:01 is read in UTC, like every other time" in said
    assert "1 with: Severity in other words" in said


def test_a_second_run_imports_nothing_twice(db, file):
    path = file(*many(3))
    take_over(path)
    before = LogEntry.objects.count()
    assert "3 there already" in take_over(path)
    assert (Incident.objects.count(), LogEntry.objects.count()) == (3, before)


def test_a_record_the_source_changed_since_is_told(db, file):
    take_over(file(WHOLE))
    with pytest.raises(CommandError, match="Not everything is in"):
        take_over(file(WHOLE | {"summary": "Something else"}))
    assert Incident.objects.get().summary == "A node was lost."


def test_a_dry_run_reports_the_same_and_writes_nothing(db, file):
    path = file(WHOLE, WHOLE | {"id": "b", "started_at": "14:??"}, WHOLE, "{")
    told = StringIO()
    with pytest.raises(CommandError):
        call_command("import_incidents", str(path), "--dry-run", stdout=told)
    assert not Incident.objects.exists()
    assert not Service.objects.exists()
    assert not LogEntry.objects.exists()
    wrote = StringIO()
    with pytest.raises(CommandError):
        call_command("import_incidents", str(path), stdout=wrote)
    assert (
        told.getvalue().replace("Nothing was written; this is what would have been.\n", "")
        == wrote.getvalue()
    )


def test_bad_lines_are_told_by_number_and_do_not_stop_the_rest(db, file):
    out = StringIO()
    lines = ["not JSON", "[1]", "", '{"title": "\x00"}', "x" * 1_000_001, json.dumps(WHOLE)]
    with pytest.raises(CommandError, match="see the 4 lines named above"):
        call_command("import_incidents", str(file(*lines)), stdout=out)
    said = out.getvalue()
    assert "line 1: NOT taken over: it is not JSON" in said
    assert "line 2: NOT taken over: it is JSON, but not an object" in said
    assert "line 4: NOT taken over: it is not JSON" in said
    assert "line 5: NOT taken over: it is longer than 1,000,000 bytes" in said
    assert Incident.objects.get().title == WHOLE["title"]


def test_a_line_that_stands_twice_is_taken_over_once(db, file):
    assert "1 the same line again" in take_over(file(WHOLE, WHOLE))
    assert Incident.objects.count() == 1


def test_one_identifier_for_two_incidents_keeps_both(db, file):
    path = file(WHOLE, WHOLE | {"title": "Another"})
    take_over(path)
    assert ImportedRecord.objects.filter(source_id="dfds:PM2024-001 #2").exists()
    assert "2 there already" in take_over(path)


def test_the_same_incident_under_two_identifiers_is_kept_twice_and_linked(db, file):
    take_over(file(WHOLE, WHOLE | {"id": "dfds:copy"}))
    link = IncidentLink.objects.get()
    assert (link.kind, link.source.imported.source_id) == ("duplicate", "dfds:copy")
    assert link.target.imported.source_id == WHOLE["id"]
    assert verify_kind(link.source, "duplicate")


def verify_kind(incident, kind):
    return kind in [found["kind"] for found in incident.imported.defects]


def test_a_zone_is_given_by_name(db, file):
    naive = WHOLE | {
        "timezone": None,
        "started_at": "2024-07-13T10:01:00",
        "detected_at": None,
        "resolved_at": None,
        "timeline": [],
    }
    take_over(file(naive), "--timezone", "Europe/London")
    assert Incident.objects.get().timeline.get().occurred_at.isoformat() == (
        "2024-07-13T09:01:00+00:00"
    )
    with pytest.raises(CommandError, match="no time zone Mars"):
        take_over(file(naive), "--timezone", "Mars")


def test_a_file_that_is_not_there_is_said_in_a_sentence(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        take_over(tmp_path / "nothing.jsonl")


def test_what_a_file_says_cannot_steer_the_terminal(db, file):
    assert "\x1b" not in take_over(file(WHOLE | {"id": "a\x1b[2Jb"}))


def test_an_owner_without_an_account_is_named_here_and_in_no_report(db, file):
    actions = [{"text": f"Step {n}", "owner": "Lærke Winther"} for n in range(2)]
    assert "Lærke Winther has no account here" in take_over(file(WHOLE | {"actions": actions}))
    for form in ("json", "markdown"):
        report = export_postmortem(
            actor=system(), incident_id=Incident.objects.get().pk, format=form, language="en"
        ).content.decode()
        assert "Winther" not in report
        assert report.count("The owner has no account here. Nobody owns the action.") == 1


def test_a_service_of_the_catalogue_is_found_in_any_spelling(db, file):
    take_over(file(WHOLE | {"components": ["Push"]}, WHOLE | {"id": "2", "components": ["PUSH"]}))
    assert [service.name for service in Service.objects.all()] == ["Push"]


def test_a_service_without_a_letter_in_its_name_is_none_and_costs_nobody_the_record(db, file):
    take_over(file(WHOLE | {"components": ["\u200b", " \u202e ", "Push"]}))
    assert [service.name for service in Service.objects.all()] == ["Push"]


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=RECORDS)
def test_no_record_is_too_odd_to_be_kept(db, file, data):
    kept = ImportedRecord.objects.count()
    take_over(file(data | {"id": f"odd {kept}"}))
    assert ImportedRecord.objects.count() == kept + 1


def test_two_runs_at_once_do_not_double(transactional_db, file):
    path = file(*many(12))
    errors = []

    def run():
        try:
            take_over(path)
        except Exception as error:  # noqa: BLE001 - told by the test
            errors.append(error)
        finally:
            connection.close()

    runs = [threading.Thread(target=run) for _ in range(2)]
    for each in runs:
        each.start()
    for each in runs:
        each.join()
    assert errors == []
    assert Incident.objects.count() == ImportedRecord.objects.count() == 12
    assert sorted(Incident.objects.values_list("number", flat=True)) == list(range(1, 13))
    assert verify().problem is None


def test_a_killed_run_is_gone_on_with(transactional_db, file):
    path = file(*many(400))
    run = subprocess.Popen(
        [sys.executable, "manage.py", "import_incidents", str(path)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": address()},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 90
    while ImportedRecord.objects.count() < 3 and run.poll() is None and time.monotonic() < until:
        pass
    run.send_signal(signal.SIGKILL)
    run.wait()
    there = ImportedRecord.objects.count()
    assert 3 <= there < 400
    few = file(*many(there + 2))
    take_over(few)
    assert Incident.objects.count() == ImportedRecord.objects.count() == there + 2
    assert not Incident.objects.filter(imported=None).exists()
    assert SectionText.objects.count() == there + 2
    assert verify().problem is None
