"""The addresses of an incident's postmortem."""

from django.urls import path

from incidents.urls import REFERENCE
from postmortems.views import postmortem, section

POSTMORTEM = f"{REFERENCE}/postmortem"

SECTION = f"{POSTMORTEM}/sections/<slug:key>"

urlpatterns = [
    path(POSTMORTEM, postmortem.postmortem_detail, name="postmortem_detail"),
    path(f"{POSTMORTEM}/start", postmortem.postmortem_start, name="postmortem_start"),
    path(f"{POSTMORTEM}/complete", postmortem.postmortem_complete, name="postmortem_complete"),
    path(f"{POSTMORTEM}/reopen", postmortem.postmortem_reopen, name="postmortem_reopen"),
    path(f"{POSTMORTEM}/export", postmortem.postmortem_export, name="postmortem_export"),
    path(SECTION, section.section_write, name="section_write"),
    path(f"{SECTION}/state", section.section_state, name="section_state"),
    path(f"{SECTION}/draft/discard", section.draft_discard, name="draft_discard"),
    path(f"{SECTION}/history", section.section_history, name="section_history"),
    path(f"{SECTION}/restore", section.section_restore, name="section_restore"),
    path(f"{SECTION}/keep", section.wording_keep, name="wording_keep"),
    path(
        f"{POSTMORTEM}/kept/<int:kept_id>/take-back",
        section.wording_take_back,
        name="wording_take_back",
    ),
]
