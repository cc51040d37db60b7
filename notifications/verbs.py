"""What the log's verbs about notifications are called."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "notifications.chosen": _("Chose what to be told of"),
    "notifications.followed": _("Began or ceased to follow an incident"),
}
