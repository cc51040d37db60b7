"""The addresses of the commander's views."""

from django.urls import path

from command import views
from incidents.urls import REFERENCE

urlpatterns = [
    path(f"{REFERENCE}/overview", views.incident_overview, name="incident_overview"),
    path(f"{REFERENCE}/wall", views.incident_wall, name="incident_wall"),
    path(f"{REFERENCE}/briefing", views.incident_briefing, name="incident_briefing"),
]
