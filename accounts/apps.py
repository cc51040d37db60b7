from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, their roles and how they sign in."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Tell what roles are made with, and the log how to find the state of what is here."""
        from accounts.permissions import GRANTS  # noqa: PLC0415 - needs loaded apps
        from accounts.roles import register_grants  # noqa: PLC0415
        from accounts.states import register_subjects  # noqa: PLC0415
        from accounts.verbs import VERBS  # noqa: PLC0415
        from audit.verbs import name_verbs  # noqa: PLC0415

        register_grants(GRANTS)
        register_subjects()
        name_verbs(VERBS)
