"""The API's addresses of imports."""

from django.urls import path

from imports.api import incident_import, timeline_import
from incidents.api.urls import INCIDENT

IMPORTS = f"{INCIDENT}/imports"
ONE = f"{IMPORTS}/<int:import_id>"
WAITING = "imports/<str:waiting>"

urlpatterns = [
    path(IMPORTS, timeline_import.Imports.as_view(), name="api_imports"),
    path(ONE, timeline_import.OneImport.as_view(), name="api_import"),
    path(f"{ONE}/preview", timeline_import.ImportPreview.as_view(), name="api_import_preview"),
    path(f"{ONE}/entries", timeline_import.ImportEntries.as_view(), name="api_import_entries"),
    path(f"{ONE}/undo", timeline_import.ImportUndo.as_view(), name="api_import_undo"),
    path("imports", incident_import.Waitings.as_view(), name="api_waitings"),
    path(
        f"{WAITING}/preview",
        incident_import.WaitingPreview.as_view(),
        name="api_waiting_preview",
    ),
    path(
        f"{WAITING}/incident",
        incident_import.WaitingIncident.as_view(),
        name="api_waiting_incident",
    ),
]
