"""The API's addresses of checklists."""

from django.urls import path

from checklists.api import begun_checklist, checklist
from incidents.api.urls import INCIDENT

ONE = "checklists/<slug:slug>"
BEGUN = f"{INCIDENT}/checklists/<int:begun_id>"
STEP = f"{BEGUN}/steps/<int:step>"

urlpatterns = [
    path("checklists", checklist.Checklists.as_view(), name="api_checklists"),
    path(ONE, checklist.OneChecklist.as_view(), name="api_checklist"),
    path(f"{ONE}/versions", checklist.ChecklistVersions.as_view(), name="api_checklist_versions"),
    path(f"{ONE}/withdraw", checklist.ChecklistWithdrawal.as_view(), name="api_checklist_withdraw"),
    path(
        f"{INCIDENT}/checklists",
        begun_checklist.BegunChecklists.as_view(),
        name="api_begun_checklists",
    ),
    path(
        f"{INCIDENT}/checklists/offered",
        begun_checklist.OfferedChecklists.as_view(),
        name="api_offered_checklists",
    ),
    path(BEGUN, begun_checklist.OneBegunChecklist.as_view(), name="api_begun_checklist"),
    path(
        f"{BEGUN}/set-aside",
        begun_checklist.ChecklistSettingAside.as_view(),
        name="api_checklist_set_aside",
    ),
    path(f"{STEP}/tick", begun_checklist.StepTick.as_view(), name="api_step_tick"),
    path(f"{STEP}/leave-out", begun_checklist.StepLeavingOut.as_view(), name="api_step_leave_out"),
    path(f"{STEP}/untick", begun_checklist.StepUnticking.as_view(), name="api_step_untick"),
]
