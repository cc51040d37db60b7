from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    """Alerts of other tools, which open an incident or join one."""

    name = "alerts"
    verbose_name = _("Alerts")

    def ready(self) -> None:
        """Tell what roles are made with, and the log how to find the state of what is here."""
        from django.db.models import F  # noqa: PLC0415 - needs loaded models

        from accounts.roles import register_grants  # noqa: PLC0415 - as above
        from alerts.models import Alert, AlertSource  # noqa: PLC0415 - as above
        from alerts.permissions import GRANTS  # noqa: PLC0415 - as above
        from alerts.states import register_subjects  # noqa: PLC0415 - as above
        from alerts.verbs import VERBS  # noqa: PLC0415 - as above
        from audit.verbs import name_verbs  # noqa: PLC0415 - as above
        from incidents.selectors.log_entry import told_as  # noqa: PLC0415 - as above

        register_grants(GRANTS)
        register_subjects()
        name_verbs(VERBS)
        told_as(AlertSource, F("name"))
        told_as(Alert, F("title"))
