"""`/healthz` (the process lives) and `/readyz` (it can do its work), for whoever supervises it."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse


def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and is migrated, else 503 naming what is not ready."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "not_ready": ["database"]}, status=503)
    if pending:
        return JsonResponse({"status": "unavailable", "not_ready": ["migrations"]}, status=503)
    return JsonResponse({"status": "ok"})
