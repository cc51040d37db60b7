"""The API's addresses of the commander's views."""

from django.urls import path

from command.api import briefing
from incidents.api.urls import INCIDENT

urlpatterns = [
    path(f"{INCIDENT}/briefing", briefing.BriefingEndpoint.as_view(), name="api_briefing"),
]
