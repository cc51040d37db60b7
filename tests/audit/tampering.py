"""Acting as the owner of the database, who knows the code but has neither key nor secret."""

from contextlib import contextmanager

from django.db import connection, transaction

from audit.actor import system
from audit.log import record
from audit.models import LogEntry


def log(number: int) -> LogEntry:
    """Log a change of nothing, through the front door."""
    with transaction.atomic():
        return record(
            actor=system("command"),
            verb="sample.noted",
            subject_type="sample",
            subject_id=number,
            before=None,
            after={"number": number},
        )


def tamper(*statements: str) -> None:
    """Run statements with the guards switched off."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")


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
