"""The database a program works on: the one `DATABASE_URL` names, else the embedded one."""

import os
from collections.abc import Mapping
from typing import Any

import dj_database_url
import psycopg

from config.embedded import CannotStart, use_embedded_database

OLDEST = 15
CONNECT_SECONDS = 5
# What Django keeps for itself among the options of a database.
_DJANGO_ONLY = {"assume_role", "isolation_level", "pool", "server_side_binding"}


class DatabaseUnusable(CannotStart):
    """`DATABASE_URL` does not lead to a database Havari can work on."""


def use_database() -> None:
    """Have a PostgreSQL to work on.

    Raises:
        CannotStart: the embedded one does not start, or the named one cannot be worked on.
    """
    if os.environ.get("DATABASE_URL"):
        _try(_parsed(os.environ["DATABASE_URL"]))
    else:
        use_embedded_database()


def libpq_parameters(database: Mapping[str, Any]) -> dict[str, Any]:
    """Django's description of a database in libpq's words."""
    named = {
        "dbname": database["NAME"],
        "user": database["USER"],
        "password": database["PASSWORD"],
        "host": database["HOST"],
        "port": database["PORT"],
    }
    options = database.get("OPTIONS", {})
    said = {key: value for key, value in named.items() if value}
    return said | {key: value for key, value in options.items() if key not in _DJANGO_ONLY}


def _parsed(address: str) -> Mapping[str, Any]:
    # The address may hold a password, so no message repeats it.
    try:
        database = dj_database_url.parse(address)
    except ValueError as error:
        raise DatabaseUnusable(
            "DATABASE_URL cannot be read. Write it as postgresql://user:password@host:5432/name, "
            "with every odd letter percent-encoded."
        ) from error
    if database["ENGINE"] != "django.db.backends.postgresql":
        raise DatabaseUnusable(
            "DATABASE_URL names another kind of database. Havari needs PostgreSQL: "
            "postgresql://user:password@host:5432/name."
        )
    return database


def _try(database: Mapping[str, Any]) -> None:
    parameters = {"connect_timeout": CONNECT_SECONDS} | libpq_parameters(database)
    try:
        with psycopg.connect(**parameters) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.Error as error:
        raise DatabaseUnusable(
            f"The database in DATABASE_URL cannot be reached: {one_line(error)}. "
            "Start it or correct DATABASE_URL; without DATABASE_URL Havari uses one of its own."
        ) from error
    if version < OLDEST:
        raise DatabaseUnusable(
            f"The database in DATABASE_URL is PostgreSQL {version}. Havari needs {OLDEST} or newer."
        )


def one_line(error: Exception) -> str:
    """What was said, without the question whether the server runs."""
    lines = [line.strip() for line in str(error).splitlines()]
    return "; ".join(line for line in lines if not line.endswith("?")).rstrip(".")
