from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """Timelines that were kept elsewhere, brought into an incident."""

    name = "imports"
    verbose_name = _("Imports")

    def ready(self) -> None:
        """Tell the log how to find the state of what is here, and what its verbs are called."""
        from django.db.models import F  # noqa: PLC0415 - needs loaded models

        from audit.verbs import name_verbs  # noqa: PLC0415 - as above
        from imports.models import TimelineImport  # noqa: PLC0415 - as above
        from imports.states import register_subjects  # noqa: PLC0415 - as above
        from imports.verbs import VERBS  # noqa: PLC0415 - as above
        from incidents.selectors.log_entry import told_as  # noqa: PLC0415 - as above

        register_subjects()
        name_verbs(VERBS)
        told_as(TimelineImport, F("name"))
