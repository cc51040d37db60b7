"""The addresses of notifications."""

from django.urls import path

from incidents.urls import REFERENCE
from notifications.views import following, notification, unsubscribe, wish

urlpatterns = [
    path(f"{REFERENCE}/follow", following.incident_follow, name="incident_follow"),
    path("notifications", notification.notification_list, name="notification_list"),
    path("notifications/count", notification.notification_count, name="notification_count"),
    path("account/notifications", wish.notifications_choose, name="notifications_choose"),
    path(
        "notifications/unsubscribe/<str:token>",
        unsubscribe.notifications_unsubscribe,
        name="notifications_unsubscribe",
    ),
]
