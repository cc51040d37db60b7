from hashlib import sha256

import pytest
import rfc8785
from django.contrib.auth.models import Group, Permission

from audit.merkle import leaf_hash
from audit.models import LogEntry
from incidents.services.incident import declare_incident
from incidents.services.link import link_incidents, unlink_incidents
from tests.full_record import keep_record
from tests.program import wrong


@pytest.fixture
def auditor(program, person):
    return program(person("auditor"))


@pytest.fixture
def half_auditor(program, person):
    """An auditor whose organisation took away the sight of restricted incidents."""
    Group.objects.get(name="auditor").permissions.remove(
        Permission.objects.get(codename="view_restricted_incident")
    )
    return program(person("auditor"))


def test_every_change_is_told_the_newest_first(auditor, commander, person):
    record = keep_record(commander, person("viewer"))
    page = auditor.ask("log?limit=200").json()
    assert [entry["index"] for entry in page["results"]] == list(
        LogEntry.objects.order_by("-index").values_list("index", flat=True)
    )
    declared = [entry for entry in page["results"] if entry["verb"] == "incident.declared"]
    assert [entry["incident"] for entry in declared] == [
        record.second.reference,
        record.incident.reference,
    ]
    assert (declared[0]["actor_label"], declared[0]["channel"]) == ("Commander", "web")


def test_changes_are_found_by_incident_and_verb(auditor, commander, incident):
    other = declare_incident(actor=commander, title="Payments fail")
    found = auditor.ask(f"log?incident={other.reference}").json()["results"]
    assert [entry["subject_id"] for entry in found] == [str(other.pk)]
    assert len(auditor.ask("log?verb=incident.declared").json()["results"]) == 2
    assert auditor.ask("log?verb=incident.burned").json()["results"] == []
    assert list(wrong(auditor.ask("log?verb=a%00"))) == ["verb"]


def test_pages_of_the_log_follow_each_other_while_it_grows(auditor, commander):
    for n in range(5):
        declare_incident(actor=commander, title=f"Number {n}")
    page, read = auditor.ask("log?limit=2&verb=incident.declared").json(), []
    while True:
        read += [entry["index"] for entry in page["results"]]
        if page["next"] is None:
            break
        declare_incident(actor=commander, title="New")
        page = auditor.ask(page["next"]).json()
    assert read == list(range(read[0], read[0] - 5, -1))


def test_a_change_is_told_with_its_content_and_can_be_proven(auditor, api, here):
    api.send("PATCH", here, {"severity": "sev1", "version": 1, "reason": "Worse than we thought"})
    listed = auditor.ask("log").json()["results"][0]
    told = auditor.ask(f"log/{listed['index']}").json()
    assert {name: told[name] for name in listed} == listed
    content = told["content"]
    assert (content["before"]["severity"], content["after"]["severity"]) == ("sev3", "sev1")
    assert content["reason"] == "Worse than we thought"
    commitment = sha256(bytes.fromhex(told["salt"]) + rfc8785.dumps(content)).hexdigest()
    assert commitment == told["payload_digest"]
    assert leaf_hash(told["leaf"].encode()).hex() == told["leaf_hash"]


def test_the_log_is_read_by_nobody_else(api, incident):
    assert api.ask("log").status_code == 403
    assert api.ask("log/0").status_code == api.ask("log/4711").status_code == 403


@pytest.mark.parametrize("index", ["4711", str(2**63), str(10**40)])
def test_an_entry_that_was_never_written_is_not_there(auditor, index):
    assert auditor.ask(f"log/{index}").status_code == 404


def test_changes_of_a_hidden_incident_are_told_to_nobody_else(half_auditor, hidden, incident):
    told = half_auditor.ask("log").json()["results"]
    assert {entry["incident"] for entry in told} == {incident.reference, None}
    index = LogEntry.objects.get(incident_id=hidden.pk).index
    assert half_auditor.ask(f"log/{index}").status_code == 404
    assert list(wrong(half_auditor.ask(f"log?incident={hidden.reference}"))) == ["incident"]


def test_a_link_to_a_hidden_incident_is_in_nobody_elses_log(
    half_auditor, commander, hidden, incident
):
    other = declare_incident(actor=commander, title="Payments fail")
    on = {"actor": commander, "incident_id": incident.pk}
    seen = link_incidents(**on, target_id=other.pk, kind="triggered")
    link = link_incidents(**on, target_id=hidden.pk, kind="triggered")
    unlink_incidents(**on, link_id=link.pk, reason="It did not")
    told = half_auditor.ask("log?limit=200").json()["results"]
    links = [entry["subject_id"] for entry in told if entry["subject_type"] == "incident_link"]
    assert links == [str(seen.pk)]
    for entry in LogEntry.objects.filter(subject_type="incident_link", subject_id=str(link.pk)):
        assert half_auditor.ask(f"log/{entry.index}").status_code == 404


def test_a_page_of_the_log_takes_few_queries(auditor, commander, django_assert_max_num_queries):
    for n in range(20):
        declare_incident(actor=commander, title=f"Number {n}")
    with django_assert_max_num_queries(6):
        answer = auditor.ask("log")
    assert len(answer.json()["results"]) > 20
