"""The API's addresses of insights."""

from django.urls import path

from insights.api import insights

urlpatterns = [
    path("insights", insights.AllInsights.as_view(), name="api_insights"),
    path("insights/<slug:table>.csv", insights.InsightsTable.as_view(), name="api_insights_table"),
]
