"""The API's addresses of the record."""

from django.urls import path

from incidents.api import (
    action_item,
    attachment,
    contributing_factor,
    impact,
    incident,
    link,
    log,
    origin,
    people,
    role,
    saved_filter,
    service,
    several_actions,
    timeline_entry,
)

INCIDENT = "incidents/<reference:reference>"
ENTRY = f"{INCIDENT}/entries/<int:entry_id>"
GROUP = f"{INCIDENT}/groups/<int:group_id>"
FACTOR = f"{INCIDENT}/factors/<int:factor_id>"
ACTION = f"{INCIDENT}/actions/<int:action_id>"
ROLE = f"{INCIDENT}/roles/<int:role_id>"
FILE = f"{INCIDENT}/attachments/<int:attachment_id>"
LINK = f"{INCIDENT}/links/<int:link_id>"

urlpatterns = [
    path("incidents", incident.Incidents.as_view(), name="api_incidents"),
    path(
        "incidents/take-over", incident.IncidentsTakenOver.as_view(), name="api_incident_take_over"
    ),
    path(INCIDENT, incident.OneIncident.as_view(), name="api_incident"),
    path(f"{INCIDENT}/status", incident.IncidentStatus.as_view(), name="api_incident_status"),
    path(f"{INCIDENT}/access", incident.IncidentAccess.as_view(), name="api_incident_access"),
    path(f"{INCIDENT}/origin", origin.IncidentOrigin.as_view(), name="api_origin"),
    path(f"{INCIDENT}/entries", timeline_entry.Entries.as_view(), name="api_entries"),
    path(ENTRY, timeline_entry.OneEntry.as_view(), name="api_entry"),
    path(f"{ENTRY}/correct", timeline_entry.EntryCorrection.as_view(), name="api_entry_correct"),
    path(f"{ENTRY}/retract", timeline_entry.EntryRetraction.as_view(), name="api_entry_retract"),
    path(f"{INCIDENT}/attachments", attachment.Attachments.as_view(), name="api_attachments"),
    path(FILE, attachment.OneAttachment.as_view(), name="api_attachment"),
    path(f"{FILE}/report", attachment.AttachmentInReport.as_view(), name="api_attachment_report"),
    path(f"{FILE}/content", attachment.AttachmentContent.as_view(), name="api_attachment_content"),
    path(
        f"{FILE}/withdraw",
        attachment.AttachmentWithdrawal.as_view(),
        name="api_attachment_withdraw",
    ),
    path(f"{INCIDENT}/groups", impact.Groups.as_view(), name="api_groups"),
    path(GROUP, impact.OneGroup.as_view(), name="api_group"),
    path(f"{GROUP}/estimates", impact.Estimates.as_view(), name="api_estimates"),
    path(f"{INCIDENT}/relations", impact.Relations.as_view(), name="api_relations"),
    path(f"{INCIDENT}/totals", impact.Totals.as_view(), name="api_totals"),
    path(f"{INCIDENT}/factors", contributing_factor.Factors.as_view(), name="api_factors"),
    path(FACTOR, contributing_factor.OneFactor.as_view(), name="api_factor"),
    path(
        f"{FACTOR}/accept",
        contributing_factor.FactorAcceptance.as_view(),
        name="api_factor_accept",
    ),
    path(
        f"{FACTOR}/withdraw",
        contributing_factor.FactorWithdrawal.as_view(),
        name="api_factor_withdraw",
    ),
    path("filters", saved_filter.Filters.as_view(), name="api_filters"),
    path("filters/<int:filter_id>", saved_filter.OneFilter.as_view(), name="api_filter"),
    path(
        "filters/<int:filter_id>/remove",
        saved_filter.FilterRemoval.as_view(),
        name="api_filter_remove",
    ),
    path(
        "actions/together", several_actions.ActionsTogether.as_view(), name="api_actions_together"
    ),
    path("actions", action_item.Actions.as_view(), name="api_actions"),
    path(f"{INCIDENT}/actions", action_item.IncidentActions.as_view(), name="api_incident_actions"),
    path(ACTION, action_item.OneAction.as_view(), name="api_action"),
    path(f"{ACTION}/complete", action_item.ActionCompletion.as_view(), name="api_action_complete"),
    path(f"{ACTION}/check", action_item.ActionCheck.as_view(), name="api_action_check"),
    path(f"{ACTION}/withdraw", action_item.ActionWithdrawal.as_view(), name="api_action_withdraw"),
    path(f"{ACTION}/reopen", action_item.ActionReopening.as_view(), name="api_action_reopen"),
    path(f"{INCIDENT}/roles", role.Roles.as_view(), name="api_roles"),
    path(ROLE, role.OneRole.as_view(), name="api_role"),
    path(f"{ROLE}/hand-over", role.RoleHandOver.as_view(), name="api_role_hand_over"),
    path(f"{ROLE}/confirm", role.RoleConfirm.as_view(), name="api_role_confirm"),
    path(f"{ROLE}/end", role.RoleEnd.as_view(), name="api_role_end"),
    path(f"{INCIDENT}/links", link.Links.as_view(), name="api_links"),
    path(LINK, link.OneLink.as_view(), name="api_link"),
    path(f"{LINK}/remove", link.LinkRemoval.as_view(), name="api_link_remove"),
    path("services", service.Services.as_view(), name="api_services"),
    path("services/<int:service_id>", service.OneService.as_view(), name="api_service"),
    path("people", people.People.as_view(), name="api_people"),
    path("log", log.Log.as_view(), name="api_log"),
    path("log/<int:index>", log.OneLogEntry.as_view(), name="api_log_entry"),
]
