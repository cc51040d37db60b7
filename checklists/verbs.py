"""What the log's verbs about checklists are called."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "checklist.added": _("Checklist added"),
    "checklist.changed": _("New version of a checklist"),
    "checklist.withdrawn": _("Checklist withdrawn"),
    "checklist.begun": _("Checklist begun"),
    "checklist.set_aside": _("Checklist set aside"),
}
