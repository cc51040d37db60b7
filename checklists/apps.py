from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChecklistsConfig(AppConfig):
    """What is gone through when something has gone wrong, as the organisation wrote it."""

    name = "checklists"
    verbose_name = _("Checklists")

    def ready(self) -> None:
        """Tell what roles are made with, the log how to read what is here, and what comes with an incident."""
        from django.db.models import F  # noqa: PLC0415 - needs loaded models

        from accounts.roles import register_grants  # noqa: PLC0415 - as above
        from audit.verbs import name_verbs  # noqa: PLC0415 - as above
        from checklists.models import Checklist  # noqa: PLC0415 - as above
        from checklists.permissions import GRANTS  # noqa: PLC0415 - as above
        from checklists.selectors.begun_checklist import (  # noqa: PLC0415 - as above
            ACT,
            begun_columns,
            settled_in_words,
        )
        from checklists.states import register_subjects  # noqa: PLC0415 - as above
        from checklists.steps import in_words  # noqa: PLC0415 - as above
        from checklists.verbs import VERBS  # noqa: PLC0415 - as above
        from incidents.selectors.incident import told_with  # noqa: PLC0415 - as above
        from incidents.selectors.log_entry import (  # noqa: PLC0415 - as above
            done_as,
            said_as,
            told_as,
        )
        from incidents.services.line import undone_with_its_entry  # noqa: PLC0415 - as above

        register_grants(GRANTS)
        register_subjects()
        name_verbs(VERBS)
        told_as(Checklist, F("name"))
        said_as(Checklist, "steps", in_words)
        undone_with_its_entry(ACT)
        done_as(ACT, settled_in_words)
        told_with(begun_columns)
