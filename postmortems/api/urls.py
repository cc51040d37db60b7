"""The API's addresses of postmortems."""

from django.urls import path

from incidents.api.urls import INCIDENT
from postmortems.api import postmortem, section, wording

POSTMORTEM = f"{INCIDENT}/postmortem"
SECTION = f"{POSTMORTEM}/sections/<str:key>"
KEPT = f"{POSTMORTEM}/kept/<int:kept_id>"

urlpatterns = [
    path(POSTMORTEM, postmortem.OnePostmortem.as_view(), name="api_postmortem"),
    path(SECTION, section.OneSection.as_view(), name="api_section"),
    path(f"{SECTION}/texts", section.SectionTexts.as_view(), name="api_section_texts"),
    path(f"{SECTION}/findings", section.SectionFindings.as_view(), name="api_section_findings"),
    path(f"{SECTION}/kept", section.KeptWordings.as_view(), name="api_kept_wordings"),
    path(KEPT, section.OneKeptWording.as_view(), name="api_kept_wording"),
    path(
        f"{KEPT}/take-back",
        section.KeptWordingTakingBack.as_view(),
        name="api_wording_take_back",
    ),
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
