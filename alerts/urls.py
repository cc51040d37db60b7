"""Addresses of alerts."""

from django.urls import path

from alerts.views import alert_source

SOURCE = "alerts/sources/<slug:source>"

urlpatterns = [
    path("alerts/sources", alert_source.source_list, name="alert_source_list"),
    path("alerts/sources/add", alert_source.source_add, name="alert_source_add"),
    path(f"{SOURCE}/change", alert_source.source_change, name="alert_source_change"),
    path(f"{SOURCE}/keys/add", alert_source.key_make, name="alert_key_make"),
    path(f"{SOURCE}/keys/<int:key_id>/end", alert_source.key_end, name="alert_key_end"),
    path(SOURCE + "/show", alert_source.source_detail, name="alert_source_detail"),
    path("alerts/deliveries/<int:delivery_id>", alert_source.delivery_body, name="delivery_body"),
]
