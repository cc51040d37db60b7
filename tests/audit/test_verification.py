"""Each way to tamper with the log, done as the database's superuser, is found and named."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.actor import system
from audit import keys
from audit.checkpoints import sign_checkpoint
from audit.log import record
from audit.models import LogEntry
from audit.verification import verify

pytestmark = pytest.mark.django_db(transaction=True)


def log(number: int) -> LogEntry:
    with transaction.atomic():
        return record(
            actor=system("command"),
            verb="sample.noted",
            subject_type="sample",
            subject_id=number,
            before=None,
            after={"number": number},
        )


@pytest.fixture
def signed_log(settings, tmp_path):
    settings.AUDIT_KEY_FILE = tmp_path / "checkpoint.pem"
    for number in range(5):
        log(number)
    sign_checkpoint()


def tamper(*statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")


def test_an_untouched_log_verifies_with_its_counts(signed_log):
    findings = verify()
    assert (findings.problem, findings.entries, findings.checkpoints) == (None, 5, 1)


def test_indexes_have_no_gap_after_a_rollback(signed_log):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        log(5)
        raise ZeroDivisionError
    assert log(6).index == 5


def test_an_entry_outside_a_transaction_is_refused(signed_log):
    with pytest.raises(RuntimeError):
        record(actor=system(), verb="x", subject_type="x", subject_id=1, before=None, after=None)


@pytest.mark.parametrize("table", ["audit_entry", "audit_payload", "audit_checkpoint"])
@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM {}", "TRUNCATE {} CASCADE"],
)
def test_the_database_refuses_to_remove_rows(signed_log, table, statement):
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


FLIP = "set_byte({0}, 3, get_byte({0}, 3) # 1)"
TAMPERINGS = {
    "a byte of a leaf": (
        [f"UPDATE audit_entry SET leaf = {FLIP.format('leaf')} WHERE index = 2"],
        "Entry 2 was changed",
    ),
    "a byte of a content": (
        [f"UPDATE audit_payload SET body = {FLIP.format('body')} WHERE entry_id = 3"],
        "content of entry 3 was changed",
    ),
    "a column": (
        ["UPDATE audit_entry SET actor_label = 'somebody else' WHERE index = 1"],
        "Entry 1 was changed",
    ),
    "a content removed": (["DELETE FROM audit_payload WHERE entry_id = 1"], "entry 1 is missing"),
    "the last two dropped": (
        ["DELETE FROM audit_payload WHERE entry_id > 2", "DELETE FROM audit_entry WHERE index > 2"],
        "the last 2 are missing",
    ),
    "one in the middle dropped": (
        ["DELETE FROM audit_payload WHERE entry_id = 2", "DELETE FROM audit_entry WHERE index = 2"],
        "Entry 2 is missing",
    ),
    "one dropped and the rest renumbered": (
        [
            "DELETE FROM audit_payload WHERE entry_id = 2",
            "DELETE FROM audit_entry WHERE index = 2",
            "UPDATE audit_entry SET index = index - 1 WHERE index > 2",
            "UPDATE audit_payload SET entry_id = entry_id - 1 WHERE entry_id > 2",
        ],
        "Entry 2 was changed",
    ),
    "two swapped": (
        [
            "UPDATE audit_entry SET index = 99 WHERE index = 1",
            "UPDATE audit_entry SET index = 1 WHERE index = 3",
            "UPDATE audit_entry SET index = 3 WHERE index = 99",
        ],
        "Entry 1 was changed",
    ),
    "a checkpoint altered": (
        ["UPDATE audit_checkpoint SET note = replace(note, E'\\n5\\n', E'\\n4\\n')"],
        "cannot be trusted",
    ),
    "a checkpoint moved": (["UPDATE audit_checkpoint SET size = 4"], "was signed for 5"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found_and_named(signed_log, name):
    statements, words = TAMPERINGS[name]
    tamper(*statements)
    with pytest.raises(CommandError, match=words):
        call_command("verify_log")


def test_a_rewritten_history_is_found_by_its_checkpoint(signed_log):
    tamper("DELETE FROM audit_payload", "DELETE FROM audit_entry")
    for number in range(5):
        log(number + 100)
    assert "are not those that were signed" in (verify().problem or "")


def test_a_history_signed_with_another_key_is_found(signed_log, monkeypatch):
    tamper("DELETE FROM audit_checkpoint")
    own = keys.signing_key()
    other = Ed25519PrivateKey.generate()
    monkeypatch.setattr("audit.checkpoints.signing_key", lambda: other)
    sign_checkpoint()
    monkeypatch.setattr("audit.checkpoints.signing_key", lambda: own)
    assert "another key" in (verify().problem or "")
