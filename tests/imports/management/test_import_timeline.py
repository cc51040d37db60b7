"""On the server a file is shown first, and imported with the mark of what was shown."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incidents.models import Incident, Status

CHAT = "2026-11-04 14:05 Kari: Seen \x1b[2J\n2026-11-04 14:10 Ola: Mended\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "room.txt"
    path.write_text(CHAT)
    return path


def said(*arguments, **options):
    out = StringIO()
    call_command("import_timeline", *arguments, stdout=out, **options)
    return out.getvalue()


def mark_in(shown):
    return re.search(r"--mark (\w+)", shown)[1]


def test_a_file_is_shown_and_nothing_is_imported(file, incident):
    shown = said(str(file), "--into", incident.reference, "--zone", "UTC")
    assert "[x] 1 (line 1) 2026-11-04T14:05:00+00:00" in shown
    assert "\x1b" not in shown
    assert not incident.timeline.exists()


def test_it_is_imported_with_its_mark_and_taken_back(file, incident):
    to = [str(file), "--into", incident.reference, "--zone", "UTC"]
    done = said(*to, "--mark", mark_in(said(*to)))
    assert incident.timeline.count() == 2
    number = re.search(r"import (\d+)", done)[1]
    undo = ["--into", incident.reference, "--undo", number]
    with pytest.raises(CommandError, match="Say why"):
        said(*undo)
    assert "Taken back; 0" in said(*undo, "--reason", "Wrong room")


def test_another_reading_needs_another_mark(file, incident):
    to = [str(file), "--into", incident.reference]
    mark = mark_in(said(*to, "--zone", "UTC"))
    with pytest.raises(CommandError, match="no longer what you were shown"):
        said(*to, "--zone", "Asia/Tokyo", "--mark", mark)


def test_without_an_incident_it_opens_one(file, db):
    mark = mark_in(said(str(file), "--zone", "UTC"))
    done = said(str(file), "--zone", "UTC", "--mark", mark)
    incident = Incident.objects.get()
    assert incident.title == "room"
    number = re.search(r"import (\d+)", done)[1]
    said("--into", incident.reference, "--undo", number, "--reason", "Wrong")
    incident.refresh_from_db()
    assert incident.status == Status.CLOSED


@pytest.mark.parametrize("wrong", [["--zone", "Mars/Olympus"], ["--into", "INC-1999-0001"]])
def test_what_is_not_there_is_said(file, db, wrong):
    with pytest.raises(CommandError, match="There is no"):
        said(str(file), *wrong)


def test_a_file_that_cannot_be_read_is_said(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        said(str(tmp_path / "none.md"))
