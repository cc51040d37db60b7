"""All the real incidents of `../shared/data`: taken over once for the module, looked at from all sides."""

import html
import json
import re
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from audit.actor import system
from audit.verification import verify
from core.documents.document import runs_in
from incidents.models import ImportedRecord, Incident
from incidents.selectors.timeline_entry import contradictions_in, timeline_of, times_of
from postmortems.exports.blameless import blameless_document
from postmortems.models import Postmortem
from postmortems.services.export import RENDERERS, export_postmortem

FILE = Path(__file__).parents[2] / "../shared/data/incidents.jsonl"
RECORDS = [json.loads(line) for line in FILE.read_text().splitlines()] if FILE.exists() else []
DOCUMENTS = [record for record in RECORDS if record["doc_kind"] == "postmortem"]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not RECORDS, reason="the real incidents are not beside the project"),
    pytest.mark.timeout(400),
]


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker):
    """What the import printed; the incidents stay for the whole module."""
    with django_db_blocker.unblock():
        out = StringIO()
        call_command("import_incidents", str(FILE), "--timezone", "Europe/London", stdout=out)
        yield out.getvalue()
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)


@pytest.fixture
def browser(printed, person):
    client = Client()
    client.force_login(person("auditor"))
    return client


def incident_of(record):
    return Incident.objects.get(imported__source_id=record["id"])


def in_a_connection_of_its_own(act):
    """Outside the test's transaction, which would keep `act` from a snapshot of its own."""

    def closing():
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        return pool.submit(closing).result()


def words_in(body):
    """The words of a document without its markup: list numbers, code languages, link labels."""
    for markup in (r"^[\s>]*\d+[.)]\s", r"```[ \t]*\S*", r"(?<=\])\[[^\]]*\]", r"^\[[^\]]+\]:"):
        body = re.sub(markup, " ", body, flags=re.MULTILINE)
    return set(re.findall(r"[^\W_]+", unquote(html.unescape(body))))


def said_in(blocks):
    runs = [run for block in blocks for each in runs_in(block) for run in each]
    return unquote(" ".join([*(run.text for run in runs), *(run.href for run in runs)]))


def test_all_are_taken_over_and_the_log_is_whole(printed):
    assert f"{len(RECORDS)} taken over" in printed
    assert "NOT taken over" not in printed
    assert ImportedRecord.objects.count() == len(RECORDS) == 513
    assert in_a_connection_of_its_own(verify).problem is None


def test_each_has_its_licence_its_original_and_its_year(printed):
    kept = {known.source_id: known for known in ImportedRecord.objects.select_related("incident")}
    for record in RECORDS:
        known = kept[record["id"]]
        assert (known.source, known.licence) == (record["source"], record["licence"])
        assert json.loads(known.original) == record
        if "started_at" in record:
            assert abs(known.incident.year - int(record["started_at"][:4])) <= 1


def test_the_known_defects_are_told_and_the_times_stand_as_told(printed):
    def kinds(source_id):
        found = ImportedRecord.objects.get(source_id=source_id)
        return [each["kind"] for each in found.defects]

    assert "zone_given" in kinds("moj:2020-02-12")
    assert (
        kinds("dfds:PM2024-001 - Two Kubernetes nodes went into NotReady state").count(
            "unknown_minute"
        )
        == 2
    )
    assert {"out_of_order", "far_away"} <= set(kinds("moj:2023-01-11-cluster-image-pull"))
    reversed_one = "mybinder:2018-04-18-cull-flood"
    assert "contradiction" in kinds(reversed_one)
    incident = Incident.objects.get(imported__source_id=reversed_one)
    assert contradictions_in(times_of(incident, timeline_of(incident)))


def test_all_are_listed_page_by_page(browser):
    seen, address = [], reverse("incident_list")
    while address:
        page = browser.get(address)
        seen += [row.reference for row in page.context["incidents"]]
        address = page.context["older"]
    assert len(seen) == len(set(seen)) == len(RECORDS)


@pytest.mark.parametrize("record", RECORDS[::37], ids=lambda record: record["id"])
def test_one_is_found_by_its_words_and_opened(browser, record):
    incident = incident_of(record)
    found = browser.get(reverse("incident_list"), {"q": incident.title})
    assert incident.reference in [row.reference for row in found.context["incidents"]]
    page = browser.get(reverse("incident_detail", args=[incident.year, incident.number]))
    assert page.status_code == 200
    assert record["licence"] in page.content.decode()


def test_no_word_of_a_document_is_lost_in_its_report(printed):
    for record in DOCUMENTS:
        postmortem = Postmortem.objects.get(incident__imported__source_id=record["id"])
        document = blameless_document(system(), postmortem, "en")
        said = said_in(document.blocks)
        lost = [word for word in words_in(record["body_markdown"]) if word not in said]
        assert not lost, f"{record['id']} lost {lost}"


@pytest.mark.parametrize("record", DOCUMENTS[::13], ids=lambda record: record["id"])
def test_documents_export_in_every_format(printed, record):
    for name in RENDERERS:
        file = export_postmortem(
            actor=system(), incident_id=incident_of(record).pk, format=name, language="da"
        )
        assert len(file.content) > 500
