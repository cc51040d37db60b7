"""What the log's verbs about people, roles and keys are called."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "account.created": _("Account made"),
    "account.changed": _("Account changed"),
    "account.roles_changed": _("Roles of a person changed"),
    "account.password_set": _("Password set"),
    "account.factors_removed": _("Second factors removed"),
    "api_token.created": _("API token made"),
    "api_token.revoked": _("API token revoked"),
    "role.added": _("Role made"),
    "role.recomposed": _("Role recomposed"),
}
