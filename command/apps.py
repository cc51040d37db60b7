from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommandConfig(AppConfig):
    """The commander's view over all that the record and the press desk hold; it keeps nothing."""

    name = "command"
    verbose_name = _("Command")

    def ready(self) -> None:
        """Have what the head of an incident tells of statements come with the incident."""
        from command.selectors.running import running_columns  # noqa: PLC0415 - needs loaded models
        from incidents.selectors.incident import told_with  # noqa: PLC0415 - as above

        told_with(running_columns)
