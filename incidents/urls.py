"""The command desk's addresses."""

from typing import Any

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from incidents.views import (
    action_item,
    attachment,
    contributing_factor,
    declare,
    impact,
    incident,
    log,
    role,
    saved_filter,
    service,
    several_actions,
    timeline_entry,
)


class SerialConverter(IntConverter):
    """The number in a year as references show it: 0007."""

    def to_url(self, value: Any) -> str:
        """At least four digits."""
        return f"{value:04}"


register_converter(SerialConverter, "serial")

REFERENCE = "incidents/INC-<int:year>-<serial:number>"
ENTRY = f"{REFERENCE}/entries/<int:entry_id>"
GROUP = f"{REFERENCE}/groups/<int:group_id>"
ACTION = f"{REFERENCE}/actions/<int:action_id>"
FACTOR = f"{REFERENCE}/factors/<int:factor_id>"
FILE = f"{REFERENCE}/attachments/<int:attachment_id>"
ROLE = f"{REFERENCE}/roles/<int:role_id>"

urlpatterns = [
    path("", incident.incident_list, name="incident_list"),
    path("incidents/declare", declare.incident_declare, name="incident_declare"),
    path("incidents/alike", declare.incident_alike, name="incident_alike"),
    path(REFERENCE, incident.incident_detail, name="incident_detail"),
    path(f"{REFERENCE}/change", incident.incident_change, name="incident_change"),
    path(f"{REFERENCE}/status", incident.incident_status, name="incident_status"),
    path(f"{REFERENCE}/access", incident.incident_access, name="incident_access"),
    path(f"{REFERENCE}/links/add", incident.link_add, name="link_add"),
    path(f"{REFERENCE}/links/<int:link_id>/remove", incident.link_remove, name="link_remove"),
    path(f"{REFERENCE}/entries", timeline_entry.entry_add, name="entry_add"),
    path(f"{REFERENCE}/entries/meaning", timeline_entry.entry_meaning, name="entry_meaning"),
    path(f"{ENTRY}/undo", timeline_entry.entry_undo, name="entry_undo"),
    path(f"{ENTRY}/correct", timeline_entry.entry_correct, name="entry_correct"),
    path(f"{ENTRY}/retract", timeline_entry.entry_retract, name="entry_retract"),
    path(f"{REFERENCE}/attachments", attachment.attachment_list, name="attachment_list"),
    path(f"{REFERENCE}/attachments/add", attachment.attachment_add, name="attachment_add"),
    path(FILE, attachment.attachment_detail, name="attachment_detail"),
    path(f"{FILE}/caption", attachment.attachment_caption, name="attachment_caption"),
    path(f"{FILE}/report", attachment.attachment_report, name="attachment_report"),
    path(f"{FILE}/withdraw", attachment.attachment_withdraw, name="attachment_withdraw"),
    path(f"{FILE}/file", attachment.attachment_file, name="attachment_file"),
    path(f"{FILE}/small", attachment.attachment_small, name="attachment_small"),
    path(f"{FILE}/without-metadata", attachment.attachment_bare, name="attachment_bare"),
    path(f"{REFERENCE}/impact", impact.impact_detail, name="impact_detail"),
    path(f"{REFERENCE}/groups/add", impact.group_add, name="group_add"),
    path(f"{REFERENCE}/groups/relate", impact.groups_relate, name="groups_relate"),
    path(f"{GROUP}/change", impact.group_change, name="group_change"),
    path(f"{GROUP}/revise", impact.estimate_revise, name="estimate_revise"),
    path(f"{REFERENCE}/actions", action_item.incident_actions, name="incident_actions"),
    path(f"{REFERENCE}/actions/add", action_item.action_add, name="action_add"),
    path(f"{ACTION}/change", action_item.action_change, name="action_change"),
    path(f"{ACTION}/complete", action_item.action_complete, name="action_complete"),
    path(f"{ACTION}/check", action_item.action_check, name="action_check"),
    path(f"{ACTION}/withdraw", action_item.action_withdraw, name="action_withdraw"),
    path(f"{ACTION}/reopen", action_item.action_reopen, name="action_reopen"),
    path(f"{REFERENCE}/factors/add", contributing_factor.factor_add, name="factor_add"),
    path(f"{FACTOR}/change", contributing_factor.factor_change, name="factor_change"),
    path(f"{FACTOR}/accept", contributing_factor.factor_accept, name="factor_accept"),
    path(f"{FACTOR}/withdraw", contributing_factor.factor_withdraw, name="factor_withdraw"),
    path(f"{REFERENCE}/roles/assign", role.role_assign, name="role_assign"),
    path(f"{ROLE}/hand-over", role.role_hand_over, name="role_hand_over"),
    path(f"{ROLE}/confirm", role.role_confirm, name="role_confirm"),
    path(f"{ROLE}/end", role.role_end, name="role_end"),
    path(f"{REFERENCE}/log", log.incident_log, name="incident_log"),
    path("log", log.log_list, name="log_list"),
    path("log/<int:index>", log.log_entry, name="log_entry"),
    path("log/<int:index>/erase", log.content_erase, name="content_erase"),
    path("log/checkpoints", log.checkpoint_list, name="checkpoint_list"),
    path("log/checkpoints/<int:size>", log.checkpoint_note, name="checkpoint_note"),
    path("log/key", log.log_key, name="log_key"),
    path("filters", saved_filter.filter_list, name="filter_list"),
    path("filters/save/<slug:of_list>", saved_filter.filter_save, name="filter_save"),
    path("filters/<int:filter_id>/change", saved_filter.filter_change, name="filter_change"),
    path("filters/<int:filter_id>/remove", saved_filter.filter_remove, name="filter_remove"),
    path("actions/together", several_actions.actions_together, name="actions_together"),
    path("actions", action_item.action_list, name="action_list"),
    path("services", service.service_list, name="service_list"),
    path("services/add", service.service_add, name="service_add"),
    path("services/<int:service_id>/change", service.service_change, name="service_change"),
]
