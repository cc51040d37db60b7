from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatementsConfig(AppConfig):
    """What is said to the outside about an incident."""

    name = "statements"
    verbose_name = _("Statements")

    def ready(self) -> None:
        """Tell what roles are made with, and the log how to find the state of what is here."""
        from django.db.models import F  # noqa: PLC0415 - needs loaded models

        from accounts.roles import register_grants  # noqa: PLC0415 - as above
        from audit.verbs import name_verbs  # noqa: PLC0415 - as above
        from incidents.selectors.log_entry import told_as  # noqa: PLC0415 - as above
        from statements.models import (  # noqa: PLC0415 - as above
            Approval,
            Fact,
            Release,
            Statement,
            StatementTemplate,
            Wording,
        )
        from statements.permissions import GRANTS  # noqa: PLC0415 - as above
        from statements.states import register_subjects  # noqa: PLC0415 - as above
        from statements.verbs import VERBS  # noqa: PLC0415 - as above

        register_grants(GRANTS)
        register_subjects()
        name_verbs(VERBS)
        told_as(Statement, F("title"))
        told_as(Wording, F("statement__title"))
        told_as(Approval, F("wording__statement__title"))
        told_as(Release, F("statement__title"))
        told_as(Fact, F("text"))
        told_as(StatementTemplate, F("title"))
