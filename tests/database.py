"""A real PostgreSQL for the suite: the one in DATABASE_URL, else an embedded one of its own.

Loaded by `-p tests.database`, before Django's settings are read. The folder is new for each run
and removed after it, so tests never touch `var/`.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from config.embedded import use_embedded_database

OWNER = "HAVARI_TEST_OWNER"
# What migrations make. A test that commits leaves these as they are.
KEPT_BETWEEN_TESTS = {
    "auth_group",
    "auth_permission",
    "auth_group_permissions",
    "django_content_type",
    "statements_approvalrule",
}
# As above, beside what tests add: put by while the table is emptied, and put back as it came.
GIVEN_PUT_BY = (
    "CREATE TEMP TABLE given AS SELECT * FROM checklists_checklist WHERE written_at IS NULL",
    "UPDATE given SET withdrawn_at = NULL, withdrawn_reason = ''",
)
GIVEN_PUT_BACK = (
    "INSERT INTO checklists_checklist SELECT * FROM given",
    "SELECT setval(pg_get_serial_sequence('checklists_checklist', 'id'), max(id)) FROM given",
    "DROP TABLE given",
)


def pytest_configure():
    from django.db.backends.postgresql.operations import DatabaseOperations

    flush = DatabaseOperations.sql_flush

    def flush_past_the_guards(self, style, tables, **options):
        """Empty the tables of a finished test; the log's triggers would refuse."""
        emptied = flush(self, style, [t for t in tables if t not in KEPT_BETWEEN_TESTS], **options)
        return [
            "SET session_replication_role = replica",
            *GIVEN_PUT_BY,
            *emptied,
            *GIVEN_PUT_BACK,
            "SET session_replication_role = origin",
        ]

    DatabaseOperations.sql_flush = flush_past_the_guards


def _use_scratch_folder():
    if OWNER in os.environ:
        return
    scratch = Path(tempfile.mkdtemp(prefix="havari-test-"))
    # PostgreSQL, which will not run as root, must be able to walk through it.
    scratch.chmod(0o755)
    (scratch / "static").mkdir()
    # Registered before the server's own end, hence carried out after it.
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    os.environ.update(HAVARI_VAR=str(scratch), **{OWNER: str(os.getpid())})


_use_scratch_folder()
use_embedded_database()
