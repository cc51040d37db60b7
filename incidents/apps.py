from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    """The record: incidents and everything known about them."""

    name = "incidents"
    verbose_name = _("Incidents")

    def ready(self) -> None:
        """Tell the log how to find the state of what this app records."""
        from incidents.states import register_subjects  # noqa: PLC0415 - needs loaded models

        register_subjects()
