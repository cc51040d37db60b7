"""What many incidents show together: every figure's data, and each table as CSV."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.endpoint import Endpoint, downloads, reads
from audit.actor import require
from core.api.fields import ChoiceField, FewField, Said
from core.api.negotiation import Whatever
from core.errors import NotFound
from incidents.api.fields import ServiceField
from incidents.models import Category, Incident, Severity
from incidents.models.incident import VIEW
from insights.exports.table import MEDIA_TYPE, TableFile, table_file
from insights.figure import Figure, LeftOut, Table
from insights.selectors.insights import TABLES, Insights, insights_of
from insights.selectors.selection import Period


class InsightsQuery(Said):
    """Which incidents are asked for. A filter given twice means either."""

    since = serializers.DateField(required=False, help_text="Began on this day or later.")
    until = serializers.DateField(required=False, help_text="Began on this day or earlier.")
    category = FewField(child=ChoiceField(Category.choices), required=False)
    severity = FewField(child=ChoiceField(Severity.choices), required=False)
    service = ServiceField(required=False)


class LeftOutAnswer(serializers.Serializer[LeftOut]):
    """How many incidents are not in a figure, and why."""

    count = serializers.IntegerField()
    why = serializers.CharField()


class InsightTableAnswer(serializers.Serializer[Table]):
    """Rows of exact values, in the order of the columns: words, whole numbers, or null."""

    key = serializers.ChoiceField(TABLES)
    caption = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField(), source="keys")
    rows = serializers.ListField(
        child=serializers.ListField(child=serializers.JSONField()), source="values"
    )


class InsightAnswer(serializers.Serializer[Figure]):
    """A figure: what it shows, of how many incidents, and its data."""

    key = serializers.CharField()
    title = serializers.CharField()
    says = serializers.ListField(child=serializers.CharField())
    counted = serializers.IntegerField()
    left_out = LeftOutAnswer(many=True)
    is_too_few = serializers.BooleanField()
    tables = InsightTableAnswer(many=True)


class InsightsAnswer(serializers.Serializer[Insights]):
    """What the incidents show; under thirty nothing is compared."""

    counted = serializers.IntegerField()
    is_too_few = serializers.BooleanField()
    imported = serializers.IntegerField(source="selection.imported")
    duplicates = serializers.IntegerField(source="selection.duplicates")
    undated = serializers.IntegerField(source="selection.undated")
    figures = InsightAnswer(many=True)


class InsightsEndpoint(Endpoint):
    """An address of the figures."""

    def found(self, asked: dict[str, Any]) -> Insights:
        """What those of the incidents that whoever asks may know of show.

        Raises:
            NotPermitted: who asks may not read incidents.
        """
        require(self.actor, VIEW)
        incidents = Incident.objects.visible_to(self.person)
        if categories := asked.get("category"):
            incidents = incidents.filter(category__in=categories)
        if severities := asked.get("severity"):
            incidents = incidents.filter(severity__in=severities)
        if service := asked.get("service"):
            incidents = incidents.filter(services=service)
        period = Period(asked.get("since"), asked.get("until"))
        return insights_of(incidents, period, timezone.now())


class AllInsights(InsightsEndpoint):
    """The figures."""

    @reads(InsightsAnswer, operation="insights_read", query=InsightsQuery)
    def get(self, asked: dict[str, Any]) -> Insights:
        """The six figures with their data, and how many incidents were left out and why."""
        return self.found(asked)


class InsightsTable(InsightsEndpoint):
    """The data of a figure."""

    content_negotiation_class = Whatever

    @downloads(MEDIA_TYPE, operation="insights_table", query=InsightsQuery)
    def get(self, table: str, asked: dict[str, Any]) -> TableFile:
        """One table as CSV in UTF-8, its columns as in the figures."""
        found = self.found(asked).table(table) if table in TABLES else None
        if found is None:
            raise NotFound(_("There is no such table."))
        return table_file(found, timezone.localdate())
