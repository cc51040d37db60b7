from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    """Telling other programs what was recorded."""

    name = "webhooks"
    verbose_name = _("Webhooks")

    def ready(self) -> None:
        """Tell what roles are made with, and the log how to find the state of what is here."""
        from accounts.roles import register_grants  # noqa: PLC0415 - needs loaded models
        from audit.verbs import name_verbs  # noqa: PLC0415 - as above
        from webhooks.permissions import GRANTS  # noqa: PLC0415 - as above
        from webhooks.states import register_subjects  # noqa: PLC0415 - as above
        from webhooks.verbs import VERBS  # noqa: PLC0415 - as above

        register_grants(GRANTS)
        register_subjects()
        name_verbs(VERBS)
