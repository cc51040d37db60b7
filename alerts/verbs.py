"""What the log's verbs about alerts are called."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "alert_source.added": _("Alert source added"),
    "alert_source.changed": _("Alert source changed"),
    "alert_key.made": _("Key of an alert source made"),
    "alert_key.ended": _("Key of an alert source ended"),
    "alert.delivered": _("Alerts arrived"),
    "alert.noted": _("Alert noted"),
}
