"""What the log's verbs about the record are called."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "incident.declared": _("Incident declared"),
    "incident.taken_over": _("Incident taken over from another system"),
    "incident.origin_noted": _("Origin noted"),
    "incident.changed": _("Incident changed"),
    "incident.access_changed": _("Access changed"),
    "incident.linked": _("Incidents linked"),
    "incident.unlinked": _("Link taken back"),
    "timeline.added": _("Timeline entry added"),
    "timeline.corrected": _("Timeline entry corrected"),
    "timeline.retracted": _("Timeline entry taken back"),
    "impact.group_added": _("Impact group named"),
    "impact.group_changed": _("Impact group changed"),
    "impact.revised": _("Estimate revised"),
    "impact.related": _("Groups related"),
    "factor.added": _("Contributing factor added"),
    "factor.reworded": _("Contributing factor reworded"),
    "factor.withdrawn": _("Contributing factor withdrawn"),
    "action.added": _("Action planned"),
    "action.changed": _("Action planned anew"),
    "action.completed": _("Action completed"),
    "action.checked": _("Action checked"),
    "action.reopened": _("Action taken up again"),
    "action.reminded": _("Owner reminded"),
    "role.assigned": _("Role taken"),
    "role.ended": _("Role ended"),
    "role.handed_over": _("Role handed over"),
    "service.added": _("Service entered in the catalogue"),
    "service.changed": _("Service changed"),
}
