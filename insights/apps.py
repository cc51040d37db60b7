from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    """What many incidents show together; it keeps nothing of its own."""

    name = "insights"
    verbose_name = _("Insights")
