"""The addresses of imports, each in its incident."""

from django.urls import path

from imports.views import incident_import, timeline_import
from incidents.urls import REFERENCE

IMPORTS = f"{REFERENCE}/imports"
ONE = f"{IMPORTS}/<int:import_id>"

urlpatterns = [
    path("incidents/import", incident_import.incident_bring, name="incident_bring"),
    path("incidents/import/<str:waiting>", incident_import.incident_import, name="incident_import"),
    path(IMPORTS, timeline_import.import_bring, name="import_bring"),
    path(ONE, timeline_import.import_preview, name="import_preview"),
    path(f"{ONE}/undo", timeline_import.import_undo, name="import_undo"),
]
