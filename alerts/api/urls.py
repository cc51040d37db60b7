"""The API's addresses of alerts."""

from django.urls import path

from alerts.api import alert_source, delivery

urlpatterns = [
    path("alerts/<slug:source>", delivery.Deliveries.as_view(), name="api_alerts"),
    path("alert-sources", alert_source.AlertSources.as_view(), name="api_alert_sources"),
    path(
        "alert-sources/<slug:source>",
        alert_source.OneAlertSource.as_view(),
        name="api_alert_source",
    ),
    path(
        "alert-sources/<slug:source>/keys",
        alert_source.AlertKeys.as_view(),
        name="api_alert_keys",
    ),
    path(
        "alert-sources/<slug:source>/keys/<int:key_id>/end",
        alert_source.AlertKeyEnd.as_view(),
        name="api_alert_key_end",
    ),
]
