"""What the log's verbs about statements are called."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "statement.drafted": _("Statement drafted"),
    "statement.changed": _("Statement changed"),
    "statement.worded": _("Statement worded"),
    "statement.approved": _("Statement approved"),
    "statement.released": _("Statement released"),
    "statement.mentioned": _("Statement printed"),
    "statement.reviewed": _("Urgent release reviewed"),
}
