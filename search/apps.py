from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Finding words in everything that is kept; it keeps nothing of its own."""

    name = "search"
    verbose_name = _("Search")
