from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every desk uses: no tables, no domain words."""

    name = "core"
