from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """The append-only log and what proves it."""

    name = "audit"
    verbose_name = _("Log")
