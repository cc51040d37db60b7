"""The command desk's addresses."""

from django.urls import path

from incidents.views.incident import incident_declare, incident_detail, incident_list
from incidents.views.timeline_entry import entry_add

REFERENCE = "incidents/INC-<int:year>-<int:number>"

urlpatterns = [
    path("", incident_list, name="incident_list"),
    path("incidents/declare", incident_declare, name="incident_declare"),
    path(REFERENCE, incident_detail, name="incident_detail"),
    path(f"{REFERENCE}/entries", entry_add, name="entry_add"),
]
