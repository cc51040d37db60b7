"""The API's addresses of postmortems."""

from django.urls import path

from incidents.api.urls import INCIDENT
from postmortems.api import postmortem, wording

POSTMORTEM = f"{INCIDENT}/postmortem"

urlpatterns = [
    path(POSTMORTEM, postmortem.OnePostmortem.as_view(), name="api_postmortem"),
    path(f"{POSTMORTEM}/sections/<str:key>", postmortem.OneSection.as_view(), name="api_section"),
    path(
        f"{POSTMORTEM}/complete",
        postmortem.PostmortemCompletion.as_view(),
        name="api_postmortem_complete",
    ),
    path(
        f"{POSTMORTEM}/reopen",
        postmortem.PostmortemReopening.as_view(),
        name="api_postmortem_reopen",
    ),
    path(
        f"{POSTMORTEM}/export",
        postmortem.PostmortemExport.as_view(),
        name="api_postmortem_export",
    ),
    path("wording", wording.Wording.as_view(), name="api_wording"),
]
