"""What the log's verbs about calendars are called."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "calendar.made": _("Calendar address made"),
    "calendar.renewed": _("Calendar address made anew"),
    "calendar.ended": _("Calendar address ended"),
}
