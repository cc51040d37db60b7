"""What the log's verbs about statements are called."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "statement.drafted": _("Statement drafted"),
    "statement.changed": _("Statement changed"),
    "statement.worded": _("Statement worded"),
    "statement.approved": _("Statement approved"),
    "statement.released": _("Statement released"),
    "statement.mentioned": _("Statement printed"),
    "statement.exported": _("Statement exported"),
    "approval_rule.changed": _("Approval rule changed"),
    "premise.stated": _("Figure behind the load stated"),
    "statement.reviewed": _("Urgent release reviewed"),
    "fact.added": _("Fact added"),
    "fact.changed": _("Fact changed"),
    "fact.withdrawn": _("Fact taken off"),
    "template.added": _("Template added"),
    "template.changed": _("Template changed"),
    "template.withdrawn": _("Template no longer offered"),
    "public_page.switched": _("Public page switched"),
    "component.added": _("Part of the public page added"),
    "component.changed": _("Part of the public page changed"),
    "statement.void_told": _("Told that an approval is void"),
    "statement.stale_told": _("Told that a statement is no longer right"),
    "silence.promise_near": _("Told that a promised update is due soon"),
    "silence.reminded": _("Reminded of a silence"),
    "silence.limits_set": _("Limits of silence set"),
}
