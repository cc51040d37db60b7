"""The addresses of checklists."""

from django.urls import path

from checklists.views import begun_checklist, checklist
from incidents.urls import REFERENCE

ONE = "checklists/<slug:slug>"
BEGUN = f"{REFERENCE}/checklists/<int:begun_id>"
STEP = f"{BEGUN}/steps/<int:step>"

urlpatterns = [
    path("checklists", checklist.checklist_list, name="checklist_list"),
    path("checklists/write", checklist.checklist_add, name="checklist_add"),
    path(ONE, checklist.checklist_detail, name="checklist_detail"),
    path(f"{ONE}/versions/<int:version>", checklist.checklist_detail, name="checklist_version"),
    path(f"{ONE}/change", checklist.checklist_change, name="checklist_change"),
    path(f"{ONE}/withdraw", checklist.checklist_withdraw, name="checklist_withdraw"),
    path(
        f"{REFERENCE}/checklists",
        begun_checklist.incident_checklists,
        name="incident_checklists",
    ),
    path(f"{REFERENCE}/checklists/begin", begun_checklist.checklist_begin, name="checklist_begin"),
    path(f"{BEGUN}/tick", begun_checklist.step_tick, name="step_tick"),
    path(f"{STEP}/leave-out", begun_checklist.step_leave_out, name="step_leave_out"),
    path(f"{STEP}/untick", begun_checklist.step_untick, name="step_untick"),
    path(f"{BEGUN}/set-aside", begun_checklist.checklist_set_aside, name="checklist_set_aside"),
]
