import json

import pytest

from audit.models import LogEntry
from postmortems.models import Postmortem, SectionKey
from tests.program import wrong

FILES = {
    "markdown": ("text/markdown; charset=utf-8", "md", b"# "),
    "html": ("text/html; charset=utf-8", "html", b"<!DOCTYPE html>"),
    "pdf": ("application/pdf", "pdf", b"%PDF-"),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
        b"PK",
    ),
    "json": ("application/json", "json", b"{"),
}


@pytest.fixture
def postmortem(api, incident):
    address = f"incidents/{incident.reference}/postmortem"
    assert api.send("POST", address).status_code == 201
    return address


@pytest.fixture
def viewer(program, person):
    return program(person("viewer"))


def test_a_postmortem_is_started_once(api, incident):
    address = f"incidents/{incident.reference}/postmortem"
    assert api.ask(address).status_code == 404
    answer = api.send("POST", address)
    told = answer.json()
    assert (answer.status_code, told["status"], told["incident"]) == (
        201,
        "draft",
        incident.reference,
    )
    assert [(section["key"], section["version"]) for section in told["sections"]] == [
        (key, 0) for key in SectionKey
    ]
    assert api.ask(answer.headers["Location"]).json() == told
    assert api.send("POST", address).status_code == 409


def test_a_section_is_written_over_what_was_seen_only(api, postmortem):
    one = f"{postmortem}/sections/summary"
    assert api.ask(one).json() == {"key": "summary", "title": "Summary", "text": "", "version": 0}
    told = api.send("PUT", one, {"text": "# A message\n", "version": 0}).json()
    assert (told["text"], told["version"]) == ("# A message\n", 1)
    assert api.ask(one).json() == told
    assert api.send("PUT", one, {"text": "Mine"}).status_code == 428
    assert api.send("PUT", one, {"text": "Mine", "version": 0}).status_code == 409
    tag = api.ask(one).headers["ETag"]
    assert api.send("PUT", one, {"text": "Better", "version": 1}).status_code == 200
    assert api.send("PUT", one, {"text": "Mine"}, if_match=tag).status_code == 412
    assert api.ask(one).json()["text"] == "Better"


@pytest.mark.parametrize("said", [{}, {"text": None}, {"text": "a\0"}, {"text": "a" * 1_000_001}])
def test_words_that_cannot_be_kept_are_refused(api, postmortem, said):
    answer = api.send("PUT", f"{postmortem}/sections/summary", said | {"version": 0})
    assert (answer.status_code, list(wrong(answer))) == (422, ["text"])


def test_there_is_no_other_section(api, postmortem):
    said = {"text": "x", "version": 0}
    assert api.ask(f"{postmortem}/sections/blame").status_code == 404
    assert api.send("PUT", f"{postmortem}/sections/blame", said).status_code == 404


def test_a_postmortem_is_completed_when_it_says_enough_and_reopened(api, postmortem):
    complete, reopen = f"{postmortem}/complete", f"{postmortem}/reopen"
    assert list(wrong(api.send("POST", complete, {"version": 1}))) == ["summary"]
    api.send("PUT", f"{postmortem}/sections/summary", {"text": "A message", "version": 0})
    assert list(wrong(api.send("POST", complete, {"version": 1}))) == ["factors"]
    factors = postmortem.replace("postmortem", "factors")
    api.send("POST", factors, {"text": "One person could send to everybody"})
    assert api.send("POST", complete).status_code == 428
    assert api.send("POST", complete, {"version": 7}).status_code == 409
    told = api.send("POST", complete, {"version": 1}).json()
    assert (told["status"], told["version"]) == ("completed", 2)
    late = {"text": "Late", "version": 1}
    assert api.send("PUT", f"{postmortem}/sections/summary", late).status_code == 409
    assert list(wrong(api.send("POST", reopen, {"reason": "", "version": 2}))) == ["reason"]
    told = api.send("POST", reopen, {"reason": "More is known", "version": 2}).json()
    assert (told["status"], told["completed_at"], told["version"]) == ("draft", None, 3)


def test_who_may_only_read_writes_nothing(viewer, api, incident):
    address = f"incidents/{incident.reference}/postmortem"
    assert viewer.send("POST", address).status_code == 403
    assert not Postmortem.objects.exists()
    api.send("POST", address)
    said = {"text": "x", "version": 0}
    assert viewer.send("PUT", f"{address}/sections/summary", said).status_code == 403
    assert viewer.send("POST", f"{address}/complete", {"version": 1}).status_code == 403


@pytest.mark.parametrize("name", FILES)
def test_the_report_is_made_a_file(viewer, postmortem, incident, name):
    said = {"format": name, "language": "da"}
    media_type, suffix, begins = FILES[name]
    answer = viewer.send("POST", f"{postmortem}/export", said, accept=media_type.split(";")[0])
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)
    assert answer.content.startswith(begins)
    file = f"{incident.reference}-da.{suffix}"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{file}"'
    entry = LogEntry.objects.last()
    assert (entry.verb, entry.channel) == ("postmortem.exported", "api")
    assert json.loads(bytes(entry.payload.body))["after"]["file"] == file


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, ["format", "language"]),
        ({"format": "odt", "language": "da"}, ["format"]),
        ({"format": "pdf", "language": "de"}, ["language"]),
        ({"format": "pdf", "language": "da", "names": True}, ["names"]),
    ],
)
def test_what_no_file_is_made_of_is_named_and_not_logged(api, postmortem, said, fields):
    logged = LogEntry.objects.count()
    answer = api.send("POST", f"{postmortem}/export", said, accept="application/pdf")
    assert (answer.status_code, list(wrong(answer))) == (422, fields)
    assert LogEntry.objects.count() == logged


def test_there_is_no_file_before_the_report_is_started(api, incident):
    said = {"format": "pdf", "language": "da"}
    address = f"incidents/{incident.reference}/postmortem/export"
    assert api.send("POST", address, said).status_code == 404
    assert api.ask(address).status_code == 405


def test_a_postmortem_is_read_with_few_queries(api, postmortem, django_assert_max_num_queries):
    for key in SectionKey:
        api.send("PUT", f"{postmortem}/sections/{key}", {"text": "Written", "version": 0})
    with django_assert_max_num_queries(7):
        api.ask(postmortem)
