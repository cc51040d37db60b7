"""`python -m config.prepare`: make database, queue and static files fit this version.

`make run` does it; where something else starts web and workers, it is run before them.
"""

import os
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.db import Error, connection
from kombu.exceptions import OperationalError

from config.address import Address, chosen_address
from config.database import one_line, use_database
from config.embedded import CannotStart, make_var

# Of two programs that start at once one prepares, and the other waits for it.
TURN = 7_310_221
BROKER_SECONDS = 5


class NotPrepared(CannotStart):
    """Database, broker or disk refuse."""


def main() -> None:
    """Prepare, and say who can sign in to the demonstration."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        address = chosen_address()
        make_var()
        is_wanted = is_demonstration_wanted()
        use_database()
        django.setup()
        prepare(address, demonstrate=is_wanted)
    except CannotStart as error:
        sys.exit(f"Havari cannot start. {error}")
    except KeyboardInterrupt:
        sys.exit(130)


def is_demonstration_wanted() -> bool:
    """What `HAVARI_DEMO` says; unless it is set, yes, but not in a database somebody named."""
    said = os.environ.get("HAVARI_DEMO")
    return said.lower() in {"1", "yes", "true"} if said else not os.environ.get("DATABASE_URL")


def prepare(address: Address, *, demonstrate: bool) -> None:
    """Make the queue, migrate, fill an empty database if that is wanted, collect static files.

    Raises:
        CannotStart: database, broker or disk refuse, or strangers could sign in at `address`.
    """
    from config.demonstration import show_demonstration  # noqa: PLC0415 - needs loaded models

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [TURN])
        _make_queue()
        call_command("migrate", verbosity=0)
        show_demonstration(address, is_wanted=demonstrate)
        call_command("collectstatic", interactive=False, verbosity=0)
    except Error as error:
        raise NotPrepared(f"The database refused: {one_line(error)}.") from error
    except OSError as error:
        raise NotPrepared(f"{error.filename} cannot be written ({error.strerror}).") from error
    finally:
        connection.close()


def _make_queue() -> None:
    """Make the queue before several processes try to at once.

    Raises:
        NotPrepared: there is no such broker, or it does not answer.
    """
    if settings.CELERY_BROKER_URL == settings.DATABASE_AS_BROKER and _has_queue():
        return
    from config.celery import app  # noqa: PLC0415 - it takes its time

    queue = app.amqp.queues[app.conf.task_default_queue]
    try:
        with app.connection_for_write(connect_timeout=BROKER_SECONDS) as broker:
            broker.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
            queue.bind(broker.default_channel).declare()
    except (OperationalError, OSError) as error:
        raise NotPrepared(
            f"The broker in CELERY_BROKER_URL cannot be reached: {one_line(error)}. Start it or "
            "correct CELERY_BROKER_URL; without it tasks wait in the database."
        ) from error
    except (KeyError, ValueError) as error:
        raise NotPrepared(
            "CELERY_BROKER_URL cannot be read. Write it as redis://host:6379/0 or "
            "amqp://user:password@host:5672//."
        ) from error


def _has_queue() -> bool:
    return "kombu_queue" in connection.introspection.table_names()


if __name__ == "__main__":
    main()
