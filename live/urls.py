"""Addresses of the stream; the stream itself is another process."""

from django.urls import path

from live.views import live_ticket

urlpatterns = [path("live/ticket", live_ticket, name="live_ticket")]
