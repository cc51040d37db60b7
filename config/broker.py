"""The queue in the database: where tasks wait unless `CELERY_BROKER_URL` names a broker.

Kombu's own transport is told how to connect, not where: no password is written into an address,
and whatever Django understands in `DATABASE_URL` holds for the queue too.
"""

from typing import Any

import psycopg
from django.db import connection
from kombu.transport import sqlalchemy
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import SQLAlchemyError

# What Django keeps for itself among the options of a database.
_DJANGO_ONLY = {"assume_role", "isolation_level", "pool", "server_side_binding"}


def connect_to_database(**options: Any) -> "psycopg.Connection[Any]":
    """A connection of its own to Django's database."""
    given = connection.settings_dict
    named = {
        "dbname": given["NAME"],
        "user": given["USER"],
        "password": given["PASSWORD"],
        "host": given["HOST"],
        "port": given["PORT"],
    }
    said = {key: value for key, value in named.items() if value}
    said |= {key: value for key, value in given["OPTIONS"].items() if key not in _DJANGO_ONLY}
    return psycopg.connect(**said | options)


class Channel(sqlalchemy.Channel):
    """Kombu's, over connections that were tried first, and without what was delivered long ago."""

    def _engine_from_config(self) -> Engine:
        return create_engine(
            "postgresql+psycopg://", creator=connect_to_database, pool_pre_ping=True
        )

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """Take the next message; kombu would keep it for good, hidden."""
        message = super()._get(queue)
        self.session.query(self.message_cls).filter_by(visible=False).delete()
        self.session.commit()
        return message


class Transport(sqlalchemy.Transport):
    """Kombu's, which besides says at once that the database is away, so that Celery waits."""

    Channel = Channel
    connection_errors = (  # type: ignore[assignment] # its stub knows of one kind only
        SQLAlchemyError,
        psycopg.OperationalError,
    )

    def establish_connection(self) -> Any:
        """Connect for once, and leave the rest to the channels."""
        connect_to_database().close()
        return super().establish_connection()
