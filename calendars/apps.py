from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    """Due dates in a calendar of one's own, read by an address that only its owner knows."""

    name = "calendars"
    verbose_name = _("Calendars")

    def ready(self) -> None:
        """Tell the log how to find the state of what is here."""
        from audit.verbs import name_verbs  # noqa: PLC0415 - needs loaded apps
        from calendars.states import register_subjects  # noqa: PLC0415
        from calendars.verbs import VERBS  # noqa: PLC0415

        register_subjects()
        name_verbs(VERBS)
