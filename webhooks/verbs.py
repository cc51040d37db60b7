"""What the log's verbs about webhooks are called."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "webhook.added": _("Webhook added"),
    "webhook.changed": _("Webhook changed"),
    "webhook.secret_renewed": _("Secret of a webhook renewed"),
    "webhook.replayed": _("Messages of a webhook sent again"),
    "webhook.stopped": _("Webhook stopped"),
}
