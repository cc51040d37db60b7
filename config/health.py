"""`/healthz` (the process lives) and `/readyz` (it can do its work), for whoever supervises it.

Answered before anything else looks at the request, so that neither a session nor the name by
which a probe calls this machine can stand in the way.
"""

import logging
from collections.abc import Callable
from functools import cache

import psycopg
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse
from kombu import Connection
from kombu.exceptions import OperationalError

from config.database import libpq_parameters

logger = logging.getLogger(__name__)
# libpq takes no less than two.
SECONDS = 2


class HealthMiddleware:
    """Answers the two addresses, and hands on every other request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Tell how things stand, or hand the request on."""
        if request.path_info == "/healthz":
            return JsonResponse({"status": "ok"})
        if request.path_info == "/readyz":
            return readiness()
        return self.get_response(request)


def readiness() -> HttpResponse:
    """200 when the database is migrated and the broker answers, else 503 naming what does not."""
    missing = _missing_in_database() or _missing_broker()
    if missing is None:
        return JsonResponse({"status": "ok"})
    return JsonResponse({"status": "unavailable", "not_ready": [missing]}, status=503)


def _missing_in_database() -> str | None:
    # A connection of its own: whether one can be had is the question, and it must not take long.
    parameters = libpq_parameters(connection.settings_dict) | {"connect_timeout": SECONDS}
    try:
        with psycopg.connect(**parameters, autocommit=True) as database:
            database.execute(f"SET statement_timeout = '{SECONDS}s'")
            applied = database.execute("SELECT app, name FROM django_migrations").fetchall()
    except psycopg.errors.UndefinedTable:
        return "migrations"
    except psycopg.Error as error:
        logger.warning("Not ready, for the database does not answer: %s", error)
        return "database"
    return "migrations" if _migrations() - set(applied) else None


def _missing_broker() -> str | None:
    if settings.CELERY_BROKER_URL == settings.DATABASE_AS_BROKER:
        return None
    broker = Connection(settings.CELERY_BROKER_URL, connect_timeout=SECONDS)
    try:
        broker.ensure_connection(max_retries=1, timeout=SECONDS)
    except (OSError, OperationalError) as error:
        logger.warning("Not ready, for the broker does not answer: %s", error)
        return "broker"
    finally:
        broker.release()
    return None


@cache
def _migrations() -> set[tuple[str, str]]:
    """Every migration this version of the program has."""
    return set(MigrationLoader(None).disk_migrations)
