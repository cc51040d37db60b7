from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    """The record: incidents and everything known about them."""

    name = "incidents"
    verbose_name = _("Incidents")
