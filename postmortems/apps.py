from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PostmortemsConfig(AppConfig):
    """The blameless report of an incident."""

    name = "postmortems"
    verbose_name = _("Postmortems")

    def ready(self) -> None:
        """Tell what roles are made with, and the log how to find the state of what is here."""
        from django.db.models import F, TextField  # noqa: PLC0415 - needs loaded models
        from django.db.models.functions import Cast  # noqa: PLC0415 - as above

        from accounts.roles import register_grants  # noqa: PLC0415 - as above
        from audit.verbs import name_verbs  # noqa: PLC0415 - as above
        from incidents.selectors.log_entry import said_as, told_as  # noqa: PLC0415 - as above
        from postmortems.models import (  # noqa: PLC0415 - as above
            Comment,
            Edition,
            Postmortem,
            PostmortemTemplate,
            ReviewApproval,
            Reviewer,
        )
        from postmortems.outline import in_words  # noqa: PLC0415 - as above
        from postmortems.permissions import GRANTS  # noqa: PLC0415 - as above
        from postmortems.selectors.review import parts_in_words  # noqa: PLC0415 - as above
        from postmortems.states import register_subjects  # noqa: PLC0415 - as above
        from postmortems.verbs import VERBS  # noqa: PLC0415 - as above

        register_grants(GRANTS)
        register_subjects()
        name_verbs(VERBS)
        told_as(Postmortem, F("incident__title"))
        told_as(Reviewer, F("person__full_name"))
        told_as(Edition, Cast("number", TextField()))
        told_as(Comment, F("text"))
        said_as(Postmortem, "outline", in_words)
        said_as(PostmortemTemplate, "sections", in_words)
        said_as(ReviewApproval, "read", parts_in_words)
