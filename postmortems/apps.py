from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PostmortemsConfig(AppConfig):
    """The blameless report of an incident."""

    name = "postmortems"
    verbose_name = _("Postmortems")

    def ready(self) -> None:
        """Tell the log how to find the state of what this app records."""
        from postmortems.states import register_subjects  # noqa: PLC0415 - needs loaded models

        register_subjects()
