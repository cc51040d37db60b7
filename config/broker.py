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

from config.database import libpq_parameters

# How long a worker waits for a message before it looks whether it is to stop; Celery's two
# seconds, twice, would be longer than it is waited for.
MOMENT = 1.0


def connect_to_database() -> "psycopg.Connection[Any]":
    """A connection of its own to Django's database."""
    return psycopg.connect(**libpq_parameters(connection.settings_dict))


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

    def drain_events(self, connection: Any, timeout: float | None = None, **options: Any) -> None:
        """Wait for a message, but for a moment: a worker that is to stop looks up in between."""
        super().drain_events(connection, timeout=MOMENT)
