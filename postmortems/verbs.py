"""What the log's verbs about postmortems are called."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "postmortem.started": _("Postmortem started"),
    "postmortem.section_written": _("Section written"),
    "postmortem.completed": _("Postmortem completed"),
    "postmortem.reopened": _("Postmortem reopened"),
    "wording.kept": _("Wording kept"),
    "wording.taken_back": _("Kept wording taken back"),
    "postmortem.exported": _("Postmortem exported"),
}
