"""The log as people read it: words, not codes; nothing of what is hidden; files to keep."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from accounts.services.role import recompose_role
from audit import keys
from audit.actor import Actor, system
from audit.checkpoints import read, sign_checkpoint
from audit.models import LogEntry
from audit.verbs import known_verbs
from incidents.models import Incident
from incidents.services.incident import change_incident, declare_incident
from incidents.services.link import link_incidents
from incidents.services.service import add_service
from incidents.services.timeline_entry import EntryContent, add_entry, correct_entry
from incidents.views import log as views
from postmortems.services.export import export_postmortem
from tests.full_record import SEEN, keep_record
from tests.service_cases import CASES
from tests.test_audit import promised, services

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client, person):
    client.force_login(person("auditor"))
    return client


@pytest.fixture
def kept(commander, person):
    return keep_record(commander, person("responder"))


def text(answer) -> str:
    assert answer.status_code == 200, answer
    return " ".join(answer.content.decode().split())


def log_of(incident: Incident) -> str:
    return reverse("incident_log", args=[incident.year, incident.number])


def entry_of(verb: str) -> str:
    return reverse("log_entry", args=[LogEntry.objects.filter(verb=verb).latest("index").index])


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_log_can_be_asked_for_from_the_first_day_to_the_last(auditor, incident, day):
    for name, finds in (("since", day < "2026"), ("until", day > "2026")):
        told = text(auditor.get(reverse("log_list"), {name: day}))
        assert (incident.reference in told) is finds


def test_every_verb_that_can_be_logged_has_words_for_people():
    logged = {verb for name in CASES for verb in promised(services()[name])}
    assert logged <= {verb for verb, _label in known_verbs()}


def test_what_changed_is_told_in_words_with_before_and_after(auditor, commander, incident):
    service = add_service(actor=system(), name="Push messages")
    change_incident(
        actor=commander,
        incident_id=incident.pk,
        version=1,
        changes={"status": "identified", "services": [service]},
        reason="The provider called",
    )
    page = text(auditor.get(log_of(incident)))
    for words in (
        "Incident changed",
        "<dt>Status</dt> <dd> <del>Investigating</del>",
        "<ins>Identified</ins>",
        "<dt>Affected services</dt> <dd> <ins>Push messages</ins>",
        "Reason: The provider called",
        "Commander",
        "in the pages",
    ):
        assert words in page, words
    for code in ("incident.changed", "investigating", "malice_basis"):
        assert code not in page, code


def test_a_correction_shows_the_earlier_words_and_times_as_the_reader_reads_them(
    auditor, commander, incident
):
    entry = add_entry(actor=commander, incident_id=incident.pk, content=SEEN)
    correct_entry(
        actor=commander,
        incident_id=incident.pk,
        entry_id=entry.pk,
        content=EntryContent("Nine times", SEEN.occurred_at, precision="hour", milestone="aware"),
        reason="Counted",
    )
    page = text(auditor.get(log_of(incident)))
    assert "<del>Login attempts doubled</del>" in page
    assert "<ins>Nine times</ins>" in page
    assert "<dt>Milestone</dt> <dd> <del>Detected</del>" in page
    assert "<dt>Happened at</dt> <dd> <ins>4 November 2026, 16:00:00</ins>" in page
    assert "https://graphs.example.org/logins" in page


def test_every_entry_of_a_full_record_can_be_read_as_a_list_and_by_itself(
    auditor, kept, django_assert_max_num_queries
):
    for address in (log_of(kept.incident), reverse("log_list")):
        with django_assert_max_num_queries(12):
            text(auditor.get(address))
    for index in LogEntry.objects.values_list("index", flat=True):
        with django_assert_max_num_queries(12):
            text(auditor.get(reverse("log_entry", args=[index])))


def test_people_groups_and_incidents_are_named_and_not_numbered(auditor, kept):
    page = text(auditor.get(log_of(kept.incident)))
    for words in (
        "<dt>People with access</dt> <dd> <ins>Commander, Responder</ins>",
        "<dt>Groups with access</dt> <dd> <ins>Responder</ins>",
        f"<ins>{kept.second}</ins>",
        "<dt>Person</dt> <dd> <ins>Responder</ins>",
        "<ins>1,600,000</ins>",
        "<ins>One person could send to everybody</ins>",
        "<ins>Recipients</ins>",
    ):
        assert words in page, words
    assert "number " not in page


def test_the_whole_log_is_narrowed_by_verb_person_and_day(auditor, commander, incident):
    add_service(actor=system(), name="Push messages")

    def shown(**asked):
        page = text(auditor.get(reverse("log_list"), asked))
        return {entry.verb for entry in LogEntry.objects.all() if f">{entry.index}</a>" in page}

    today = timezone.localdate()
    everything = shown()
    assert {"account.created", "incident.declared", "service.added"} <= everything
    assert shown(verb="service.added") == {"service.added"}
    assert shown(actor=commander.user.pk) == {"incident.declared"}
    assert shown(actor=commander.user.pk, verb="service.added") == set()
    assert shown(since=today.isoformat(), until=today.isoformat()) == everything
    assert shown(since=(today + timedelta(days=1)).isoformat()) == set()
    assert shown(until=(today - timedelta(days=1)).isoformat()) == set()


@pytest.mark.parametrize(
    "asked", [{"actor": "x"}, {"since": "yesterday"}, {"verb": "x"}, {"before": "x" * 9}]
)
def test_a_filter_that_means_nothing_is_no_failure(auditor, incident, asked):
    assert auditor.get(reverse("log_list"), asked).status_code == 200


def test_pages_follow_each_other_without_gap_while_more_is_logged(
    auditor, commander, incident, monkeypatch
):
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    for number in range(4):
        add_entry(
            actor=commander,
            incident_id=incident.pk,
            content=EntryContent(str(number), None, precision="unknown"),
        )
    seen, address = [], log_of(incident)
    while address:
        answer = auditor.get(address)
        seen += [read.entry.index for read in answer.context["entries"]]
        address = answer.context["older"] and log_of(incident) + answer.context["older"]
        add_entry(actor=commander, incident_id=incident.pk, content=SEEN)
    entries = LogEntry.objects.filter(incident_id=incident.pk).order_by("-index")
    assert seen == list(entries.values_list("index", flat=True))[-5:]


def test_what_belongs_to_a_hidden_incident_is_in_no_log_of_others(
    client, commander, incident, person
):
    hidden = declare_incident(actor=commander, title="Quiet", is_restricted=True)
    link_incidents(actor=commander, incident_id=incident.pk, target_id=hidden.pk, kind="related")
    reader = person("viewer")
    recompose_role(
        actor=system(),
        role_id=reader.groups.get().pk,
        permissions=["incidents.view_incident", "audit.view_log"],
        reason="They check",
    )
    client.force_login(reader)
    for address in (reverse("log_list"), log_of(incident)):
        page = text(client.get(address))
        assert "Quiet" not in page
        assert hidden.reference not in page
    assert client.get(log_of(hidden)).status_code == 404
    for entry in LogEntry.objects.filter(incident_id=hidden.pk):
        assert client.get(reverse("log_entry", args=[entry.index])).status_code == 404
    assert client.get(entry_of("incident.linked")).status_code == 404


def test_who_may_not_read_the_log_is_refused_everywhere(client, commander, incident):
    sign_checkpoint()
    client.force_login(commander.user)
    index = LogEntry.objects.latest("index").index
    for name, args in (
        ("log_list", []),
        ("log_entry", [index]),
        ("content_erase", [index]),
        ("checkpoint_list", []),
        ("checkpoint_note", [index + 1]),
        ("log_key", []),
    ):
        assert client.get(reverse(name, args=args)).status_code == 403, name


def test_a_checkpoint_and_the_key_can_be_kept_and_prove_each_other(auditor, incident):
    checkpoint = sign_checkpoint()
    page = text(auditor.get(reverse("checkpoint_list")))
    key = keys.verifying_key()
    assert keys.fingerprint(key) in page
    kept = auditor.get(reverse("checkpoint_note", args=[checkpoint.size]))
    assert read(kept.content.decode(), key).size == checkpoint.size
    assert f'filename="checkpoint-{checkpoint.size}.txt"' in kept["Content-Disposition"]
    line = auditor.get(reverse("log_key")).content.decode()
    assert line == f"{keys.public_half('havari.local/log', key)}\n"
    assert auditor.get(reverse("checkpoint_note", args=[77])).status_code == 404


def test_a_machine_without_the_key_says_so(auditor, incident):
    assert "The key is not on this machine" in text(auditor.get(reverse("checkpoint_list")))
    assert auditor.get(reverse("log_key")).status_code == 404


def test_an_entry_says_which_checkpoint_covers_it(auditor, incident):
    assert "No checkpoint covers it yet" in text(auditor.get(entry_of("incident.declared")))
    checkpoint = sign_checkpoint()
    page = text(auditor.get(entry_of("incident.declared")))
    assert f"The checkpoint over {checkpoint.size} entries, signed" in page
    assert LogEntry.objects.get(verb="incident.declared").leaf_hash.hex() in page
    assert auditor.get(reverse("log_entry", args=[77])).status_code == 404


def test_a_content_is_erased_from_its_page_and_stays_an_entry(client, person, commander, incident):
    client.force_login(person("administrator"))
    address = entry_of("incident.declared")
    assert "Erase the content" in text(client.get(address))
    client.post(f"{address}/erase", {"reason": " "})
    assert "Logins fail" in text(client.get(address))
    client.post(f"{address}/erase", {"reason": "GDPR Article 17"})
    page = text(client.get(address))
    assert "What it said was erased by law." in page
    assert "Logins fail" not in page.split("<section")[1]
    assert f"account {commander.user.pk}" in page
    assert "Reason: GDPR Article 17" in text(client.get(reverse("log_list")))


def test_the_auditor_reads_and_erases_nothing(auditor, incident):
    address = entry_of("incident.declared")
    assert "Erase the content" not in text(auditor.get(address))
    assert auditor.post(f"{address}/erase", {"reason": "x"}).status_code == 403


def test_hostile_words_come_out_as_words(auditor, commander):
    hostile = '<script>alert("x")</script>'
    incident = declare_incident(actor=commander, title=hostile, summary="x" * 5000)
    for address in (log_of(incident), reverse("log_list"), entry_of("incident.declared")):
        page = text(auditor.get(address))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
    assert "x" * 5000 in text(auditor.get(entry_of("incident.declared")))
    assert "x" * 500 not in text(auditor.get(log_of(incident)))


def test_the_actor_without_a_person_is_the_system(auditor):
    declare_incident(actor=Actor(None, "command"), title="Found at night")
    page = text(auditor.get(reverse("log_list"), {"verb": "incident.declared"}))
    assert "the system" in page
    assert "by a command on the server" in page


def test_an_export_is_told_of_in_the_language_of_the_reader(client, kept, commander, person):
    export_postmortem(actor=commander, incident_id=kept.incident.pk, format="json", language="en")
    reader = person("auditor")
    reader.language = "da"
    reader.save()
    client.force_login(reader)
    page = text(client.get(entry_of("postmortem.exported")))
    assert f"Eksport {kept.incident.reference}-en-1.json" in page
    assert "Størrelse i byte" in page
    assert "SHA-256" in page


def test_what_a_role_may_do_is_told_in_words(auditor):
    role = Group.objects.get(name="viewer")
    recompose_role(
        actor=system(),
        role_id=role.pk,
        permissions=["incidents.view_incident", "audit.view_log"],
        reason="They check",
    )
    page = text(auditor.get(entry_of("role.recomposed")))
    assert "Can read incidents that are not restricted" in page
    assert "incidents.view_incident" not in page.split("<section")[1]
