"""What the log's verbs about postmortems are called."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "postmortem.started": _("Postmortem started"),
    "postmortem.section_written": _("Section written"),
    "postmortem.completed": _("Postmortem completed"),
    "postmortem.reopened": _("Postmortem reopened"),
    "postmortem.exported": _("Postmortem exported"),
}
