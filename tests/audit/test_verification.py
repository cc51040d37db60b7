"""Each way to tamper with the log, done as the database's superuser, is found and named."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audit import keys
from audit.actor import system
from audit.checkpoints import (
    BadCheckpoint,
    Head,
    Rewritten,
    log_head,
    read,
    sign,
    sign_checkpoint,
)
from audit.entries import Misfit, check_entry, check_payload, check_seal
from audit.guards import FUNCTIONS, TRIGGERS
from audit.log import canonical, commitment, envelope, record
from audit.merkle import leaf_hash
from audit.models import Checkpoint, LogEntry, LogPayload
from audit.verification import examine
from tests.audit.tampering import log, tamper

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_log():
    for number in range(5):
        log(number)
    sign_checkpoint()
    connection.check_constraints()  # as at the end of a transaction


def test_an_untouched_log_verifies_with_its_counts(signed_log):
    findings = examine()
    assert (findings.problem, findings.entries, findings.checkpoints) == (None, 5, 1)


def test_an_empty_log_verifies_and_needs_no_key():
    assert examine().problem is None
    assert not Path(settings.AUDIT_KEY_FILE).exists()


def test_indexes_have_no_gap_after_a_rollback(signed_log):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        log(5)
        raise ZeroDivisionError
    assert log(6).index == 5


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError):
        record(actor=system(), verb="x", subject_type="x", subject_id=1, before=None, after=None)


@pytest.mark.parametrize("table", ["audit_entry", "audit_payload", "audit_checkpoint"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_to_remove_rows(signed_log, table, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement.format(table))


@pytest.mark.parametrize("model", [LogEntry, LogPayload, Checkpoint])
def test_the_database_refuses_to_change_any_column(signed_log, model):
    for field in model._meta.concrete_fields:
        change = f"UPDATE {model._meta.db_table} SET {field.column} = {field.column}"
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(change)


FLIP = "set_byte({0}, 3, get_byte({0}, 3) # 1)"
TAMPERINGS = {
    "a byte of a leaf": (
        [f"UPDATE audit_entry SET leaf = {FLIP.format('leaf')} WHERE index = 2"],
        "Entry 2 of the log was changed",
    ),
    "a byte of a content": (
        [f"UPDATE audit_payload SET body = {FLIP.format('body')} WHERE entry_id = 3"],
        "content of entry 3 of the log was changed",
    ),
    "who did it": (
        ["UPDATE audit_entry SET actor_id = 77 WHERE index = 1"],
        "Entry 1 of the log was changed",
    ),
    "when it was, by a wrong time zone": (
        ["UPDATE audit_entry SET recorded_at = recorded_at - interval '1 hour' WHERE index = 1"],
        "Entry 1 of the log was changed",
    ),
    "a content removed": (
        ["DELETE FROM audit_payload WHERE entry_id = 1"],
        "content of entry 1 of the log is missing",
    ),
    "a content for nothing": (
        ["INSERT INTO audit_payload SELECT 77, salt, body FROM audit_payload WHERE entry_id = 1"],
        "content for entry 77, but the log has no such entry",
    ),
    "two contents swapped": (
        [
            "UPDATE audit_payload SET entry_id = 99 WHERE entry_id = 1",
            "UPDATE audit_payload SET entry_id = 1 WHERE entry_id = 3",
            "UPDATE audit_payload SET entry_id = 3 WHERE entry_id = 99",
        ],
        "content of entry 1 of the log was changed",
    ),
    "the first dropped": (
        ["DELETE FROM audit_payload WHERE entry_id = 0", "DELETE FROM audit_entry WHERE index = 0"],
        "Entry 0 of the log is missing",
    ),
    "the last two dropped": (
        ["DELETE FROM audit_payload WHERE entry_id > 2", "DELETE FROM audit_entry WHERE index > 2"],
        "holds only 3: everything from entry 3 on is missing",
    ),
    "all dropped": (
        ["DELETE FROM audit_payload", "DELETE FROM audit_entry"],
        "holds only 0: everything from entry 0 on is missing",
    ),
    "one in the middle dropped": (
        ["DELETE FROM audit_payload WHERE entry_id = 2", "DELETE FROM audit_entry WHERE index = 2"],
        "Entry 2 of the log is missing: the next one is numbered 3",
    ),
    "one dropped and the rest renumbered": (
        [
            "DELETE FROM audit_payload WHERE entry_id = 2",
            "DELETE FROM audit_entry WHERE index = 2",
            "UPDATE audit_entry SET index = index + 1000 WHERE index > 2",
            "UPDATE audit_entry SET index = index - 1001 WHERE index > 2",
            "UPDATE audit_payload SET entry_id = entry_id + 1000 WHERE entry_id > 2",
            "UPDATE audit_payload SET entry_id = entry_id - 1001 WHERE entry_id > 2",
        ],
        "Entry 2 of the log was changed",
    ),
    "one inserted by copying another": (
        [
            "UPDATE audit_entry SET index = index + 1000 WHERE index > 2",
            "UPDATE audit_entry SET index = index - 999 WHERE index > 2",
            "UPDATE audit_payload SET entry_id = entry_id + 1000 WHERE entry_id > 2",
            "UPDATE audit_payload SET entry_id = entry_id - 999 WHERE entry_id > 2",
            "CREATE TEMP TABLE copied AS SELECT * FROM audit_entry WHERE index = 2",
            "UPDATE copied SET index = 3",
            "INSERT INTO audit_entry SELECT * FROM copied",
            "INSERT INTO audit_payload SELECT 3, salt, body FROM audit_payload WHERE entry_id = 2",
            "DROP TABLE copied",
        ],
        "Entry 3 of the log was changed",
    ),
    "two swapped": (
        [
            "UPDATE audit_entry SET index = 99 WHERE index = 1",
            "UPDATE audit_entry SET index = 1 WHERE index = 3",
            "UPDATE audit_entry SET index = 3 WHERE index = 99",
        ],
        "Entry 1 of the log was changed",
    ),
    "a checkpoint altered": (
        ["UPDATE audit_checkpoint SET note = replace(note, E'\\n5\\n', E'\\n4\\n')"],
        "checkpoint over 5 entries cannot be trusted",
    ),
    "a checkpoint spelled otherwise": (
        ["UPDATE audit_checkpoint SET note = replace(note, E'\\n5\\n', E'\\n05\\n')"],
        "checkpoint over 5 entries cannot be trusted",
    ),
    "a checkpoint made unreadable": (
        ["UPDATE audit_checkpoint SET note = 'nothing'"],
        "cannot be trusted: malformed",
    ),
    "a checkpoint moved": (["UPDATE audit_checkpoint SET size = 4"], "was signed for 5"),
    "a checkpoint moved beyond the end": (
        ["UPDATE audit_checkpoint SET size = 4000"],
        "was signed for 5",
    ),
    "what the next checkpoint grows from": (
        [f"UPDATE audit_checkpoint SET peaks = {FLIP.format('peaks')}"],
        "checkpoint over 5 entries cannot be trusted: what was kept with it to go on from",
    ),
    "when a checkpoint was signed": (
        ["UPDATE audit_checkpoint SET signed_at = signed_at - interval '1 day'"],
        "checkpoint over 5 entries cannot have been signed when it says",
    ),
    "everything dropped with its checkpoints": (
        ["DELETE FROM audit_payload", "DELETE FROM audit_entry", "DELETE FROM audit_checkpoint"],
        "A checkpoint was signed over 5 entries, but the log holds only 0",
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found_and_named(signed_log, name):
    statements, words = TAMPERINGS[name]
    tamper(*statements)
    assert words in examine().problem


def check_all(entry: LogEntry) -> None:
    check_entry(2, entry)
    check_seal(entry)
    check_payload(entry, entry.payload)


def test_any_byte_of_an_entry_that_is_flipped_is_found(signed_log):
    entry = LogEntry.objects.select_related("payload").get(index=2)
    check_all(entry)
    columns = [(entry, name) for name in ("leaf", "leaf_hash", "payload_digest", "seal")]
    for row, name in [*columns, (entry.payload, "salt"), (entry.payload, "body")]:
        whole = bytes(getattr(row, name))
        for place in range(len(whole)):
            flipped = bytearray(whole)
            flipped[place] ^= 1
            setattr(row, name, bytes(flipped))
            with pytest.raises(Misfit, match=r"changed (after it was written|since)"):
                check_all(entry)
        setattr(row, name, whole)


def rewrite(index: int, **changes: object) -> None:
    """Change an entry and compute every hash anew, as somebody who knows how the log works."""
    entry = LogEntry.objects.select_related("payload").get(index=index)
    salt, body = bytes(entry.payload.salt), canonical({"before": None, "after": changes})
    entry.payload_digest = commitment(salt, body)
    entry.leaf = canonical(envelope(entry))
    entry.leaf_hash = leaf_hash(entry.leaf)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE audit_payload SET body = %s WHERE entry_id = %s", [body, index])
        cursor.execute(
            "UPDATE audit_entry SET payload_digest = %s, leaf = %s, leaf_hash = %s "
            "WHERE index = %s",
            [entry.payload_digest, entry.leaf, entry.leaf_hash, index],
        )
        cursor.execute("SET session_replication_role = origin")


def test_an_entry_rewritten_with_all_its_hashes_is_found_by_the_checkpoint(signed_log):
    rewrite(2, number=999)
    assert "The first 5 entries of the log are not those that were signed" in examine().problem


def test_a_rewritten_history_is_found_by_its_checkpoint(signed_log):
    tamper("DELETE FROM audit_payload", "DELETE FROM audit_entry")
    for number in range(5):
        log(number + 100)
    assert "are not those that were signed" in examine().problem


def test_a_history_signed_with_another_key_is_found(signed_log, monkeypatch):
    tamper("DELETE FROM audit_checkpoint")
    keys.kept_note().unlink()
    with monkeypatch.context() as other_key:
        other = Ed25519PrivateKey.generate()
        other_key.setattr("audit.checkpoints.signing_key", lambda: other)
        sign_checkpoint()
    assert "another key" in examine().problem


@pytest.mark.django_db(transaction=True)
def test_a_backup_restored_and_gone_on_from_is_found_by_a_checkpoint_kept_elsewhere(
    signed_log, tmp_path
):
    tamper("CREATE TABLE backup_entry AS SELECT * FROM audit_entry")
    log(5)
    kept = tmp_path / "checkpoint-in-the-safe"
    kept.write_text(sign_checkpoint().note)
    call_command("verify_log", checkpoint=[kept])
    keys.kept_note().unlink()  # the whole machine, not only its database
    tamper(
        "DELETE FROM audit_checkpoint WHERE size > 5",
        "DELETE FROM audit_payload WHERE entry_id > 4",
        "DELETE FROM audit_entry",
        "INSERT INTO audit_entry SELECT * FROM backup_entry",
        "DROP TABLE backup_entry",
    )
    assert examine().problem is None
    with pytest.raises(CommandError, match="holds only 5: everything from entry 5 on is missing"):
        call_command("verify_log", checkpoint=[kept])
    log(500)
    with pytest.raises(CommandError, match="The first 6 entries of the log are not those"):
        call_command("verify_log", checkpoint=[kept])
    sign_checkpoint()
    with pytest.raises(CommandError, match="Two different checkpoints over 6 entries"):
        call_command("verify_log", checkpoint=[kept])


def test_a_checkpoint_of_another_installation_is_not_taken_for_ours(signed_log, settings):
    settings.AUDIT_ORIGIN = "havari.elsewhere.example/log"
    foreign = sign(Head(settings.AUDIT_ORIGIN, 5, bytes(32)))
    settings.AUDIT_ORIGIN = "havari.local/log"
    assert "another installation, havari.elsewhere.example/log" in examine([foreign]).problem
    with pytest.raises(BadCheckpoint):
        read(foreign, keys.verifying_key())


def test_a_checkpoint_that_cannot_be_read_is_refused_by_name(db, tmp_path):
    with pytest.raises(CommandError, match=r"missing\.txt cannot be read"):
        call_command("verify_log", checkpoint=[tmp_path / "missing.txt"])


def test_a_key_that_is_not_in_its_place_is_said_so_and_none_is_made(signed_log):
    Path(settings.AUDIT_KEY_FILE).unlink()
    assert "cannot be checked: the key it was signed with is not in" in examine().problem
    assert not Path(settings.AUDIT_KEY_FILE).exists()


@pytest.mark.parametrize("content", [b"", b"no key at all", None])
def test_a_key_that_cannot_be_used_is_said_so_and_stops_no_reading(signed_log, content):
    whole, path = log_head(), Path(settings.AUDIT_KEY_FILE)
    path.unlink()
    path.mkdir() if content is None else path.write_bytes(content)
    assert f"cannot be checked: the key in {path} cannot be used" in examine().problem
    assert log_head() == whole


def test_a_newest_checkpoint_that_cannot_be_read_is_said_so(signed_log):
    keys.kept_note().unlink()
    keys.kept_note().mkdir()
    assert f"kept in {keys.kept_note()}, cannot be read: Is a directory." in examine().problem


def test_a_checkpoint_goes_on_from_what_was_signed_and_vouches_for_nothing_else(signed_log):
    whole = log_head().root
    rewrite(2, number=999)
    assert log_head().root == whole
    log(5)
    assert sign_checkpoint().size == 6
    assert "The first 5 entries of the log are not those that were signed" in examine().problem


def test_a_log_that_lost_its_end_is_not_signed(signed_log):
    tamper("DELETE FROM audit_payload", "DELETE FROM audit_entry")
    with pytest.raises(Rewritten, match="5 entries were signed, but the log holds 0"):
        sign_checkpoint()
    tamper("DELETE FROM audit_checkpoint")
    log(100)
    with pytest.raises(Rewritten, match="5 entries were signed, but the log holds 1"):
        sign_checkpoint()
    for number in range(4):
        log(number)
    with pytest.raises(Rewritten, match="first 5 entries are not those"):
        sign_checkpoint()


def test_nothing_is_signed_on_a_checkpoint_that_was_altered(signed_log):
    log(5)
    tamper(f"UPDATE audit_checkpoint SET peaks = {FLIP.format('peaks')}")
    with pytest.raises(BadCheckpoint, match="what was kept with it to go on from"):
        sign_checkpoint()
    tamper("UPDATE audit_checkpoint SET peaks = ''")
    with pytest.raises(BadCheckpoint, match="what was kept with it to go on from"):
        sign_checkpoint()


# --- the newest entries, which no checkpoint covers yet


def forge(entry: LogEntry, **columns: object) -> None:
    """Put an entry in, or another in its place, with every hash as it should be."""
    for name, value in columns.items():
        setattr(entry, name, value)
    entry.leaf = canonical(envelope(entry))
    entry.leaf_hash = leaf_hash(entry.leaf)
    salt, body = bytes(entry.payload.salt), bytes(entry.payload.body)
    tamper(
        f"DELETE FROM audit_payload WHERE entry_id = {entry.index}",
        f"DELETE FROM audit_entry WHERE index = {entry.index}",
    )
    with connection.cursor() as cursor:
        entry.save(force_insert=True)
        cursor.execute("INSERT INTO audit_payload VALUES (%s, %s, %s)", [entry.index, salt, body])


def newest() -> LogEntry:
    return LogEntry.objects.select_related("payload").latest("index")


@pytest.mark.django_db(transaction=True)
def test_the_newest_entries_are_counted_as_not_yet_covered(signed_log, capsys):
    first = log(5)
    log(6)
    findings = examine()
    assert (findings.signed, findings.entries) == (5, 7)
    assert findings.unsigned_since == first.recorded_at
    call_command("verify_log")
    assert "not covered by a signed checkpoint yet: 2 (from 5 on, since" in capsys.readouterr().out
    sign_checkpoint()
    call_command("verify_log")
    assert "not covered" not in capsys.readouterr().out


def test_an_entry_that_no_checkpoint_covers_cannot_be_changed(signed_log):
    log(5)
    forge(newest(), actor_id=77)
    assert "Entry 5 of the log was not written by Havari, or changed since" in examine().problem
    with pytest.raises(Rewritten, match="Entry 5 of the log was not written by Havari"):
        sign_checkpoint()


def test_an_entry_cannot_be_added_past_havari_not_even_by_copying_one(signed_log):
    forge(newest(), index=5)
    assert "Entry 5 of the log was not written by Havari" in examine().problem
    with pytest.raises(Rewritten, match="Entry 5 of the log was not written by Havari"):
        sign_checkpoint()


def test_entries_of_another_installation_are_not_taken_for_ours(settings):
    ours, elsewhere = settings.SECRET_KEY, "the secret of another installation"
    settings.SECRET_KEY = elsewhere
    log(0)
    settings.SECRET_KEY = ours
    assert "Entry 0 of the log was not written by Havari" in examine().problem
    settings.SECRET_KEY_FALLBACKS = [elsewhere]
    assert examine().problem is None
    assert sign_checkpoint().size == 1


# --- the guards


@pytest.mark.parametrize("name", TRIGGERS)
def test_a_guard_taken_away_or_switched_off_is_found(signed_log, name):
    table = next(t for t in ("audit_entry", "audit_payload", "audit_checkpoint") if t in name)
    for away in (f"ALTER TABLE {table} DISABLE TRIGGER {name}", f"DROP TRIGGER {name} ON {table}"):
        with transaction.atomic():
            tamper(away)
            problem = examine().problem
            assert f"no longer refuses to change the log as it should: {name}" in problem
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_guard_that_lets_everything_pass_is_found(signed_log, name):
    function = FUNCTIONS[name]
    returns = {"trigger": "RETURN NEW;", "bigint": "RETURN 0;", "void": "RETURN;"}
    tamper(
        f"CREATE OR REPLACE FUNCTION {name}({function.takes}) RETURNS {function.returns} "
        f"LANGUAGE plpgsql AS $$BEGIN {returns[function.returns]} END$$"
    )
    assert f"no longer refuses to change the log as it should: {name}" in examine().problem


def test_guards_switched_off_for_everybody_are_found(signed_log):
    connection.cursor().execute("SET LOCAL session_replication_role = replica")
    assert "no longer refuses to change the log as it should" in examine().problem


@pytest.mark.parametrize("table", ["audit_entry", "audit_payload"])
def test_a_log_that_silently_takes_nothing_stops_the_change_itself(signed_log, table):
    swallow = (
        "CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$"
    )
    tamper(
        swallow,
        f"CREATE TRIGGER swallow BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION swallow()",
    )
    assert "no longer refuses to change the log as it should: swallow" in examine().problem
    with pytest.raises(DatabaseError, match="The log did not take entry 5"):
        log(5)


@pytest.mark.django_db(transaction=True)
def test_a_server_and_a_reader_in_other_time_zones_change_nothing(signed_log):
    database = connection.settings_dict["NAME"]
    tamper(f"ALTER DATABASE {database} SET timezone = 'Pacific/Kiritimati'")
    connection.close()
    with timezone.override("America/Nome"):
        log(5)
        assert examine().problem is None
    tamper(f"ALTER DATABASE {database} RESET timezone")
    connection.close()
    assert examine().problem is None


def test_nothing_is_signed_twice(signed_log):
    assert sign_checkpoint() is None
    log(5)
    assert sign_checkpoint().size == 6
    assert examine().checkpoints == 2


@pytest.mark.django_db(transaction=True)
def test_the_command_exits_with_0_and_with_1_as_a_process(signed_log):
    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", "verify_log"],
            capture_output=True,
            text=True,
            check=False,
            cwd=settings.BASE_DIR if hasattr(settings, "BASE_DIR") else Path.cwd(),
            env=os.environ | {"DATABASE_URL": address(), "HAVARI_AUDIT_KEY": str(key)},
        )

    key = settings.AUDIT_KEY_FILE
    whole = run()
    assert (whole.returncode, whole.stderr) == (0, "")
    assert "The log is whole" in whole.stdout
    # Seven roles, six approval rules and three checklists in two languages come with Havari.
    assert "entries 5, signed checkpoints 1, rows of the record 19" in whole.stdout
    tamper("UPDATE audit_entry SET actor_id = 77 WHERE index = 1")
    broken = run()
    assert broken.returncode == 1
    assert "Entry 1 of the log was changed" in broken.stderr
    assert "Traceback" not in broken.stderr


def address() -> str:
    """Where the test database is, for another process."""
    to = connection.get_connection_params()
    password = f":{to['password']}" if to.get("password") else ""
    port = f"&port={to['port']}" if to.get("port") else ""
    return f"postgres://{to['user']}{password}@/{to['dbname']}?host={to['host']}{port}"
