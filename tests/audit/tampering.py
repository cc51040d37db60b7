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
    """The table as a superuser left it, who has dropped its checks; undone afterwards."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                "SELECT conname FROM pg_constraint "
                "WHERE conrelid = %s::regclass AND contype IN ('c', 'u')",
                [table],
            )
            checks = [name for (name,) in cursor.fetchall()]
            cursor.execute(
                "SELECT indexrelid::regclass FROM pg_index WHERE indrelid = %s::regclass "
                "AND indisunique AND indpred IS NOT NULL",
                [table],
            )
            of_some_rows = [name for (name,) in cursor.fetchall()]
        drop = [f'ALTER TABLE {table} DROP CONSTRAINT "{name}"' for name in checks]
        drop += [f"DROP INDEX {name}" for name in of_some_rows]
        tamper(*drop, *statements)
        yield
        transaction.set_rollback(True)
