"""What the log's verbs about postmortems are called."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "postmortem.started": _("Postmortem started"),
    "postmortem.section_written": _("Section written"),
    "postmortem.completed": _("Postmortem completed"),
    "postmortem.reopened": _("Postmortem reopened"),
    "wording.kept": _("Wording kept"),
    "wording.taken_back": _("Kept wording taken back"),
    "postmortem.reviewer_asked": _("Review of a postmortem asked for"),
    "postmortem.reviewer_released": _("Reviewer no longer asked"),
    "postmortem.approved": _("Postmortem approved"),
    "postmortem.edition_made": _("Edition of a postmortem made"),
    "incident.not_the_same": _("Another incident said not to be the same"),
    "incident.maybe_the_same": _("Taken back that another incident is not the same"),
    "postmortem.reminded": _("Reminded of a postmortem"),
    "postmortem.published": _("Postmortem published"),
    "postmortem.unpublished": _("Published postmortem withdrawn"),
    "comment.added": _("Comment added"),
    "comment.answered": _("Comment answered"),
    "comment.settled": _("Comment settled or taken up again"),
    "dissent.written": _("Dissent written"),
    "dissent.changed": _("Dissent changed"),
    "dissent.withdrawn": _("Dissent withdrawn"),
    "postmortem.sections_changed": _("Sections of a postmortem changed"),
    "postmortem_template.added": _("Template of postmortems added"),
    "postmortem_template.changed": _("Template of postmortems changed"),
    "postmortem_template.withdrawn": _("Template of postmortems withdrawn"),
    "due_rule.set": _("Due date of postmortems set"),
    "postmortem.exported": _("Postmortem exported"),
}
