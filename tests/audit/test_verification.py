"""Each way to tamper with log or record, done as the database's superuser, is found and named."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction

from accounts.models import User
from audit import keys
from audit.actor import system
from audit.checkpoints import BadCheckpoint, Head, Rewritten, read, sign, sign_checkpoint
from audit.log import canonical, commitment, envelope, record
from audit.merkle import leaf_hash
from audit.models import Checkpoint, LogEntry, LogPayload
from audit.subjects import registered
from audit.verification import Misfit, _check_entry, verify
from incidents.services.timeline_entry import retract_entry
from tests.full_record import keep_record

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
def own_key(settings, tmp_path):
    settings.AUDIT_KEY_FILE = tmp_path / "keys" / "checkpoint.pem"


@pytest.fixture
def signed_log(own_key):
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


def test_an_empty_log_verifies_and_needs_no_key(own_key):
    assert verify().problem is None
    assert not Path(settings.AUDIT_KEY_FILE).exists()


def test_indexes_have_no_gap_after_a_rollback(signed_log):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        log(5)
        raise ZeroDivisionError
    assert log(6).index == 5


def test_an_entry_outside_a_transaction_is_refused(signed_log):
    with pytest.raises(RuntimeError):
        record(actor=system(), verb="x", subject_type="x", subject_id=1, before=None, after=None)


@pytest.mark.parametrize("table", ["audit_entry", "audit_payload", "audit_checkpoint"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_to_remove_rows(signed_log, table, statement):
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.parametrize("model", [LogEntry, LogPayload, Checkpoint])
def test_the_database_refuses_to_change_any_column(signed_log, model):
    for field in model._meta.concrete_fields:
        change = f"UPDATE {model._meta.db_table} SET {field.column} = {field.column}"
        with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
            cursor.execute(change)


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
        ["UPDATE audit_entry SET actor_label = 'somebody else' WHERE index = 1"],
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
        "the last 2 are missing",
    ),
    "all dropped": (
        ["DELETE FROM audit_payload", "DELETE FROM audit_entry"],
        "the last 5 are missing",
    ),
    "one in the middle dropped": (
        ["DELETE FROM audit_payload WHERE entry_id = 2", "DELETE FROM audit_entry WHERE index = 2"],
        "Entry 2 of the log is missing: the next one is numbered 3",
    ),
    "one dropped and the rest renumbered": (
        [
            "DELETE FROM audit_payload WHERE entry_id = 2",
            "DELETE FROM audit_entry WHERE index = 2",
            "UPDATE audit_entry SET index = index - 1 WHERE index > 2",
            "UPDATE audit_payload SET entry_id = entry_id - 1 WHERE entry_id > 2",
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
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found_and_named(signed_log, name):
    statements, words = TAMPERINGS[name]
    tamper(*statements)
    with pytest.raises(CommandError, match=words):
        call_command("verify_log")


def test_any_byte_of_an_entry_that_is_flipped_is_found(signed_log):
    entry = LogEntry.objects.select_related("payload").get(index=2)
    _check_entry(2, entry, entry.payload)
    columns = [(entry, name) for name in ("leaf", "leaf_hash", "payload_digest")]
    for row, name in [*columns, (entry.payload, "salt"), (entry.payload, "body")]:
        whole = bytes(getattr(row, name))
        for place in range(len(whole)):
            flipped = bytearray(whole)
            flipped[place] ^= 1
            setattr(row, name, bytes(flipped))
            with pytest.raises(Misfit, match="was changed after it was written"):
                _check_entry(2, entry, entry.payload)
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
    assert "The first 5 entries of the log are not those that were signed" in verify().problem


def test_a_rewritten_history_is_found_by_its_checkpoint(signed_log):
    tamper("DELETE FROM audit_payload", "DELETE FROM audit_entry")
    for number in range(5):
        log(number + 100)
    assert "are not those that were signed" in verify().problem


def test_a_history_signed_with_another_key_is_found(signed_log, monkeypatch):
    tamper("DELETE FROM audit_checkpoint")
    with monkeypatch.context() as other_key:
        other = Ed25519PrivateKey.generate()
        other_key.setattr("audit.checkpoints.signing_key", lambda: other)
        sign_checkpoint()
    assert "another key" in verify().problem


def test_a_backup_restored_and_gone_on_from_is_found_by_a_checkpoint_kept_elsewhere(
    signed_log, tmp_path
):
    tamper("CREATE TABLE backup_entry AS SELECT * FROM audit_entry")
    log(5)
    kept = tmp_path / "checkpoint-in-the-safe"
    kept.write_text(sign_checkpoint().note)
    call_command("verify_log", checkpoint=[kept])
    tamper(
        "DELETE FROM audit_checkpoint WHERE size > 5",
        "DELETE FROM audit_payload WHERE entry_id > 4",
        "DELETE FROM audit_entry",
        "INSERT INTO audit_entry SELECT * FROM backup_entry",
        "DROP TABLE backup_entry",
    )
    assert verify().problem is None
    with pytest.raises(CommandError, match="the last 1 are missing"):
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
    assert "another installation, havari.elsewhere.example/log" in verify([foreign]).problem
    with pytest.raises(BadCheckpoint):
        read(foreign, keys.verifying_key())


def test_a_checkpoint_that_cannot_be_read_is_refused_by_name(signed_log, tmp_path):
    with pytest.raises(CommandError, match=r"missing\.txt cannot be read"):
        call_command("verify_log", checkpoint=[tmp_path / "missing.txt"])


def test_a_key_that_is_not_in_its_place_is_said_so_and_none_is_made(signed_log):
    Path(settings.AUDIT_KEY_FILE).unlink()
    assert "cannot be checked: the key it was signed with is not in" in verify().problem
    assert not Path(settings.AUDIT_KEY_FILE).exists()


def test_what_was_tampered_with_is_not_signed_again(signed_log):
    rewrite(2, number=999)
    log(5)
    with pytest.raises(Rewritten, match="first 5 entries"):
        sign_checkpoint()
    tamper("DELETE FROM audit_payload", "DELETE FROM audit_entry")
    with pytest.raises(Rewritten, match="5 entries were signed, but the log holds 0"):
        sign_checkpoint()


def test_nothing_is_signed_twice(signed_log):
    assert sign_checkpoint() is None
    log(5)
    assert sign_checkpoint().size == 6
    assert verify().checkpoints == 2


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
    assert "The log is whole: 5 entries, 1 signed checkpoints" in whole.stdout
    tamper("UPDATE audit_entry SET actor_label = 'somebody else' WHERE index = 1")
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


# --- the record itself ---------------------------------------------------------------------------

EXCEPTIONS = {
    "ReferenceCounter": "a lock and a counter; the references themselves are logged",
    "ActionReminder": "a receipt of a mail, not a word of the record",
}
CHANGES = {
    "boolean": "NOT coalesce({0}, false)",
    "timestamp with time zone": "coalesce({0}, now()) + interval '1 second'",
    "date": "coalesce({0}, current_date) + 1",
    "jsonb": "{0} || '[\"x\"]'",
    "ARRAY": "array_append({0}, 'https://elsewhere.example.org')",
    "character varying": "CASE {0} WHEN '' THEN 'x' ELSE reverse({0}) END",
    "text": "{0} || 'x'",
}


@pytest.fixture
def kept(own_key, commander, person):
    return keep_record(commander, person("responder"))


def tables() -> dict[str, str]:
    """Every table of the record and of its many-to-many lists, with its kind in words."""
    found = {}
    for subject in registered():
        options = subject.rows().model._meta
        found[options.db_table] = str(options.verbose_name)
        for field in options.many_to_many:
            found[field.m2m_db_table()] = str(options.verbose_name)
    return found


def columns(table: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s "
            "AND column_name <> 'id' ORDER BY ordinal_position",
            [table],
        )
        return cursor.fetchall()


@contextmanager
def tampered(table: str, *statements: str):
    """The table as a superuser left it, who has dropped its checks; put right afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = %s::regclass AND contype IN ('c', 'u')",
            [table],
        )
        checks = cursor.fetchall()
        cursor.execute(f"CREATE TEMP TABLE untouched AS SELECT * FROM {table}")
    drop = [f'ALTER TABLE {table} DROP CONSTRAINT "{name}"' for name, _ in checks]
    again = [f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {words}' for name, words in checks]
    tamper(*drop, *statements)
    yield
    tamper(f"DELETE FROM {table}", f"INSERT INTO {table} SELECT * FROM untouched", *again)
    tamper("DROP TABLE untouched")


def test_an_untouched_record_says_what_was_logged(kept):
    findings = verify()
    assert findings.problem is None
    assert findings.rows == sum(subject.rows().count() for subject in registered())
    assert all(subject.rows().exists() for subject in registered())


def test_every_column_changed_behind_the_back_is_found(kept):
    for table, kind in tables().items():
        for column, data_type in columns(table):
            change = CHANGES.get(data_type, "coalesce({0}, 0) + 1000").format(column)
            first = f"(SELECT min(id) FROM {table})"
            with tampered(table, f"UPDATE {table} SET {column} = {change} WHERE id = {first}"):
                problem = verify().problem
                assert problem, f"{table}.{column} was changed and not found"
                assert problem.startswith(f"The {kind} "), problem
                assert "It was changed past Havari." in problem
    assert verify().problem is None


def test_every_row_removed_behind_the_back_is_found(kept):
    for table, kind in tables().items():
        with tampered(table, f"DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})"):
            problem = verify().problem
            assert problem, f"a row of {table} was removed and not found"
            assert problem.startswith(f"The {kind} "), problem
    assert verify().problem is None


def test_every_row_put_in_behind_the_back_is_found(kept):
    owned = {subject.rows().model._meta.db_table for subject in registered()}
    for table, kind in tables().items():
        names = [column for column, _ in columns(table)]
        values = names
        if table not in owned:  # a list of another incident that is given this one's
            values = [str(kept.second.pk) if name == "incident_id" else name for name in names]
        put = (
            f"INSERT INTO {table} (id, {', '.join(names)}) "
            f"SELECT id + 1000, {', '.join(values)} FROM {table} LIMIT 1"
        )
        with tampered(table, put):
            problem = verify().problem
            assert problem, f"a row was put in {table} and not found"
            assert problem.startswith(f"The {kind} "), problem


def test_a_change_is_told_in_words_anybody_understands(kept):
    table, number = "incidents_timelineentry", kept.entry.pk
    entry = LogEntry.objects.get(verb="timeline.added", subject_id=str(number)).index
    with tampered(table, f"UPDATE {table} SET text = 'All is well' WHERE id = {number}"):
        assert verify().problem == (
            f'The timeline entry {number} ("All is well") is not what the log says: its text is '
            f'"All is well", but entry {entry} of the log recorded "Login attempts doubled". '
            "It was changed past Havari."
        )
    with tampered(table, f"DELETE FROM {table} WHERE id = {number}"):
        assert verify().problem == (
            f'The timeline entry {number} ("Login attempts doubled") is gone from the record: '
            f"entry {entry} of the log tells of it, and no later one says that it was taken back."
        )


def test_somebody_let_into_a_restricted_incident_by_sql_is_found(kept):
    spy = User.objects.create_user("spy@example.org")
    table = "incidents_incident_people_with_access"
    put = f"INSERT INTO {table} (incident_id, user_id) VALUES ({kept.incident.pk}, {spy.pk})"
    with tampered(table, put):
        problem = verify().problem
        assert "people with access" in problem
        assert kept.incident.reference in problem


def test_a_link_that_was_taken_back_and_put_in_again_is_found(kept):
    gone = LogEntry.objects.get(verb="incident.unlinked")
    table = "incidents_incidentlink"
    put = (
        f"INSERT INTO {table} (id, source_id, target_id, kind) VALUES "
        f"({gone.subject_id}, {kept.incident.pk}, {kept.second.pk}, 'related')"
    )
    with tampered(table, put):
        assert f"entry {gone.index} of the log says that it was taken back" in verify().problem


def test_record_and_log_still_agree_after_more_work(kept, commander):
    retract_entry(
        actor=commander, incident_id=kept.incident.pk, entry_id=kept.entry.pk, reason="Wrong"
    )
    assert verify().problem is None


def test_every_column_of_every_row_is_in_the_state_the_log_keeps(kept):
    for subject in registered():
        row = subject.rows().order_by("pk").first()
        logged = canonical(subject.state(row))
        for field in row._meta.concrete_fields:
            if field.primary_key:
                continue
            value = getattr(row, field.attname)
            setattr(row, field.attname, other_than(field, value))
            assert canonical(subject.state(row)) != logged, f"{subject.kind}: {field.name}"
            setattr(row, field.attname, value)
        for field in row._meta.many_to_many:
            assert field.name in subject.state(row), f"{subject.kind}: {field.name}"


def other_than(field: models.Field, value: object) -> object:
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, (models.DateField, models.DateTimeField)):
        return None if value else kept_moment()
    if isinstance(field, models.CharField | models.TextField):
        return f"{value}x"
    if isinstance(value, list):
        return [*value, "x"]
    return (value or 0) + 1000


def kept_moment():
    from tests.full_record import THREE

    return THREE


def test_every_table_of_the_record_is_told_to_the_log():
    known = {subject.rows().model for subject in registered()}
    record = {
        model
        for label in ("incidents", "postmortems")
        for model in apps.get_app_config(label).get_models()
    }
    assert {model.__name__ for model in record - known} == set(EXCEPTIONS)
