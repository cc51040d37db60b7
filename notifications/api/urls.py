"""The API's addresses of notifications."""

from django.urls import path

from incidents.api.urls import INCIDENT
from notifications.api import following, notification, wish

urlpatterns = [
    path("notifications", notification.Notifications.as_view(), name="api_notifications"),
    path(
        "notifications/read",
        notification.NotificationsRead.as_view(),
        name="api_notifications_read",
    ),
    path(
        "notification-preferences",
        wish.Preferences.as_view(),
        name="api_notification_preferences",
    ),
    path(f"{INCIDENT}/following", following.Followed.as_view(), name="api_following"),
]
