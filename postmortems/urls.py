"""The addresses of an incident's postmortem."""

from django.urls import path

from incidents.urls import REFERENCE
from postmortems import views

POSTMORTEM = f"{REFERENCE}/postmortem"

urlpatterns = [
    path(POSTMORTEM, views.postmortem_detail, name="postmortem_detail"),
    path(f"{POSTMORTEM}/start", views.postmortem_start, name="postmortem_start"),
    path(f"{POSTMORTEM}/sections/<str:key>", views.section_write, name="section_write"),
    path(f"{POSTMORTEM}/complete", views.postmortem_complete, name="postmortem_complete"),
    path(f"{POSTMORTEM}/reopen", views.postmortem_reopen, name="postmortem_reopen"),
    path(f"{POSTMORTEM}/export", views.postmortem_export, name="postmortem_export"),
]
