"""What may be done with the record and the log, and by whom from the start."""

from accounts.roles import Grants

KEEP_RECORD = "incidents.keep_record"
LEAD_INCIDENT = "incidents.lead_incident"

READ = ["incidents.view_incident"]
KEEP = [*READ, "incidents.declare_incident", KEEP_RECORD]
LEAD = [*KEEP, LEAD_INCIDENT]
READ_ALL = ["incidents.view_restricted_incident", "audit.view_log"]

GRANTS: Grants = {
    "viewer": READ,
    "responder": KEEP,
    "commander": LEAD,
    "communications": KEEP,
    "approver": READ,
    "auditor": [*READ, *READ_ALL],
    "administrator": [
        *LEAD,
        *READ_ALL,
        "audit.erase_content",
        "incidents.manage_services",
    ],
}
