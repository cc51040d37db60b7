"""Statements as files."""

from typing import Any

from rest_framework import serializers

from accounts.api.endpoint import Endpoint, exports
from core.api.fields import ChoiceField, Said, YesNoField
from core.api.negotiation import Whatever
from core.documents.file import FORMATS, ExportedFile
from incidents.api.place import IncidentEndpoint
from incidents.models import Incident
from statements.models import Language
from statements.services.export import StatementFormat, export_day, export_statement

MEDIA_TYPES = [FORMATS[each][2] for each in StatementFormat.values]


class ExportStatementBody(Said):
    """Which file, and whether it tells who stands behind the words."""

    format = ChoiceField(StatementFormat.choices)
    with_approvals = YesNoField(default=False)


class ExportDayBody(ExportStatementBody):
    """Which day, by the organisation's calendar, and the language around the statements."""

    day = serializers.DateField()
    language = ChoiceField(Language.values)


class StatementExport(IncidentEndpoint):
    """A statement as a file."""

    content_negotiation_class = Whatever

    @exports(ExportStatementBody, MEDIA_TYPES, operation="statement_export")
    def post(self, incident: Incident, statement_id: int, said: dict[str, Any]) -> ExportedFile:
        """Make the statement a file, people by role. A POST: the log keeps who took which file."""
        return export_statement(
            actor=self.actor, incident_id=incident.pk, statement_id=statement_id, **said
        )


class IncidentStatementsExport(IncidentEndpoint):
    """What was said about the incident on a day, as a file."""

    content_negotiation_class = Whatever

    @exports(ExportDayBody, MEDIA_TYPES, operation="incident_statements_export")
    def post(self, incident: Incident, said: dict[str, Any]) -> ExportedFile:
        """Make all that was released on the day a file."""
        return export_day(actor=self.actor, incident_id=incident.pk, **said)


class StatementsExport(Endpoint):
    """What was said about all incidents on a day, as a file."""

    content_negotiation_class = Whatever

    @exports(ExportDayBody, MEDIA_TYPES, operation="statements_export")
    def post(self, said: dict[str, Any]) -> ExportedFile:
        """Make all that was released on the day a file; what may not be known of is counted."""
        return export_day(actor=self.actor, **said)
