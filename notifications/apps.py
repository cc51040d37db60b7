from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Telling people what concerns them, as each of them chose."""

    name = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        """Tell the log how to find the state of what is here, and what comes with a person or an incident."""
        from accounts.backend import read_along  # noqa: PLC0415 - needs loaded apps
        from audit.verbs import name_verbs  # noqa: PLC0415
        from incidents.selectors.incident import told_with  # noqa: PLC0415 - as above
        from notifications.selectors.following import following_columns  # noqa: PLC0415 - as above
        from notifications.selectors.notification import UNREAD, unread_of  # noqa: PLC0415
        from notifications.states import register_subjects  # noqa: PLC0415
        from notifications.verbs import VERBS  # noqa: PLC0415

        register_subjects()
        read_along(UNREAD, unread_of("pk"))
        told_with(following_columns)
        name_verbs(VERBS)
