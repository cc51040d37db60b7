"""What the law asks to erase goes; that it was there, and everything else, stays provable."""

import pytest
from django.db import DatabaseError, connection, transaction

from audit.actor import Actor
from audit.checkpoints import sign_checkpoint
from audit.erasure import erase_content
from audit.models import LogEntry, LogPayload
from audit.verification import examine, sentences
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from incidents.services.incident import change_incident
from incidents.services.link import link_incidents, unlink_incidents
from tests.audit.tampering import log, tamper

pytestmark = pytest.mark.django_db
REASON = "GDPR Article 17, asked for by the person"


@pytest.fixture
def officer(person) -> Actor:
    return Actor(person("administrator"), "web")


@pytest.fixture
def renamed(commander, incident):
    """An incident that was declared under somebody's name, which was then taken out."""
    change_incident(
        actor=commander, incident_id=incident.pk, version=1, changes={"title": "A customer's case"}
    )
    sign_checkpoint()
    return incident


def verbs() -> list[str]:
    """What was logged, apart from the accounts of those who act here."""
    entries = LogEntry.objects.exclude(verb="account.created")
    return list(entries.values_list("verb", flat=True))


def index_of(verb: str) -> int:
    return LogEntry.objects.get(verb=verb).index


def test_a_content_goes_and_the_tree_still_proves_that_nothing_else_is_missing(renamed, officer):
    erased = index_of("incident.declared")
    entry = erase_content(actor=officer, index=erased, reason=f" {REASON} ")
    assert not LogPayload.objects.filter(pk=erased).exists()
    assert verbs() == ["incident.declared", "incident.changed", "log.content_erased"]
    assert (entry.actor_id, entry.channel, entry.subject_id) == (
        officer.user.pk,
        "web",
        str(erased),
    )
    assert entry.incident_id == renamed.pk
    content = LogPayload.objects.get(pk=entry.index).content
    assert (content["reason"], content["by"]) == (REASON, "Administrator")
    findings = examine()
    assert (findings.problem, findings.erased) == (None, 1)
    assert any("Contents erased by law: 1." in sentence for sentence in sentences(findings))
    assert sign_checkpoint().size == entry.index + 1


def test_the_last_word_on_what_still_stands_is_said_anew_first(renamed, officer):
    erase_content(actor=officer, index=index_of("incident.changed"), reason=REASON)
    assert verbs()[2:] == ["log.restated", "log.content_erased"]
    restated = LogPayload.objects.select_related("entry").get(entry__verb="log.restated")
    assert restated.content["after"]["title"] == "A customer's case"
    assert (restated.entry.subject_type, restated.entry.incident_id) == ("incident", renamed.pk)
    assert examine().problem is None
    tamper("UPDATE incidents_incident SET title = 'Nothing'")
    assert f'entry {restated.pk} of the log recorded "A customer' in examine().problem


def test_what_no_longer_stands_is_not_said_anew(commander, renamed, officer):
    link = link_incidents(
        actor=commander, incident_id=renamed.pk, target_id=second(commander).pk, kind="related"
    )
    unlink_incidents(actor=commander, incident_id=renamed.pk, link_id=link.pk, reason="Wrong")
    erase_content(actor=officer, index=LogEntry.objects.latest("index").index, reason=REASON)
    assert "log.restated" not in verbs()
    assert examine().problem is None


def second(commander):
    from incidents.services.incident import declare_incident

    return declare_incident(actor=commander, title="Another")


def test_erasing_does_not_launder_what_was_changed_past_havari(renamed, officer):
    tamper("UPDATE incidents_incident SET title = 'Nothing'")
    changed = index_of("incident.changed")
    with pytest.raises(Conflict):
        erase_content(actor=officer, index=changed, reason=REASON)
    assert LogPayload.objects.filter(pk=changed).exists()


@pytest.mark.parametrize("role", ["viewer", "responder", "commander", "approver", "auditor"])
def test_others_may_not_erase(renamed, person, role):
    other = Actor(person(role, f"another-{role}@example.org"), "web")
    with pytest.raises(NotPermitted):
        erase_content(actor=other, index=index_of("incident.declared"), reason=REASON)
    assert LogPayload.objects.count() == LogEntry.objects.count()


def test_what_cannot_be_erased_is_refused_and_nothing_logged(renamed, officer):
    declared = index_of("incident.declared")
    with pytest.raises(DomainError) as refusal:
        erase_content(actor=officer, index=declared, reason=" ")
    assert refusal.value.field == "reason"
    with pytest.raises(NotFound):
        erase_content(actor=officer, index=77, reason=REASON)
    erasure = erase_content(actor=officer, index=declared, reason=REASON)
    with pytest.raises(Conflict, match="erased already"):
        erase_content(actor=officer, index=declared, reason=REASON)
    with pytest.raises(Conflict, match="has to stay"):
        erase_content(actor=officer, index=erasure.index, reason=REASON)
    assert len(verbs()) == 3


def test_the_database_lets_no_content_go_that_the_log_does_not_say_was_erased(renamed, officer):
    erase_content(actor=officer, index=index_of("incident.declared"), reason=REASON)
    removal = f"DELETE FROM audit_payload WHERE entry_id = {index_of('incident.changed')}"
    for statement in (removal, "TRUNCATE audit_payload"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.check_constraints()
            connection.cursor().execute(statement)


def test_a_content_removed_without_a_word_or_put_back_is_found(renamed, officer):
    declared, changed = index_of("incident.declared"), index_of("incident.changed")
    connection.cursor().execute("CREATE TEMP TABLE backup AS SELECT * FROM audit_payload")
    erasure = erase_content(actor=officer, index=declared, reason=REASON)
    tamper(f"INSERT INTO audit_payload SELECT * FROM backup WHERE entry_id = {declared}")
    said = f"entry {erasure.index} says that it was erased by law: it was put back"
    assert said in examine().problem
    tamper(
        f"DELETE FROM audit_payload WHERE entry_id IN ({declared}, {changed})", "DROP TABLE backup"
    )
    assert f"The content of entry {changed} of the log is missing" in examine().problem


def test_an_erasure_said_before_the_entry_excuses_nothing(officer):
    beyond = LogEntry.objects.count()
    with pytest.raises(NotFound):
        erase_content(actor=officer, index=beyond, reason=REASON)
    erased = log(0).index
    erasure = erase_content(actor=officer, index=erased, reason=REASON)
    tamper(f"DELETE FROM audit_payload WHERE entry_id = {erasure.index}")
    assert f"The content of entry {erasure.index} of the log is missing" in examine().problem
